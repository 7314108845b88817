"""The list: rows that are drawn when they are seen, over Textual's line API.

Fifty thousand rows mount as fast as thirty. A key repaints the row that the cursor left and the row that it
came to; in the thrifty mode the cursor is a mark in the gutter and nothing else. At its edge the list turns a
page instead of scrolling by a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.tui import keymap
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import CURSOR, MARK
from pmlearn.tui.widgets.rows import Clickable, ListRows

if TYPE_CHECKING:
    from textual import events

    from pmlearn.tui.widgets.rows import Rows

GUTTER = 3
"""Cells on the left that hold the cursor's mark."""

MEASURE = 116
"""The widest row, in cells: on a wider screen the eye would lose it half-way."""


UNSEEN = 2
"""Rows, as a blank and a heading, that may come and go unseen between two that can be chosen."""


class Lines(Widget, can_focus=True):
    """A list with a cursor; see the module."""

    class Highlighted(Message):
        """The cursor came to another row."""

        def __init__(self, lines: Lines, key: str, *, moved: bool = False) -> None:
            self.lines = lines
            self.key = key
            self.moved = moved  # by a key or the mouse, and not because other rows are shown
            super().__init__()

        @property
        def control(self) -> Lines:
            """The list, for `@on` selectors."""
            return self.lines

    class Selected(Highlighted):
        """A row is to be opened."""

    def __init__(self, *, thrifty: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        keymap.bind(self, "list")
        self.rows: Rows = ListRows(())
        self.thrifty = thrifty
        self.cursor = -1  # index of the row; -1 where none can be chosen
        self.top = 0  # index of the row in the first line
        self.marked: set[str] = set()  # keys of the rows that the next key is for
        self.every = False  # it is for all of them
        self._g = False
        self._fitted = (0, 0)  # the size that the rows were last fitted to

    @property
    def key(self) -> str:
        """The key of the row that the cursor is on; "" where there is none."""
        return self.rows.key(self.cursor) if 0 <= self.cursor < len(self.rows) else ""

    def show(self, rows: Rows, key: str = "") -> None:
        """Show other rows, the cursor on `key` or, where that is not given or gone, where it was.

        The cursor's line on the screen stays the same as far as it can.
        """
        before, wanted = self.cursor, key or self.key
        self.rows = rows
        self._fitted = (0, 0)
        self._fit()
        found = rows.find(wanted) if wanted else -1
        if found >= 0:
            self.cursor = found
        elif wanted or not 0 <= before < len(rows):
            self.cursor = self._nearest(max(before, 0), 1)
        # Else it stands in a picture or a text that was gone through, and stays there.
        if before >= 0:
            self.top += self.cursor - before
        self._clamp()
        self.refresh()
        if self.key != wanted or key:
            self._tell()

    def put(self, key: str) -> None:
        """Put the cursor on a row by its key; where there is no such row, it stays."""
        found = self.rows.find(key)
        if found >= 0:
            self._go(found)

    def uncover(self, rows: int) -> None:
        """Be told that the last rows are covered: the one of the cursor stays in sight."""
        over = self.cursor - (self.top + self.size.height - rows) + 1
        if rows and over > 0:
            self.top += over
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a line of the screen."""
        self._fit()
        index = self.top + y
        if index >= len(self.rows):
            return Strip.blank(self.size.width)
        here = index == self.cursor
        sign = MARK if self.every or (self.marked and self.rows.key(index) in self.marked) else " "
        mark = (
            [Segment(sign), Segment(CURSOR, ink.ACCENT_STRONG), Segment(" ")]
            if here
            else [Segment(sign), Segment("  ")]
        )
        row = self.rows.row(index, self._row_width(), current=here and not self.thrifty)
        return Strip([*mark, *row]).adjust_cell_length(self.size.width)

    def repaint(self, index: int) -> None:
        """Draw a row again, if it can be seen."""
        line = index - self.top
        if 0 <= line < self.size.height:
            self.refresh(Region(0, line, self.size.width, 1))

    def action_move(self, by: int) -> None:
        """Go down, or up, by a row that can be chosen."""
        index = self._nearest(self.cursor + by, by)
        # Of a picture or a text that the cursor would pass over, what is not seen yet comes first.
        edge = self.top + self.size.height if by > 0 else self.top - 1
        if self.size.height and (index - edge) * by > UNSEEN:
            index = edge
        if by > 0:
            self._see_below(index)
        self._go(index)

    def action_page(self, by: int) -> None:
        """Go down, or up, by a page."""
        step = max(1, self.size.height - 1) * by
        last = len(self.rows) - 1
        self.top = max(0, min(self.top + step, last - self.size.height + 1))
        self._go(self._nearest(min(max(self.cursor + step, 0), last), by), repaint_all=True)

    def action_first(self) -> None:
        """Go to the first row that can be chosen."""
        self.top = 0
        self._go(self._nearest(0, 1), repaint_all=True)

    def action_last(self) -> None:
        """Go to the last row that can be chosen."""
        index = self._nearest(len(self.rows) - 1, -1)
        self._see_below(index)
        self._go(index, repaint_all=True)

    def action_g(self) -> None:
        """Go to the first row when pressed twice."""
        if self._g:
            self.action_first()
        else:
            self._g = True

    def action_select(self) -> None:
        """Open the row that the cursor is on."""
        if self.key:
            self.post_message(self.Selected(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse clicked; a click on it opens, on a box ticks, at the edge marks."""
        index = self.top + event.y
        if index >= len(self.rows) or not self.rows.key(index):
            return
        marks = event.x == 0 and hasattr(self.screen, "action_mark")
        if action := "mark" if marks else self._action_at(index, event.x - GUTTER):
            self._go(index)
            # As a key would: by the app, and not while this list is busy with the click.
            self.app.call_later(self.app.run_action, action, self.screen)
        elif index == self.cursor:
            self.action_select()
        else:
            self._go(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by three lines; the cursor comes along where it would leave the screen."""
        self._scroll(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by three lines; the cursor comes along where it would leave the screen."""
        self._scroll(event, -3)

    def _action_at(self, index: int, at: int) -> str:
        return self.rows.action_at(index, at, self._row_width()) if isinstance(self.rows, Clickable) else ""

    def _row_width(self) -> int:
        return max(1, min(self.size.width - GUTTER - 1, MEASURE))

    def _fit(self) -> None:
        # Before a line is drawn, so that the first paint is right: Textual tells of a size afterwards.
        if self.size == self._fitted or not self.size.height:
            return
        self._fitted = self.size
        key = self.key
        self.rows.fit(self._row_width())
        if key:
            self.cursor = self.rows.find(key)
        self._clamp()

    def _scroll(self, event: events.MouseEvent, by: int) -> None:
        event.stop()
        event.prevent_default()
        top = max(0, min(self.top + by, len(self.rows) - self.size.height))
        if top == self.top or not self.size.height:
            return
        self.top = top
        seen = range(top, top + self.size.height)
        inside = min(max(self.cursor, seen[0]), seen[-1])
        if inside != self.cursor:
            # Of a text without a row to choose, what is seen is what was scrolled to.
            near = self._nearest(inside, by)
            inside = near if near in seen or near < 0 else inside
        self._go(inside, repaint_all=True)
        self.top = top  # though the cursor is on the first row, above which there is a text to come back to

    def _nearest(self, index: int, by: int) -> int:
        # The first row that can be chosen from `index` on in that direction, else in the other; -1: none.
        by = 1 if by > 0 else -1
        last = len(self.rows) - 1
        for start, step in ((max(index, 0) if by > 0 else min(index, last), by), (index - by, -by)):
            at = start
            while 0 <= at <= last:
                if self.rows.key(at):
                    return at
                at += step
        return -1

    def _go(self, index: int, *, repaint_all: bool = False) -> None:
        self._g = False
        before, top = self.cursor, self.top
        self.cursor = index
        self._clamp()
        if repaint_all or self.top != top:
            self.refresh()
        elif index != before:
            self.repaint(before)
            self.repaint(index)
        if index != before:
            self._tell(moved=True)

    def _see_below(self, index: int) -> None:
        # What stands below the last row that can be chosen is seen with it.
        top = min(index, len(self.rows) - self.size.height)
        if top > self.top and index == self._nearest(len(self.rows) - 1, -1):
            self.top = top
            self.refresh()

    def _tell(self, *, moved: bool = False) -> None:
        self.post_message(self.Highlighted(self, self.key, moved=moved))

    def _clamp(self) -> None:
        # Beyond an edge a page is turned, with one row of what was seen before, and the headings above.
        height, count = self.size.height, len(self.rows)
        if not height:
            return
        if self.cursor >= self.top + height:
            self.top = self.cursor - 1
        elif 0 <= self.cursor < self.top:
            self.top = self.cursor - height + 2
        if self._nearest(0, 1) >= self.cursor:
            self.top = 0
        self.top = max(0, min(self.top, count - height))
