"""A person at a terminal: a program in a pty, its screen, its keyboard, and everything that it wrote.

Nothing here sleeps: a wait reads what the program writes until the screen shows what is waited for. A
deadline is a watchdog, far beyond what anything takes. Leans on Linux's ptys.
"""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyte

from tests.answered import answered
from tests.e2e.sequences import Token, cut
from tests.warm import warm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).parents[2]
PMLEARN = (sys.executable, "-m", "pmlearn")
WATCHDOG = 20.0
"""Seconds after which a wait is given up."""
QUIET = 0.15
"""Seconds without a byte after which a program is taken to be at rest, where nothing on the screen tells."""

KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "btab": "\x1b[Z", "space": " ", "up": "\x1b[A",
    "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pgup": "\x1b[5~", "pgdn": "\x1b[6~", "bs": "\x7f", "del": "\x1b[3~",
}  # fmt: skip
"""What a terminal sends for keys that have a name; `ctrl+x` is made, every other key is itself."""

_TAKEN_BY_PYTE = re.compile(r"\??[0-9;]*[@-hj-np-ru-z`]|\??[0-9;]*[hlm]|[0-9;]*r")
_SHELL = 'exec "$@" <>"$0" >&0 2>&0'
"""A session leader that opens a terminal gets it as its own: so the program is hung up on when it closes."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """As `cold_environment`; unless more is given for it, the shipped curricula were read in that home."""
    if "PMLEARN_HOME" not in more:
        warm(home / "pmlearn")
    return cold_environment(home, **more)


def cold_environment(home: Path, **more: str) -> dict[str, str]:
    """What a person's shell would hand to the program, with everything of pmlearn's below `home`."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PMLEARN_HOME": str(home / "pmlearn"),
        "PMLEARN_ALLOW_PRIVATE": "1",
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        **more,
    }


