"""The voices: the few colours that inks are made of, by what they mean; themes have a colour for each."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from rich.style import Style

ON_PAPER = Style(color="black", bgcolor="white")
"""Dark on light in every theme, for what a camera reads."""
DARK, LIGHT = Style(bgcolor="black"), Style(bgcolor="white")
"""The same without a sign: each is a blank."""

CAMERA = frozenset((ON_PAPER, DARK, LIGHT))


class Voice(Enum):
    """What a colour means."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    NUMBER = "number"
    GOOD = "good"
    UNDERWAY = "underway"
    BAD = "bad"
    FOUND = "found"
    PICKED = "picked"


_BY_NUMBER = {1: Voice.BAD, 2: Voice.GOOD, 3: Voice.UNDERWAY, 6: Voice.ACCENT, 8: Voice.MUTED}
"""Of the sixteen colours, those that inks have; style sheets, which cannot say dim, say bright black (8)."""


@lru_cache(maxsize=256)
def voice_of(ink: Style | None) -> Voice:
    """The voice of an ink, or of whatever else Textual draws with; a colour that no ink has is as text."""
    if ink is None:
        return Voice.TEXT
    number = ink.color.number if ink.color is not None else None
    if ink.reverse or not (ink.bgcolor is None or ink.bgcolor.is_default):
        return Voice.PICKED if number == 3 else Voice.FOUND
    voice = _BY_NUMBER.get(number, Voice.TEXT) if number is not None else Voice.TEXT
    if ink.dim:
        return Voice.NUMBER if voice is Voice.ACCENT else Voice.MUTED
    return voice
