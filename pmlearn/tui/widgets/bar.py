"""A progress bar, and a week of minutes, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import DOT, EMPTY, FULL, SPARKS
from pmlearn.tui.widgets.ink import Pieces

if TYPE_CHECKING:
    from collections.abc import Sequence


def bar(percent: int, width: int) -> Pieces:
    """A thin line of `width` cells, and the number behind it: `━━━──  62%`.

    It is full at 100 alone, and shows something as soon as anything is done.
    """
    full = percent * width // 100
    if percent > 0:
        full = max(full, 1)
    done = ink.GOOD if percent == 100 else ink.ACCENT
    pieces = ((FULL * full, done), (EMPTY * (width - full), ink.MUTED), (f" {percent:3d}%", ink.PLAIN))
    return Pieces(piece for piece in pieces if piece[0])


def sparkline(minutes: Sequence[int], today: int) -> str:
    """A week, one cell a day, Monday first: the higher the sign, the more minutes.

    A day to come, and a day without a minute, is a dot.
    """
    most = max([*minutes, 1])
    return "".join(
        SPARKS[-(-value * len(SPARKS) // most) - 1] if value and day <= today else DOT
        for day, value in enumerate(minutes)
    )
