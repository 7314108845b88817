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


def codes_of(look: Look) -> str:
    """The SGR parameters of a look: "" for the terminal's own."""
    return ";".join(part for part in look if part)


@lru_cache(maxsize=256)
def look_of(codes: str) -> Look:
    """The look of SGR parameters, as `codes_of` puts them together."""
    attributes: list[str] = []
    colours = {"3": "", "4": ""}
    parts = codes.split(";") if codes else []
    while parts:
        code = parts.pop(0)
        if len(code) < 2:
            attributes.append(code)
            continue
        more = {"38": 4, "48": 4}.get(code, 0) if parts[:1] == ["2"] else {"38": 2, "48": 2}.get(code, 0)
        ground = "4" if code.startswith(("4", "10")) else "3"
        colours[ground] = ";".join((code, *parts[:more]))
        del parts[:more]
    return Look(";".join(attributes), colours["3"], colours["4"])


@lru_cache(maxsize=256)
def on_blank(look: Look) -> Look:
    """What a blank shows of a look: often nothing but the background."""
    seen = ";".join(code for code in look.attributes.split(";") if code in _SEEN)
    return Look(seen, look.fg if seen else "", look.bg)


def change(was: Look, now: Look) -> str:
    """What is to be sent for another look; "" where it is the same."""
    if was == now:
        return ""
    anew = codes_of(now)
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
