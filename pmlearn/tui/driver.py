"""The terminal: what Textual's driver does, and three things that a thin or a broken line needs.

Nothing is written twice (see `pmlearn.tui.paint`); over a thin line the mouse reports clicks and not every
movement; and where the terminal goes away the program ends instead of reading its end for ever.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from typing import TYPE_CHECKING

from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size

if TYPE_CHECKING:
    from pmlearn.tui.app import PmlearnApp


class Terminal(LinuxDriver):
    """A POSIX terminal; see the module."""

    _app: PmlearnApp
    _watched = False
    _mouse_lent = False  # clicks and selections are the terminal's own for a while

    def start_application_mode(self) -> None:
        """Take the terminal: at start, and when it comes back from an editor or from the shell."""
        self._app.painter.forget()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        # Textual's own handler asks for the size inside of the signal: two in a row overtake each other, and
        # the size that has passed comes last.
        self._loop.add_signal_handler(signal.SIGWINCH, self._resized)

    def _resized(self) -> None:
        size = Size(*self._get_terminal_size())
        self.send_message(Resize(size, size))

    def _enable_mouse_support(self) -> None:
        if not self._mouse or self._mouse_lent:
            return
        # 1000: clicks and the wheel; 1006: in numbers, for columns beyond 223. Nothing here follows the
        # movements (1003) that Textual asks for, and each of them would cross the line.
        self.write("\x1b[?1000h\x1b[?1006h")

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1000l\x1b[?1006l")

    def lend_mouse(self, *, lent: bool) -> None:
        """Let the terminal have the mouse, to select and to follow hyperlinks with; or take it back."""
        if lent:
            self._disable_mouse_support()
        self._mouse_lent = lent
        self._enable_mouse_support()

    def run_input_thread(self) -> None:
        """Read keys until the end; a terminal that is gone ends the app."""
        if not self._watched:
            self._watched = True
            threading.Thread(target=self._watch_for_hang_up, name="hang-up", daemon=True).start()
        try:
            super().run_input_thread()
        except OSError:
            self._hung_up()

    def _watch_for_hang_up(self) -> None:
        # Sleeps until the other side closes: with no events asked for, poll() reports that alone.
        poll = select.poll()
        poll.register(self.fileno, 0)
        while not any(happened & (select.POLLHUP | select.POLLERR) for _, happened in poll.poll()):
            pass
        self._hung_up()

    def _hung_up(self) -> None:
        # Whatever is still written goes nowhere, instead of failing or waiting.
        nowhere = os.open(os.devnull, os.O_RDWR)
        for fd in (self.fileno, sys.__stderr__.fileno() if sys.__stderr__ else 2):
            os.dup2(nowhere, fd)
        self._loop.call_soon_threadsafe(self._app.end, 128 + signal.SIGHUP)
