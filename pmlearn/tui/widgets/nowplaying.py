"""The line that says what is played, and how far it is; there while something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.widget import Widget

from pmlearn.model.queue import ItemKind
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.bars import APART, between
from pmlearn.tui.widgets.columns import fit
from pmlearn.tui.widgets.glyphs import DOT, KINDS

if TYPE_CHECKING:
    from textual.strip import Strip

    from pmlearn.services.player import Playing

KEYS = "P pause  , . seek  X stop"
ROOMY = 90
"""Columns from which there is room for the keys as well."""


class NowPlaying(Widget):
    """One line; see the module."""

    def __init__(self) -> None:
        super().__init__()
        self.display = False
        self._playing: Playing | None = None

    def show(self, playing: Playing | None) -> None:
        """Show what is played, or go."""
        self._playing = playing
        self.display = playing is not None
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the title and the chapter at the left, and how far it is at the right."""
        width = self.size.width
        playing = self._playing
        if playing is None:
            return between([], [], width)
        far = "…" if not playing.loaded else playing.where() + (" paused" if playing.paused else "")
        right = [Segment(far, ink.STRONG)]
        if width >= ROOMY:
            right += [Segment(f"   {KEYS}", ink.MUTED)]
        right += [Segment(" ")]
        room = width - APART - sum(segment.cell_length for segment in right) - 3
        chapter = playing.chapter_title()
        text = ink.clean_piece(f"{playing.title} {DOT} {chapter}" if chapter else playing.title)
        return between([Segment(f" {KINDS[ItemKind.AUDIO]} "), Segment(fit(text, room))], right, width)