class Terminal:
    """A program in a terminal of its own; leave the context to end it.

    Where nothing was done in the home yet, the first questions were: unless it is the `first` time that the
    app is opened.

    Attributes:
        raw: every byte that the program wrote.
        screen: what the terminal shows.
    """

    def __init__(
        self,
        env: Mapping[str, str],
        command: Sequence[str] = PMLEARN,
        *,
        columns: int = 80,
        rows: int = 24,
        cwd: Path = ROOT,
        first: bool = False,
        glance: bool = False,
    ) -> None:
        if not glance and "PMLEARN_HOME" in env:
            # What is waited for is to be what this session paints, and not what the last one left.
            Path(env["PMLEARN_HOME"], "state", "screen.txt").unlink(missing_ok=True)
        if "PMLEARN_HOME" in env and not first:
            answered(Path(env["PMLEARN_HOME"]))
        self.raw = bytearray()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._rest = ""
        self._master, slave = os.openpty()
        self._size(columns, rows)
        self.modes = termios.tcgetattr(slave)  # as they were before the program began
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", _SHELL, os.ttyname(slave), *command],
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._slave = slave  # kept open, so that the terminal outlives the program and can be looked at

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(WATCHDOG)
        self.close()

    # What a person sees.

    @property
    def lines(self) -> list[str]:
        """The rows of the screen, without the blanks at their ends."""
        # pyte's own `display` stumbles over the half of a wide character that is left when it is overwritten.
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        return ["".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in rows]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def running(self) -> bool:
        """The program has not ended."""
        return self.process.poll() is None

    @property
    def stopped(self) -> bool:
        """The program is suspended, as after ctrl+z."""
        happened = os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT)
        return happened is not None

    def line(self, words: str) -> str:
        """The first row that has these words; "" where none has."""
        return next((line for line in self.lines if words in line), "")

    # What a person does.

    def press(self, *keys: str) -> Self:
        """Press keys, one after the other."""
        self.type("".join(map(_bytes_of, keys)))
        return self

    def type(self, text: str) -> Self:
        """Send text to the program; what it writes meanwhile is read, so that neither waits for the other."""
        data = text.encode()
        deadline = time.monotonic() + WATCHDOG
        while data and time.monotonic() < deadline:
            readable, writable, _ = select.select([self._master], [self._master], [], 1.0)
            if readable and not self._take():
                return self
            if writable:
                data = data[os.write(self._master, data[:1024]) :]
        return self

    def resize(self, columns: int, rows: int) -> Self:
        """Drag the window to another size."""
        self.screen.resize(rows, columns)
        self._size(columns, rows)
        return self

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def close(self) -> None:
        """Close the window: the program's terminal is gone."""
        for name in ("_slave", "_master"):
            fd = getattr(self, name)
            if fd >= 0:
                setattr(self, name, -1)
                os.close(fd)

    # Waiting.

    def wait_for(self, wanted: str | Callable[[Terminal], object], *, gone: bool = False) -> Self:
        """Wait until the screen shows a text, or does no longer, or until something is true of it.

        Raises:
            AssertionError: the program ended, or the watchdog bit; with what the screen shows.
        """
        deadline = time.monotonic() + WATCHDOG
        while not self._holds(wanted, gone=gone):
            alive = self._read(1.0)
            if self._holds(wanted, gone=gone):
                break
            what = f"{wanted!r}{' to go' if gone else ''}"
            assert alive or self.running, f"ended ({self.process.poll()}) before {what}:\n{self.text}"
            assert time.monotonic() < deadline, f"waited in vain for {what}:\n{self.text}"
        return self

    def settle(self, quiet: float = QUIET) -> Self:
        """Wait until the program has written nothing for a while."""
        deadline = time.monotonic() + WATCHDOG
        while self._read(quiet) and time.monotonic() < deadline:
            pass
        return self

    def wait_for_end(self, watchdog: float = WATCHDOG) -> int:
        """Wait for the program to end; its exit status, negative for the signal that killed it."""
        deadline = time.monotonic() + watchdog
        while self.running and time.monotonic() < deadline:
            if self._master >= 0:
                self._read(0.05)
            else:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(WATCHDOG)
        status = self.process.poll()
        assert status is not None, f"did not end:\n{self.text}"
        if self._master >= 0:
            self.settle(0)
        return status

    def kill(self) -> None:
        """End the program as a power cut does."""
        self.signal(signal.SIGKILL)
        self.wait_for_end()

    # The terminal.

    @property
    def modes_now(self) -> list[object]:
        """The terminal's modes: to compare with `modes` once the program has ended."""
        return termios.tcgetattr(self._slave)

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _holds(self, wanted: str | Callable[[Terminal], object], *, gone: bool) -> bool:
        return (wanted in self.text if isinstance(wanted, str) else bool(wanted(self))) is not gone

    def _read(self, wait: float) -> bool:
        """Take what the program wrote, waiting so long for it; whether there was anything."""
        ready, _, _ = select.select([self._master], [], [], wait)
        return bool(ready) and self._take()

    def _take(self) -> bool:
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # EIO: nobody has the terminal open any more
            return False
        self.raw += data
        tokens, self._rest = cut(self._rest + self._decoder.decode(data))
        for token in tokens:
            self._show(token)
        return bool(data)

    def _show(self, token: Token) -> None:
        if answer := self._answer(token):
            os.write(self._master, answer.encode())
        elif token.kind in ("text", "control", "esc") or (
            token.kind == "csi" and _TAKEN_BY_PYTE.fullmatch(token.body)
        ):
            # What pyte does not know it would print: no terminal does.
            self._stream.feed(token.whole)

    def _answer(self, token: Token) -> str:
        if token.kind != "csi":
            return ""
        if token.body == "6n":  # DSR: where is the cursor?
            return f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R"
        if token.body in ("c", "0c"):  # DA1: what are you?
            return "\x1b[?62;22c"
        if query := re.fullmatch(r"\?(\d+)\$p", token.body):  # DECRQM: do you know this mode?
            return f"\x1b[?{query[1]};{2 if query[1] == '2026' else 0}$y"
        return ""


def _bytes_of(key: str) -> str:
    if key.startswith("ctrl+"):
        return chr(ord(key[5].upper()) & 0x1F)
    return KEYS.get(key, key)
