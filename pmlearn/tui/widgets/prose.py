"""A text to read: blocks, wrapped as far as they are looked at, so that a megabyte opens at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.tui import keymap
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import fit
from pmlearn.tui.widgets.wrap import break_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual import events
    from textual.binding import BindingType
    from textual.geometry import Size

    from pmlearn.tui.widgets.markdown import Block

MEASURE = 78
"""The longest line, in cells: longer ones tire the eye."""

AT_ONCE = 50
"""Blocks that are taken before other work gets its turn."""

SHARE = 0.35
"""Of the screen's rows, what a text takes at most whose height is that of its lines."""

MARGIN = 2
"""Blank cells on either side."""


class Prose(Widget, can_focus=True):
    """A text without a cursor, moved by lines and pages."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings("prose")

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.top = 0
        self._source: Iterator[Block] = iter(())
        self._blocks: list[Block] = []
        self._lines: list[list[Segment]] = []
        self._wrapped = 0  # blocks that are in _lines
        self._width = 0
        self._g = False

    def show(self, source: Iterable[Block], top: int = 0) -> None:
        """Show a text, with line `top` first; blocks are taken from `source` as they come into sight."""
        self._source = iter(source)
        self._blocks, self._lines, self._wrapped, self.top = [], [], 0, top
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The lines of the text, or as many as may be: for a text that stands below something else."""
        most = int(viewport.height * SHARE)
        self._wrap_to(width)
        self._fill(most)
        return min(len(self._lines), most)

    async def read_all(self) -> None:
        """Take every block from the source, with room for other work."""
        more = True
        while more:
            more = self._fill_blocks(len(self._blocks) + AT_ONCE)
            await asyncio.sleep(0)

    def render_line(self, y: int) -> Strip:
        """Draw a line of the screen."""
        self._fill(self.top + self.size.height)
        at = self.top + y
        line = self._lines[at] if at < len(self._lines) else []
        return Strip([Segment(" " * MARGIN), *line]).adjust_cell_length(self.size.width)

    def on_resize(self) -> None:
        """Wrap again; about the same words stay on top."""
        self._wrap_to(self.size.width)

    def _wrap_to(self, outer: int) -> None:
        width = min(MEASURE, outer - 2 * MARGIN)
        if width == self._width:
            return
        share = self.top / len(self._lines) if self._lines else 0
        self._fill_blocks(self._wrapped)
        self._width, self._lines, wrapped, self._wrapped = width, [], self._wrapped, 0
        while self._wrapped < wrapped:
            self._wrap_one()
        self.top = int(share * len(self._lines))
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move by lines."""
        self._to(self.top + by)

    def action_page(self, by: int) -> None:
        """Move by a page, of which two lines stay."""
        self._to(self.top + by * max(1, self.size.height - 2))

    def action_first(self) -> None:
        """Go to the beginning."""
        self._to(0)

    async def action_last(self) -> None:
        """Go to the end; a long text is read on the way, with room for other work."""
        while self._fill_blocks(self._wrapped + 1):
            self._wrap_one()
            if self._wrapped % AT_ONCE == 0:
                await asyncio.sleep(0)
        self._to(len(self._lines))

    def action_g(self) -> None:
        """Go to the beginning when pressed twice."""
        if self._g:
            self._to(0)
        else:
            self._g = True

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move by three lines."""
        event.stop()
        self._to(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move by three lines."""
        event.stop()
        self._to(self.top - 3)

    def _to(self, top: int) -> None:
        self._g = False
        self._fill(top + self.size.height)
        top = max(0, min(top, len(self._lines) - self.size.height))
        if top != self.top:
            self.top = top
            self.refresh()

    def _fill(self, lines: int) -> None:
        while len(self._lines) < lines and self._fill_blocks(self._wrapped + 1):
            self._wrap_one()

    def _fill_blocks(self, count: int) -> bool:
        while len(self._blocks) < count:
            block = next(self._source, None)
            if block is None:
                return False
            self._blocks.append(block)
        return True

    def _wrap_one(self) -> None:
        block = self._blocks[self._wrapped]
        if self._lines:
            self._lines.extend([] for _ in range(block.space))
        self._lines.extend(wrap(block, max(8, self._width or MEASURE)))
        self._wrapped += 1


def wrap(block: Block, width: int) -> list[list[Segment]]:
    """Break a block into lines of at most `width` cells."""
    room = max(4, width - cell_len(block.first))
    if not block.wrap:
        lines = [[Segment(fit(ink.clean_piece(text), room), style)] for text, style in block.pieces]
    else:
        lines = break_pieces(block.pieces, room)
    starts = [block.first, *[block.rest] * (len(lines) - 1)]
    return [
        [Segment(start, ink.MUTED), *line] if start else line
        for start, line in zip(starts, lines, strict=True)
    ]
