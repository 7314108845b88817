"""The first glyphs: what the screen showed when the last session ended, before anything is imported.

The app paints over it, and sends what differs. The file is text that anyone may have written: it is read as
runs of plain cells, or not at all, and whatever is odd about it means a line that says that pmlearn opens.
Until the app takes the terminal, a signal gives it back. Imports next to nothing.
"""

from __future__ import annotations

import os
import sys
import termios

from pmlearn.tui import modes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import FrameType
    from typing import Any

NAME = "screen.txt"
"""The file in the state directory."""

MOST = 60_000
"""Bytes that the file may have: a screen of 200 columns and 60 rows takes about a half."""

FORMAT = "pmlearn screen 1"

OPENING = "pmlearn opens ..."
"""What is shown where no screen was kept, in any locale; its first word is where the header has it."""

_INK = frozenset("0123456789;")
_KEYS = ("TERM", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "PMLEARN_ASCII", "PMLEARN_THEME")
"""What may change how the same page looks, or what the terminal makes of it."""

Run = tuple[int, int, str, str]
"""Row, column, SGR parameters of the ink, text."""


class Glance:
    """A screen that the terminal shows, until the app knows of it.

    Attributes:
        size: columns and rows.
        runs: what is shown.
        attributes: the terminal's modes, as they were.
        thrifty: it was taken as over a thin line.
    """

    def __init__(
        self, size: tuple[int, int], runs: Sequence[Run], attributes: list[Any], *, thrifty: bool
    ) -> None:
        self.size = size
        self.runs = runs
        self.attributes = attributes
        self.thrifty = thrifty

    def give_back(self) -> None:
        """Make the terminal what it was."""
        try:
            _write(modes.leave(os.environ.get("TERM", ""), thrifty=self.thrifty))
            termios.tcsetattr(0, termios.TCSANOW, self.attributes)
        except (OSError, termios.error):
            pass  # it is gone


_shown: list[Glance] = []  # at most one


def state_directory(env: Mapping[str, str]) -> str:
    """Where `pmlearn.config.find_places` has it, which would take longer than all of this; "" for nowhere."""
    if root := env.get("PMLEARN_HOME"):
        return f"{os.path.abspath(os.path.expanduser(root))}/state"  # noqa: PTH100, PTH111 - no imports
    base = env.get("XDG_STATE_HOME", "")
    if not base.startswith("/"):
        home = env.get("HOME", "")
        base = f"{home}/.local/state" if home.startswith("/") else ""
    return f"{base}/pmlearn" if base else ""


def key_of(size: tuple[int, int], env: Mapping[str, str], *, thrifty: bool) -> str:
    """What has to be the same, so that what was shown then can be shown now."""
    values = (*(f"{name}={env.get(name, '')}" for name in _KEYS), os.uname().nodename)
    return f"{size[0]}x{size[1]} {'thrifty' if thrifty else 'plain'} {values!a}"


def compose(key: str, runs: Iterable[Run]) -> bytes:
    """Make the file; b"" where it would be too large."""
    lines = [FORMAT, key]
    lines += ["\t".join((str(y), str(x), ink, text)) for y, x, ink, text in runs if _plain(ink, text)]
    data = "\n".join(lines).encode("utf-8", "replace")
    return data if len(data) <= MOST else b""


def parse(data: bytes, key: str, size: tuple[int, int]) -> list[Run] | None:
    """Read the file; None where it is of another terminal, or not as `compose` writes it."""
    try:
        form, other, *lines = data.decode("utf-8").split("\n")
    except ValueError:
        return None
    if (form, other) != (FORMAT, key):
        return None
    runs: list[Run] = []
    for line in lines:
        y, x, ink, text = (*line.split("\t", 3), "", "", "")[:4]
        if not (y.isascii() and y.isdecimal() and x.isascii() and x.isdecimal() and _plain(ink, text)):
            return None
        if len(y) > 4 or len(x) > 4 or int(y) >= size[1] or int(x) + len(text) > size[0]:
            return None
        runs.append((int(y), int(x), ink, text))
    return runs


