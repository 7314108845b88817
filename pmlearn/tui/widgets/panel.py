"""A list beside another one: of the two, only the one in use shows where its cursor is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from pmlearn.tui.widgets.lines import GUTTER, Lines

if TYPE_CHECKING:
    from typing import Any


class Panel(Lines):
    """See the module."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.in_use = True

    def use(self, *, on: bool) -> None:
        """Show the cursor, or no longer."""
        if on != self.in_use:
            self.in_use = on
            self.refresh()

    def raise_cursor(self) -> None:
        """Bring the row of the cursor to the top, as far as there are rows below it: these were asked for."""
        self.top = max(0, min(self.cursor, len(self.rows) - self.size.height))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line of the screen."""
        strip = super().render_line(y)
        index = self.top + y
        if self.in_use or index != self.cursor:
            return strip
        row = self.rows.row(index, self._row_width(), current=False)
        return Strip([Segment(" " * GUTTER), *row]).adjust_cell_length(self.size.width)
