"""Between the painter's cells and the runs that `pmlearn.tui.glance` keeps for the next start."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.cells import cell_len

from pmlearn.tui import glance
from pmlearn.tui.pen import RESET, codes_of, look_of, on_blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmlearn.tui.glance import Run
    from pmlearn.tui.page import Page
    from pmlearn.tui.paint import Cell, Painter

BLANK: Cell = (" ", RESET)
"""What stands where nothing was painted."""


def kept(rows: Sequence[Sequence[Cell]], *, thrifty: bool) -> bytes:
    """What the next start shows first, of these rows; b"" where they are none, or too many."""
    if not rows:
        return b""
    return glance.compose(
        glance.key_of((len(rows[0]), len(rows)), os.environ, thrifty=thrifty), runs_of(rows)
    )


def without_news(page: Page, painter: Painter) -> list[list[Cell]]:
    """What the terminal shows, but for what will be over: a message, and what was played."""
    rows = [list(row) for row in painter.shown]
    said = bool(page.line.message[0])
    for widget, over in ((page.line, said), (page.line.above, said), (page.playing, True)):
        for y in range(widget.region.y, widget.region.bottom) if over and widget.display else ():
            if y < len(rows):
                rows[y] = [painter.blank] * len(rows[y])
    return rows


def runs_of(rows: Sequence[Sequence[Cell]]) -> Iterator[Run]:
    """The runs of a screen, without blank ends; rows with clusters, whose width is not sure, are left out."""
    for y, row in enumerate(rows):
        if any(len(text) > 1 for text, _ in row):
            continue
        tail = len(row)
        while tail and row[tail - 1] == BLANK:
            tail -= 1
        start = 0
        for x in range(1, tail + 1):
            if x < tail and _goes_on(row[start], row[x]):
                continue
            text = "".join(char for char, _ in row[start:x])
            # Half of a wide character, cut by something over it, is none.
            if cell_len(text) == x - start and any(cell != BLANK for cell in row[start:x]):
                yield y, start, codes_of(row[start][1]), text
            start = x


def _goes_on(first: Cell, cell: Cell) -> bool:
    # A blank between two words of one look shows less of it.
    return cell[1] == first[1] or (cell[0] == " " != first[0] and cell[1] == on_blank(first[1]))


def rows_of(size: tuple[int, int], runs: Iterable[Run]) -> list[list[Cell]]:
    """The screen that runs were painted upon."""
    width, height = size
    rows = [[BLANK] * width for _ in range(height)]
    for y, x, codes, text in runs:
        look, at = look_of(codes), x
        for char in text:
            cells = cell_len(char)
            new: list[Cell] = [(char, on_blank(look) if char == " " else look), *[("", look)] * (cells - 1)]
            rows[y][at : at + cells] = new[: width - at]
            at += cells
    return rows
