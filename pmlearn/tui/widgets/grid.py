"""Tables of a text, in columns that line up; in a narrow terminal as a line for each cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment

from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import RULE
from pmlearn.tui.widgets.wrap import break_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlearn.tui.widgets.ink import Piece

CELL_END = "\x1e"
"""A piece that parts two cells of a row: no text can hold it, for it is cleaned away."""

GAP = 2
"""Blank cells between two columns."""

NARROWEST = 7
"""Cells of a column below which a table is easier to read as lines."""

_NUMBER = re.compile(r"^[-−+]?[$€£]?[\d.,' ]+[%kKmMx€]?$")


@dataclass(frozen=True, slots=True)
class Grid:
    """What the rows of a table share."""

    heads: tuple[str, ...]  # the texts of its head, empty where it has none
    natural: tuple[int, ...]  # the widest cell of each column
    right: tuple[bool, ...]  # columns of numbers

    @classmethod
    def of(cls, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Grid:
        """Measure a table by the texts of its cells."""
        columns = range(len(head))
        every = [[head[at], *(row[at] for row in rows if at < len(row))] for at in columns]
        natural = tuple(max(map(cell_len, texts)) for texts in every)
        right = tuple(
            any(texts[1:]) and all(_NUMBER.match(text) for text in texts[1:] if text) for texts in every
        )
        return cls(tuple(head), natural, right)


@lru_cache(maxsize=64)
def widths(grid: Grid, room: int) -> tuple[int, ...]:
    """The cells of each column; nothing where they have no room beside each other."""
    given = list(grid.natural)
    spare = room - GAP * (len(given) - 1)
    while sum(given) > spare:
        widest = max(given)
        if widest <= NARROWEST:
            return ()
        next_ = max([width for width in given if width < widest], default=0)
        those = [at for at, width in enumerate(given) if width == widest]
        over = sum(given) - spare
        cut = min(widest - max(next_, NARROWEST), -(-over // len(those))) or 1
        for at in those:
            given[at] = max(NARROWEST, widest - cut)
    return tuple(given)


def row_lines(grid: Grid, pieces: tuple[Piece, ...], room: int, *, head: bool = False) -> list[list[Segment]]:
    """The lines of one row."""
    cells = list(_cells(pieces))
    given = widths(grid, room)
    if not given:
        return [] if head else list(_listed(grid, cells, room))
    broken = [break_pieces(cell, max(1, width)) for cell, width in zip(cells, given, strict=False)]
    lines = []
    for at in range(max(map(len, broken), default=0)):
        line: list[Segment] = []
        blank = 0
        for column, (parts, width) in enumerate(zip(broken, given, strict=False)):
            here = parts[at] if at < len(parts) else []
            used = sum(segment.cell_length for segment in here)
            before = width - used if grid.right[column] else 0
            if here and blank + before:
                line.append(Segment(" " * (blank + before)))
                blank = 0
            elif not here:
                before = 0
            line += here
            blank += GAP + width - used - before
        lines.append(line)
    if head:
        lines.append([Segment((" " * GAP).join(RULE * width for width in given), ink.MUTED)])
    return lines


def _cells(pieces: tuple[Piece, ...]) -> Iterator[tuple[Piece, ...]]:
    cell: list[Piece] = []
    for piece in pieces:
        if piece[0] == CELL_END:
            yield tuple(cell)
            cell = []
        else:
            cell.append(piece)
    yield tuple(cell)


def _listed(grid: Grid, cells: list[tuple[Piece, ...]], room: int) -> Iterator[list[Segment]]:
    for name, cell in zip(grid.heads, cells, strict=False):
        if cell:
            label = ((f"{name}: ", ink.MUTED),) if name else ()
            yield from break_pieces((*label, *cell), max(4, room))
    yield []
