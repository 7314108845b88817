"""The line that says what is played, and how far it is; there while something is. The mouse seeks in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from textual.widget import Widget

from pmlearn.model.queue import ItemKind
from pmlearn.tui import keymap
from pmlearn.tui.widgets import clicks, ink
from pmlearn.tui.widgets.bars import APART, between
from pmlearn.tui.widgets.columns import fit
from pmlearn.tui.widgets.glyphs import DOT, HERE, KINDS, RULE

if TYPE_CHECKING:
    from textual import events
    from textual.strip import Strip

    from pmlearn.services.player import Playing
    from pmlearn.tui.app import PmlearnApp

ROOMY, WITH_LINE = 90, 60
"""Columns from which there is room for the keys as well, and for a line as long as what is played."""

SHARE = 10
"""Of the columns, that line has one in so many."""


class NowPlaying(Widget):
    """One line; see the module."""

    def __init__(self) -> None:
        super().__init__()
        self.display = False
        self._playing: Playing | None = None
        self._line_at = -1  # the first cell of the line to seek in; -1 where there is none
        self._spans: list[clicks.Span] = []  # the keys, for the mouse

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
        line = _line(playing, width // SHARE) if width >= WITH_LINE else []
        right = [*line, Segment(far, ink.STRONG)]
        keys = _keys() if width >= ROOMY else ""
        if keys:
            right.append(Segment(f"{clicks.APART}{keys}", ink.MUTED))
        right.append(Segment(" "))
        taken = sum(segment.cell_length for segment in right)
        self._line_at = width - taken if line else -1
        self._spans = list(clicks.offers(keys, width - 1 - len(keys), keymap.by_shown()))
        room = width - APART - taken - 3
        chapter = playing.chapter_title()
        text = ink.clean_piece(f"{playing.title} {DOT} {chapter}" if chapter else playing.title)
        return between([Segment(f" {KINDS[ItemKind.AUDIO]} "), Segment(fit(text, room))], right, width)

    def on_click(self, event: events.Click) -> None:
        """Go where the line was clicked; of a key, press it; anywhere else, pause or go on."""
        app, playing = cast("PmlearnApp", self.app), self._playing
        cell, length = event.x - self._line_at, self.size.width // SHARE
        if playing is not None and self._line_at >= 0 and 0 <= cell < length:
            app.seek_to(int((playing.duration or 0) * cell / length))
        elif key := clicks.at(self._spans, event.x):
            app.simulate_key(key)
        else:
            app.action_play()


def _line(playing: Playing, length: int) -> list[Segment]:
    """How far it is, as a line to click on; nothing until it is known how long it is."""
    if not playing.loaded or not playing.duration:
        return []
    full = min(length, int(length * playing.position / playing.duration))
    pieces = [Segment(HERE * full, ink.ACCENT), Segment(RULE * (length - full), ink.MUTED), Segment(" ")]
    return [piece for piece in pieces if piece.text]


def _keys() -> str:
    """The keys that help most, as far as they have any."""
    seeking = [key for key in (keymap.shown_of("seek-back"), keymap.shown_of("seek-on")) if key]
    pause, stop = keymap.shown_of("pause-playing"), keymap.shown_of("stop-playing")
    said = ((pause, "pause"), (" ".join(seeking), "seek"), (stop, "stop"))
    return ", ".join(f"{key} {word}" for key, word in said if key)
