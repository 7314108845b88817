"""What a terminal can show, by what the environment says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.color import ColorSystem

if TYPE_CHECKING:
    from collections.abc import Mapping

_MONOCHROME = re.compile(r"(vt\d+|dumb|unknown)(-.*)?|.*-(m|mono)")
"""Names of terminals that have no colour, and the endings of those whose colour is off (terminfo's names)."""

_MANY = ("alacritty", "contour", "foot", "ghostty", "wezterm", "xterm-ghostty", "xterm-kitty")
"""Terminals with 256 colours and more whose names do not say so."""


def depth(env: Mapping[str, str]) -> ColorSystem | None:
    """How many colours the terminal has; None for none, or where NO_COLOR (no-color.org) wants none."""
    term = env.get("TERM", "")
    if env.get("NO_COLOR") or _MONOCHROME.fullmatch(term):
        return None
    if term == "linux":
        # It takes 256 colours, and shows the nearest of sixteen.
        return ColorSystem.STANDARD
    # What runs in screen has inherited COLORTERM from outside, and screen itself misreads such colours. In
    # tmux, which understands them, terminals are often named as in screen.
    honest = not term.startswith("screen") or bool(env.get("TMUX"))
    if honest and env.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return ColorSystem.TRUECOLOR
    if "256color" in term or term.endswith("-direct") or term.startswith(_MANY):
        return ColorSystem.EIGHT_BIT
    return ColorSystem.STANDARD
