"""A text to read: blocks, wrapped as far as they are looked at, so that a megabyte opens at once."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.tui import keymap
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.layout import Layout, Line, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.geometry import Size

    from pmlearn.tui.widgets.markdown import Block

__all__ = ["Prose", "wrap"]

MEASURE = 78
"""The longest line, in cells: longer ones tire the eye."""

AT_ONCE = 50
"""Blocks that are read before other work gets its turn."""

SHARE = 0.35
"""Of the screen's rows, what a text takes at most whose height is that of its lines."""

NOWHERE = -1_000_000_000
"""The line on top where the text was laid out anew, elsewhere."""

MARGIN = 3
"""Blank cells on the left: the gutter of lists, so that all pages begin in the same column."""

AFTER = 1
"""Blank cells on the right."""

_NUMBERED = re.compile(r" *(\d+) ")
"""What a block begins with that is a link: its number."""


class Prose(Widget, can_focus=True):
    """A text without a cursor, moved by lines and pages."""

    class Followed(Message):
        """A link was clicked."""

        def __init__(self, number: int) -> None:
            self.number = number  # from 1
            super().__init__()

    measure = MEASURE  # the longest line, in cells
    edge = MARGIN  # blank cells on the left
    after = AFTER  # the same on the right

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        keymap.bind(self, "prose")
        self.top = 0  # the first line that is seen, of those that are laid out
        self.layout_ = Layout(iter(()), 0)
        self._g = False

    def show(self, source: Iterable[Block], top: int = 0) -> None:
        """Show a text, with line `top` first; blocks are taken from `source` as they come into sight."""
        self.layout_ = Layout(iter(source), self.layout_.width, self.marked)
        self.top = top
        self.refresh()

    def marked(self, at: int, block: Block) -> Block:  # noqa: ARG002
        """A block as it is drawn."""
        return block

    def margin(self, width: int) -> int:  # noqa: ARG002
        """Blank cells on the left."""
        return self.edge

    def before(self, line: Line, width: int) -> list[Segment]:  # noqa: ARG002
        """What stands before a line."""
        return [Segment(" " * width)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The lines of the text, or as many as may be: for a text that stands below something else."""
        most = int(viewport.height * SHARE)
        self._wrap_to(width)
        self.layout_.down_to(most)
        return min(len(self.layout_.lines), most)

    async def read_all(self) -> None:
        """Take every block from the source, with room for other work."""
        layout = self.layout_
        for _ in iter(lambda: layout is self.layout_ and layout.read(len(layout.blocks) + AT_ONCE), False):
            await asyncio.sleep(0)

    def render_line(self, y: int) -> Strip:
        """Draw a line of the screen."""
        self.layout_.down_to(self.top + self.size.height)
        at, margin = self.top + y, self.margin(self.size.width)
        if at >= len(self.layout_.lines):
            return Strip.blank(self.size.width)
        line = self.layout_.lines[at]
        return Strip([*self.before(line, margin), *line.segments]).adjust_cell_length(self.size.width)

    def on_resize(self) -> None:
        """Wrap again; the same words stay on top."""
        self._wrap_to(self.size.width)

    def _wrap_to(self, outer: int) -> None:
        width = min(self.measure, outer - self.edge - self.after)
        if width != self.layout_.width:
            self.layout_.width = width
            self.draw_again()

    def draw_again(self) -> None:
        """Lay out again what is seen; the same words stay on top."""
        layout = self.layout_
        line = layout.lines[self.top] if 0 < self.top < len(layout.lines) else None
        if line is None:
            layout.begin(0)
        else:
            layout.begin(line.block)
            self.top = layout.line_of(line.block, max(0.0, line.part - 0.001))
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move by lines."""
        self.to(self.top + by)

    def action_page(self, by: int) -> None:
        """Move by a page, of which two lines stay."""
        self.to(self.top + by * max(1, self.size.height - 2))

    def action_first(self) -> None:
        """Go to the beginning."""
        self.to_block(0)

    async def action_last(self) -> None:
        """Go to the end; a long text is read on the way, with room for other work."""
        await self.read_all()
        if self.layout_.blocks:
            self.to_block(len(self.layout_.blocks) - 1, 1)

    def action_g(self) -> None:
        """Go to the beginning when pressed twice."""
        if self._g:
            self.to_block(0)
        else:
            self._g = True

    def on_click(self, event: events.Click) -> None:
        """Follow the link that was clicked."""
        if number := self.link_at(event.x, event.y):
            self.post_message(self.Followed(number))

    def link_at(self, x: int, y: int) -> int:
        """The number of the link in a cell; 0 where there is none."""
        lines, at = self.layout_.lines, self.top + y
        if at >= len(lines) or not lines[at].segments:
            return 0
        block, end = lines[at].block, self.margin(self.size.width)
        if numbered := _NUMBERED.fullmatch(self.layout_.blocks[block].first):
            return int(numbered[1])
        rest = [segment for line in lines[at:] if line.block == block for segment in line.segments]
        for place, segment in enumerate(rest[: len(lines[at].segments)]):
            begun, end = end, end + segment.cell_length
            if begun <= x < end and segment.style in (ink.LINK, ink.NUMBER):
                after = (each.text for each in rest[place:] if each.style == ink.NUMBER)
                return int(next(after, "[0]").strip("[]"))
        return 0

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move by three lines."""
        event.stop()
        self.to(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move by three lines."""
        event.stop()
        self.to(self.top - 3)

    def to_block(self, block: int, part: float = 0, above: int = 0) -> None:
        """Go to a block that was read, a part of it down, with so many lines above it."""
        self.to(self.place(block, part) - above)

    def place(self, block: int, part: float = 0) -> int:
        """The line of a block that was read, a part of it down; what is on top stays there."""
        layout, lines, first = self.layout_, self.layout_.lines, self.layout_.first
        at = layout.line_of(block, part)
        if lines is not layout.lines:
            self.top = NOWHERE
        elif first != layout.first:
            self.top += next((n for n, line in enumerate(lines) if line.block >= first and line.part > 0), 0)
        return at

    def to(self, top: int) -> None:
        """Go to a line, as far as there is one."""
        self._g = False
        layout, height = self.layout_, self.size.height
        layout.down_to(top + height)
        top = min(top, len(layout.lines) - height)
        while top < 0 and (more := layout.up()):
            top += more
            self.top += more
        top = max(0, top)
        if top != self.top:
            self.top = top
            self.refresh()
            self.moved()

    def moved(self) -> None:
        """Other lines are seen."""
