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

_SCREEN, _REPORTS, _KEYS = "?1049", ("?2004", "?1000", "?1006"), ">1u"


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
        # 2004: pastes are told from keys; 1000: clicks and the wheel, and no movements; 1006: in numbers, for
        # columns beyond 223.
        sent += [f"\x1b[{mode}h" for mode in _REPORTS if mouse or mode == _REPORTS[0]]
        if not thrifty and not term.startswith(_MULTIPLEXERS):
            # The escape key is told from what only begins with it: it needs no waiting, but more bytes a key.
            sent.append(f"\x1b[{_KEYS}")
    sent.append("\x1b[?7l")
    if not term.startswith(_FIRST):
        sent.append("\x1b[?25l")
    return "".join(sent)


def mouse(term: str, *, wanted: bool) -> str:
    """What to send so that clicks are reported, or are the terminal's own; "" where its kind reports none."""
    if term.startswith(_OWN_SCREEN):
        return ""
    return "".join(f"\x1b[{mode}{'h' if wanted else 'l'}" for mode in _REPORTS[1:])


def leave(term: str, *, thrifty: bool) -> str:
    """What to send to give it back; it may be sent twice."""
    sent = ["\x1b[r\x1b[0m\x1b[?7h"]
    if not term.startswith(_OWN_SCREEN):
        if not thrifty and not term.startswith(_MULTIPLEXERS):
            sent.append("\x1b[<u")
        sent += [f"\x1b[{mode}l" for mode in (*reversed(_REPORTS), _SCREEN)]
    else:
        sent.append("\x1b[H\x1b[2J")
    if not term.startswith(_FIRST):
        sent.append("\x1b[?25h")
    return "".join(sent)
