"""The app in a real pseudo-terminal: what is sent to it, what it sends, and what a person would see."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
WATCHDOG = 30
"""Seconds after which something that does not happen fails the test."""

QUIET = 0.25
"""Seconds without a byte after which the app is taken to be at rest, where nothing on the screen tells."""

KEYS = {
    "down": "\x1b[B",
    "up": "\x1b[A",
    "enter": "\r",
    "esc": "\x1b",
    "space": " ",
    "tab": "\t",
    "pgdn": "\x1b[6~",
    "pgup": "\x1b[5~",
}


class Terminal:
    """A child process whose terminal this is."""

    def __init__(self, home: Path, **env: str) -> None:
        columns, rows = 80, 24
        self.sent = b""  # everything that the app wrote
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PMLEARN_HOME": str(home / "pmlearn"),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            **env,
        }
        # What is waited for is to be what this session paints, and not what the last one left.
        (home / "pmlearn" / "state" / "screen.txt").unlink(missing_ok=True)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.execve(sys.executable, [sys.executable, "-m", "tests.tui.fakes"], environment)
        self.resize(columns, rows)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def press(self, *keys: str) -> None:
        """Press keys, or type a text."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key).encode())

    def hang_up(self) -> None:
        """Close the other side."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def until(self, seen: Callable[[], bool]) -> None:
        """Read what the app writes until something can be seen."""
        end = time.monotonic() + WATCHDOG
        while not seen():
            if time.monotonic() > end:
                raise AssertionError("not seen:\n" + self.text())
            self._read(0.2)

    def shows(self, text: str) -> None:
        """Wait until a text is on the screen."""
        self.until(lambda: text in self.text())

    def rests(self, quiet: float = QUIET) -> None:
        """Read until the app has written nothing for a while."""
        before = -1
        while before != len(self.sent):
            before = len(self.sent)
            self._read(quiet)

    def text(self) -> str:
        """What a person would see."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def stopped(self) -> None:
        """Wait until the app has stopped itself."""
        _, status = os.waitpid(self.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)

    def status(self) -> int:
        """Wait for the end; the exit status."""
        end = time.monotonic() + WATCHDOG
        while time.monotonic() < end:
            if self._fd >= 0:
                self._read(0.05)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            if self._fd < 0:
                select.select([], [], [], 0.02)
        raise AssertionError("it does not end")

    def _read(self, seconds: float) -> None:
        if select.select([self._fd], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                data = os.read(self._fd, 1 << 16)
                self.sent += data
                self._stream.feed(data)
