"""A program in a terminal of its own: keys in, bytes out, and when each of them came.

Nothing interprets the bytes while the clock runs: chunks are kept with their times, and a screen is made of
them afterwards, by pyte. Leans on POSIX.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import Self

ROWS, COLUMNS = 24, 80
QUIET = 0.3
"""Seconds without a byte after which an answer is taken to be complete."""
SILENCE = 10.0
"""Seconds after which a key is taken to have done nothing."""
WATCHDOG = 120.0
"""Seconds after which a program that is still not ready is given up."""


class StuckError(Exception):
    """A program did not show what it was to show; the message holds its screen."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a key."""

    size: int  # bytes
    first: float  # seconds from the key to the first byte
    last: float  # seconds from the key to the last byte
    data: bytes


class Terminal:
    """A program in a pseudo-terminal of 80 by 24; leave the context to end it."""

    def __init__(
        self, argv: Sequence[str], env: Mapping[str, str], *, rows: int = ROWS, columns: int = COLUMNS
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._chunks: list[tuple[float, bytes]] = []
        self._shown = 0  # chunks that the screen has seen
        self._ended = False
        size = struct.pack("HHHH", rows, columns, 0, 0)
        self.began = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if not self.pid:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.execve(argv[0], list(argv), dict(env))
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def settle(self, quiet: float = QUIET, watchdog: float = WATCHDOG) -> None:
        """Take what comes until nothing came for `quiet` seconds."""
        deadline = time.perf_counter() + watchdog
        while time.perf_counter() < deadline:
            ready, _, _ = select.select([self._fd], [], [], quiet)
            if not ready or not self._take():
                return

    def press(self, keys: str, quiet: float = QUIET) -> Answer:
        """Press keys and take everything that comes back."""
        self.settle(0)
        before = len(self._chunks)
        pressed = time.perf_counter()
        os.write(self._fd, keys.encode())
        # However long the first byte takes, it is waited for: slow is a result, silence is not.
        select.select([self._fd], [], [], SILENCE)
        self.settle(quiet)
        came = self._chunks[before:]
        data = b"".join(chunk for _, chunk in came)
        if not came or self._ended:
            what = f"it ended at {keys!r}" if self._ended else f"nothing came back for {keys!r}"
            raise StuckError(f"{what}\n{self.text()}")
        return Answer(len(data), came[0][0] - pressed, came[-1][0] - pressed, data)

    def press_until(self, keys: str, mark: bytes, watchdog: float = WATCHDOG) -> float:
        """Press keys; returns the seconds until `mark` came, whatever else is being painted.

        Raises:
            StuckError: it did not come.
        """
        self.settle(0)
        before = len(self._chunks)
        pressed = time.perf_counter()
        os.write(self._fd, keys.encode())
        while time.perf_counter() < pressed + watchdog:
            select.select([self._fd], [], [], 0.1)
            self.settle(0)
            if mark in b"".join(chunk for _, chunk in self._chunks[before:]):
                return self._chunks[-1][0] - pressed
        raise StuckError(f"{mark!r} did not come back for {keys!r}\n{self.text()}")

    def wait(self, shown: Callable[[list[str]], bool], watchdog: float = WATCHDOG) -> float:
        """Wait until the screen shows something; returns the seconds from the start to the chunk that did it.

        Raises:
            StuckError: it is not shown.
        """
        deadline = time.perf_counter() + watchdog
        while True:
            for at in self._replay():
                if shown(self.lines()):
                    return at - self.began
            if time.perf_counter() > deadline:
                raise StuckError(f"not shown within {watchdog} s:\n{self.text()}")
            ready, _, _ = select.select([self._fd], [], [], 0.1)
            # What comes is taken whole before it is looked at: the clock must not wait for pyte.
            if ready and self._take():
                self.settle(QUIET, max(0.0, deadline - time.perf_counter()))
            elif ready:
                raise StuckError(f"it ended before it was shown:\n{self.text()}")

    def lines(self) -> list[str]:
        """What the screen shows, row by row."""
        return list(self._screen.display)

    def text(self) -> str:
        """What the screen shows now."""
        deque(self._replay(), 0)
        return "\n".join(line.rstrip() for line in self.lines())

    @property
    def written(self) -> int:
        """Bytes that came so far."""
        return sum(len(chunk) for _, chunk in self._chunks)

    def end(self) -> None:
        """End the program and wait for it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        deadline = time.perf_counter() + 3
        while time.perf_counter() < deadline:
            # A program that writes its farewell into a full terminal never ends: keep reading.
            self.settle(0.02, 0.05)
            time.sleep(0.01)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                break
        else:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _take(self) -> bool:
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # EIO: the program closed its side
            data = b""
        if data:
            self._chunks.append((time.perf_counter(), data))
        self._ended = not data
        return not self._ended

    def _replay(self) -> Iterator[float]:
        # Feeds the screen what it has not seen, a chunk at a time; yields when each came.
        while self._shown < len(self._chunks):
            at, chunk = self._chunks[self._shown]
            self._stream.feed(chunk)
            self._shown += 1
            yield at
