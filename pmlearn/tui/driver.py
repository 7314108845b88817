"""The terminal: what Textual's driver does, and what a thin or a broken line needs.

Nothing is written twice (see `pmlearn.tui.paint`); a terminal is told only what its kind knows, and asked
nothing (see `pmlearn.tui.modes`); and where it goes away the program ends instead of reading for ever.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import termios
import threading
import tty
from typing import TYPE_CHECKING, Any

from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size

from pmlearn.tui import glance, modes
from pmlearn.tui.screencells import rows_of

if TYPE_CHECKING:
    from pmlearn.tui.app import PmlearnApp


class Terminal(LinuxDriver):
    """A POSIX terminal; see the module."""

    _app: PmlearnApp
    _watched = False
    _mouse_lent = False  # clicks and selections are the terminal's own for a while
    _term = os.environ.get("TERM", "")
    aside = False  # another program has the terminal

    @property
    def leave(self) -> str:
        """What is sent to give the terminal back."""
        return modes.leave(self._term, thrifty=self._app.thrifty)

    def start_application_mode(self) -> None:
        """Take the terminal: at start, and when it comes back from an editor or from the shell."""
        if not self._in_front():
            return
        self.aside = False
        self._writer_thread = WriterThread(self._file or sys.stderr)
        self._writer_thread.start()
        # Textual's own handler asks for the size inside of the signal: two in a row overtake each other, and
        # the size that has passed comes last.
        self._loop.add_signal_handler(signal.SIGWINCH, self._resized)
        self._resized()
        self._app.painter.forget()
        taken = glance.take()
        with contextlib.suppress(termios.error):
            self.attrs_before = taken.attributes if taken else termios.tcgetattr(self.fileno)
            termios.tcsetattr(self.fileno, termios.TCSANOW, self._raw(self.attrs_before))
        if taken:
            self._app.painter.adopt(rows_of(taken.size, taken.runs))
        if not taken or taken.thrifty != self._app.thrifty:
            self.write(
                modes.enter(self._term, thrifty=self._app.thrifty, mouse=self._mouse and not self._mouse_lent)
            )
        self._key_thread = threading.Thread(target=self._run_input_thread, name="textual-input")
        self._key_thread.start()
        if self._must_signal_resume:
            self._must_signal_resume = False
            self.send_message(self.SignalResume())

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        self.aside = True
        self.disable_input()
        if self.attrs_before is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        self.write(self.leave)

    def _in_front(self) -> bool:
        # After `bg` the kernel stops who changes the terminal's modes; Textual's handlers see to it that this
        # is a stop that `fg` ends.
        stop = signal.SIGTTOU, signal.SIGTTIN
        for number in stop:
            signal.signal(number, lambda *_: os.kill(os.getpid(), signal.SIGSTOP))
        try:
            termios.tcsetattr(self.fileno, termios.TCSANOW, termios.tcgetattr(self.fileno))
        except termios.error:
            return not os.isatty(self.fileno)
        finally:
            for number in stop:
                signal.signal(number, signal.SIG_DFL)
        return True

    def _raw(self, attributes: list[Any]) -> list[Any]:
        # Every key as it is typed, none of them shown or acted upon by the kernel.
        raw = [*attributes[:6], list(attributes[6])]
        raw[tty.LFLAG] = self._patch_lflag(raw[tty.LFLAG])
        raw[tty.IFLAG] = self._patch_iflag(raw[tty.IFLAG])
        raw[tty.CC][termios.VMIN] = 1
        return raw

    def _resized(self) -> None:
        size = Size(*self._get_terminal_size())
        self.send_message(Resize(size, size))

    def _disable_mouse_support(self) -> None:
        # With everything else, when the terminal is given back.
        pass

    def lend_mouse(self, *, lent: bool) -> None:
        """Let the terminal have the mouse, to select and to follow hyperlinks with; or take it back."""
        self._mouse_lent = lent
        # A screen that is open at the end is closed after the terminal was given back: it is not ours then.
        if not self.aside:
            self.write(modes.mouse(self._term, wanted=self._mouse and not lent))

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