def show(env: Mapping[str, str]) -> None:
    """Show it, if there is one for this terminal; where there is not, do nothing."""
    if all(map(os.isatty, (0, 1, 2))) and env.get("TERM", "dumb") != "dumb" and "COLUMNS" not in env:
        try:
            _show(env)
        except (OSError, ValueError, termios.error):
            give_back()


def _show(env: Mapping[str, str]) -> None:
    directory = state_directory(env)
    columns, rows = os.get_terminal_size(1)
    size = columns, rows
    if os.tcgetpgrp(0) != os.getpgrp():
        return
    thrifty = modes.far(env)
    runs = _kept(directory, key_of(size, env, thrifty=thrifty), size) or _opening(size)
    if not runs:
        return
    attributes = termios.tcgetattr(0)
    _shown.append(Glance(size, runs, attributes, thrifty=thrifty))
    # As the app will have it, but for ctrl+c, which is to be heard at once.
    raw = [*attributes[:6], list(attributes[6])]
    raw[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF)
    raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    for name in (termios.VSUSP, termios.VQUIT):
        raw[6][name] = b"\0"
    raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
    termios.tcsetattr(0, termios.TCSANOW, raw)
    _write(f"{modes.enter(env['TERM'], thrifty=thrifty)}\x1b[0m\x1b[2J{_drawn(runs)}")
    import signal  # noqa: PLC0415 - after the first glyphs: it takes 8 ms

    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)


def _kept(directory: str, key: str, size: tuple[int, int]) -> list[Run] | None:
    try:
        return parse(_read(f"{directory}/{NAME}"), key, size) if directory else None
    except OSError:
        return None  # the first start of all, mostly


def _opening(size: tuple[int, int]) -> list[Run]:
    # Where nothing was kept the import takes as long: a blank screen would look like one that hangs, and echo
    # the keys that are typed ahead.
    return [(0, 1, "", OPENING)] if size[0] > len(OPENING) + 1 and size[1] else []


def _drawn(runs: Iterable[Run]) -> str:
    sent: list[str] = []
    after = (-1, -1)
    for y, x, ink, text in runs:
        # Where a run follows another one the cursor is there already, unless a character may be a wide one.
        sent.append("" if after == (y, x) else f"\x1b[{y + 1};{x + 1}H")
        sent.append(f"\x1b[{ink}m{text}\x1b[0m" if ink else text)
        after = (y, x + len(text)) if text.isascii() else (-1, -1)
    return "".join(sent)


def _end(number: int, _: FrameType | None) -> None:
    # Nothing was done yet that could be lost.
    give_back()
    os._exit(128 + number)


def take() -> Glance | None:
    """Hand over what is shown: from now on the taker gives the terminal back."""
    if not _shown:
        return None
    _reset()
    return _shown.pop()


def give_back() -> None:
    """Make the terminal what it was, if something is shown that nobody took."""
    if _shown:
        _shown.pop().give_back()
        _reset()


def _reset() -> None:
    if "signal" in sys.modules:
        import signal  # noqa: PLC0415 - not before the first glyphs

        usual = {signal.SIGINT: signal.default_int_handler}
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            # Whoever took the glance may listen already: without this a dropped line would cost the place.
            if signal.getsignal(number) is _end:
                signal.signal(number, usual.get(number, signal.SIG_DFL))


def _read(path: str) -> bytes:
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(fd)
        # A regular file, and the user's own.
        if found.st_mode & 0o170000 != 0o100000 or found.st_uid != os.geteuid() or found.st_size > MOST:
            return b""
        return os.read(fd, MOST)
    finally:
        os.close(fd)


def _write(text: str) -> None:
    data = text.encode("utf-8", "replace")
    while data:
        data = data[os.write(2, data) :]


def _plain(ink: str, text: str) -> bool:
    return bool(text) and text.isprintable() and len(ink) < 60 and set(ink) <= _INK
