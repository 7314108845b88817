"""The keys of what covers a page for a moment, in a line at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.tui import keymap
from pmlearn.tui.widgets import ink

if TYPE_CHECKING:
    from collections.abc import Collection


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

    def leave_out(self, without: Collection[str]) -> None:
        """Speak of other keys no more."""
        self._without = frozenset(without)
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the keys."""
        keys = [key for key in keymap.keys_in(self._where) if key.footer and key.keys]
        line, room = [Segment(" ")], self.size.width - 1
        for key in sorted(keys, key=lambda key: key.footer):
            needed = cell_len(key.shown) + len(key.words) + 1
            if key.name not in self._without and needed <= room:
                line += [Segment(key.shown, ink.STRONG), Segment(f" {key.words}   ", ink.MUTED)]
                room -= needed + 3
        return Strip(line).adjust_cell_length(self.size.width)
