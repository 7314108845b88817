"""What a terminal is told when the app takes it and gives it back: nothing that its kind does not know.

Nothing is asked of it either: an answer would cross the line twice, and the app can do without. Imports
nothing, for it is needed before anything is imported. Sources: xterm's "ctlseqs", console_codes(4), the
VT100's user guide, and the description of the keyboard protocol of kitty.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST = ("vt1", "ansi")
"""Kinds that can turn their line wrap off, and have no other mode that is wanted here."""

_OWN_SCREEN = (*_FIRST, "vt", "linux", "con", "cygwin")
"""Kinds without another screen, and without reports of the mouse and of pastes as xterm has them."""

_MULTIPLEXERS = ("screen", "tmux")

_SCREEN, _PASTES, _KEYS = "?1049", "?2004", ">1u"


def _mouse(on: str) -> str:
    # 1000: clicks and the wheel, and no movements; 1006: in numbers, for columns beyond 223.
    return f"\x1b[?1000{on}\x1b[?1006{on}"


def mouse(term: str, *, on: bool) -> str:
    """What to send to have the mouse reported, or left to the terminal itself."""
    return "" if term.startswith(_OWN_SCREEN) else _mouse("h" if on else "l")


def far(env: Mapping[str, str]) -> bool:
    """The terminal is at the other end of a line: SSH, or Mosh, which leaves SSH's variables as they are."""
    if "TMUX" in env:
        # tmux asks each client that attaches for the first of them; the other one is of its first day.
        return "SSH_CONNECTION" in env
    return "SSH_CONNECTION" in env or "SSH_TTY" in env


def enter(term: str, *, thrifty: bool, mouse: bool = True) -> str:
    """What to send to take a terminal of a kind, as `TERM` names it."""
    sent = []
    if not term.startswith(_OWN_SCREEN):
        sent.append(f"\x1b[{_SCREEN}h")
        # Pastes are told from keys.
        sent.append(f"\x1b[{_PASTES}h")
        if mouse:
            sent.append(_mouse("h"))
        if not thrifty and not term.startswith(_MULTIPLEXERS):
            # The escape key is told from what only begins with it: it needs no waiting, but more bytes a key.
            sent.append(f"\x1b[{_KEYS}")
    sent.append("\x1b[?7l")
    if not term.startswith(_FIRST):
        sent.append("\x1b[?25l")
    return "".join(sent)


def leave(term: str, *, thrifty: bool) -> str:
    """What to send to give it back; it may be sent twice."""
    sent = ["\x1b[r\x1b[0m\x1b[?7h"]
    if not term.startswith(_OWN_SCREEN):
        if not thrifty and not term.startswith(_MULTIPLEXERS):
            sent.append("\x1b[<u")
        sent.append(f"{_mouse('l')}\x1b[{_PASTES}l\x1b[{_SCREEN}l")
    else:
        sent.append("\x1b[H\x1b[2J")
    if not term.startswith(_FIRST):
        sent.append("\x1b[?25h")
    return "".join(sent)
