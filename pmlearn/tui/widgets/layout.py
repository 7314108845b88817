"""The lines of a text, laid out around what is looked at: of a megabyte, a screenful is wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment

from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import FOLDED_LINE
from pmlearn.tui.widgets.grid import row_lines
from pmlearn.tui.widgets.wrap import break_pieces, cut_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from pmlearn.tui.widgets.markdown import Block

NEAR = 100
"""Blocks up to which the lines on the way are wrapped; what is farther is begun anew where one goes to."""


GOES_ON = f"  {FOLDED_LINE} "
"""Before what a line of code goes on with."""


class Line(NamedTuple):
    """A line of the screen."""

    segments: list[Segment]
    block: int  # what it is of, by its position
    part: float  # how far its end is into the block, 0 to 1


class Layout:
    """A stretch of lines without a gap; `source` is read as far as it is needed.

    Args:
        source: the blocks of the text.
        width: cells of the longest line.
        mark: gives a block as it is drawn, by its position.
    """

    def __init__(
        self, source: Iterator[Block], width: int, mark: Callable[[int, Block], Block] | None = None
    ) -> None:
        self.blocks: list[Block] = []
        self.lines: list[Line] = []
        self.first = 0  # the block of the first line
        self.end = 0  # the block after that of the last line
        self.width = width
        self._source = source
        self._mark = mark

    def read(self, count: int) -> bool:
        """Read until there are so many blocks; false where the text has fewer."""
        while len(self.blocks) < count:
            block = next(self._source, None)
            if block is None:
                return False
            self.blocks.append(block)
        return True

    def down_to(self, lines: int) -> None:
        """Wrap until there are so many lines below the first one, or the text ends."""
        while len(self.lines) < lines and self.read(self.end + 1):
            self._append()

    def up(self) -> int:
        """Wrap the block above the first line; how many lines it takes, 0 at the beginning."""
        if not self.first:
            return 0
        self.first -= 1
        above = self._wrap(self.first)
        # What was first stood without its blank lines.
        blank = self._blank(self.first + 1) if self.lines else []
        self.lines[:0] = [*above, *blank]
        return len(above) + len(blank)

    def line_of(self, block: int, part: float = 0) -> int:
        """The line of a block that was read, a part of it down; what is far from all others is begun anew."""
        if not self.first <= block < self.end + NEAR:
            near = self.first - NEAR <= block < self.first
            while near and block < self.first:
                self.up()
            if not near:
                self.begin(block)
        while block >= self.end and self.read(self.end + 1):
            self._append()
        of_it = [at for at, line in enumerate(self.lines) if line.block == block and line.part > 0]
        return next((at for at in of_it if self.lines[at].part > part), of_it[-1] if of_it else 0)

    def redraw(self, blocks: Collection[int]) -> None:
        """Draw blocks again that are marked in another way: their lines break where they did."""
        at = 0
        while at < len(self.lines):
            block = self.lines[at].block
            end = at + 1
            if self.lines[at].part > 0 and block in blocks:
                while end < len(self.lines) and self.lines[end].block == block:
                    end += 1
                self.lines[at:end] = self._wrap(block)
            at = end

    def begin(self, block: int) -> None:
        """Lay out anew from a block on, or from the beginning where that is near."""
        self.first = self.end = 0 if block < NEAR else block
        self.lines = []

    def _append(self) -> None:
        if self.lines:
            self.lines += self._blank(self.end)
        self.lines += self._wrap(self.end)
        self.end += 1

    def _blank(self, block: int) -> list[Line]:
        return [Line([], block, 0)] * self.blocks[block].space

    def _wrap(self, at: int) -> list[Line]:
        block = self.blocks[at]
        found = wrap(self._mark(at, block) if self._mark else block, max(8, self.width))
        return [Line(line, at, number / len(found)) for number, line in enumerate(found, 1)]


def wrap(block: Block, width: int) -> list[list[Segment]]:
    """Break a block into lines of at most `width` cells."""
    room = max(4, width - cell_len(block.first))
    if block.grid is not None:
        lines = row_lines(block.grid, block.pieces, room, head=block.head)
    elif not block.wrap:
        lines = _folded(block, room)
    else:
        lines = break_pieces(block.pieces, room)
    starts = [block.first, *[block.rest] * (len(lines) - 1)]
    return [
        [Segment(start, ink.MUTED), *line] if start else line
        for start, line in zip(starts, lines, strict=False)
    ]


def _folded(block: Block, room: int) -> list[list[Segment]]:
    """Code: what is longer than a line goes on in the next one, behind a sign that it does."""
    pieces = [(ink.clean_piece(text), style) for text, style in block.pieces]
    if sum(cell_len(text) for text, _ in pieces) <= room:
        return [[Segment(text, style) for text, style in pieces if text]]
    parts = cut_cells(pieces, max(1, room - cell_len(GOES_ON)))
    lines = [[Segment(text, style) for text, style in part] for part, _ in parts]
    return [lines[0], *([Segment(GOES_ON, ink.MUTED), *line] for line in lines[1:])]
