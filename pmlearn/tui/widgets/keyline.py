"""The keys of what covers a page for a moment, in a line at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.tui import keymap
from pmlearn.tui.widgets import clicks, ink

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual import events


class KeyLine(Widget):
    """The keys in force that have a place in the footer, as many as there is room for.

    Args:
        where: whose keys they are.
        without: actions to leave out.
        besides: actions of what stands above it, as a list, that it speaks of, too.
    """

    DEFAULT_CSS = "KeyLine { height: 1; }"

    def __init__(self, where: str, without: Collection[str] = (), besides: Collection[str] = ()) -> None:
        super().__init__()
        self._where = where
        self._without = frozenset(without)
        self._besides = frozenset(besides)
        self._spans: list[clicks.Span] = []  # the keys, for the mouse

    def leave_out(self, without: Collection[str]) -> None:
        """Speak of other keys no more."""
        self._without = frozenset(without)
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the keys."""
        line, at = [Segment(" ")], 1
        self._spans.clear()
        for key in keymap.footer_of(self._where, self._without):
            needed = cell_len(key.shown) + len(key.words) + 1
            if (self._where in key.where or key.name in self._besides) and at + needed <= self.size.width:
                line += [Segment(key.shown, ink.STRONG), Segment(f" {key.words}   ", ink.MUTED)]
                self._spans.append((at, at + needed, key.each[0]))
                at += needed + 3
        return Strip(line).adjust_cell_length(self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        if key := clicks.at(self._spans, event.x):
            self.app.simulate_key(key)
