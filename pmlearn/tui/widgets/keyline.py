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
    """

    DEFAULT_CSS = "KeyLine { height: 1; }"

    def __init__(self, where: str, without: Collection[str] = ()) -> None:
        super().__init__()
        self._where = where
        self._without = frozenset(without)
        self._spans: list[clicks.Span] = []  # the keys, for the mouse

    def leave_out(self, without: Collection[str]) -> None:
        """Speak of other keys no more."""
        self._without = frozenset(without)
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the keys."""
        keys = [key for key in keymap.keys_in(self._where) if key.footer and key.keys]
        line, room = [Segment(" ")], self.size.width - 1
        self._spans.clear()
        for key in sorted(keys, key=lambda key: key.footer):
            needed = cell_len(key.shown) + len(key.words) + 1
            if key.name not in self._without and needed <= room:
                at = self.size.width - room
                self._spans.append((at, at + needed, key.each[0]))
                line += [Segment(key.shown, ink.STRONG), Segment(f" {key.words}   ", ink.MUTED)]
                room -= needed + 3
        return Strip(line).adjust_cell_length(self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        if key := clicks.at(self._spans, event.x):
            self.app.simulate_key(key)
