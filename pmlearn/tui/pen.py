"""How the terminal's pen looks, and the shortest way from one look to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Look(NamedTuple):
    """The SGR parameters of a cell; all "" for the terminal's own."""

    attributes: str  # as "1;4", in order
    fg: str  # as "36" or "38;2;1;2;3"
    bg: str  # as "48;5;234"


RESET = Look("", "", "")

_SEEN = frozenset("479")
"""The attributes that a blank shows: underline, reverse and strike."""


@lru_cache(maxsize=256)
def on_blank(look: Look) -> Look:
    """What a blank shows of a look: often nothing but the background."""
    seen = ";".join(code for code in look.attributes.split(";") if code in _SEEN)
    return Look(seen, look.fg if seen else "", look.bg)


def change(was: Look, now: Look) -> str:
    """What is to be sent for another look; "" where it is the same."""
    if was == now:
        return ""
    anew = ";".join(part for part in now if part)
    if not anew:
        return "\x1b[0m"
    if was == RESET:
        return f"\x1b[{anew}m"
    anew = f"0;{anew}"
    before = set(was.attributes.split(";")) - {""}
    after = now.attributes.split(";") if now.attributes else []
    if before <= set(after):
        # What is on stays on: what differs is enough.
        parts = [code for code in after if code not in before]
        if was.fg != now.fg:
            parts.append(now.fg or "39")
        if was.bg != now.bg:
            parts.append(now.bg or "49")
        anew = min(";".join(parts), anew, key=len)
    return f"\x1b[{anew}m"
