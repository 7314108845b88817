"""Between the painter's cells and the runs that `pmlearn.tui.glance` keeps for the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from pmlearn.tui.pen import RESET, Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmlearn.tui.glance import Run
    from pmlearn.tui.paint import Cell

_CLEARED: Cell = (" ", RESET)
"""What the terminal has everywhere when it was cleared."""


def runs_of(rows: Sequence[Sequence[Cell]]) -> Iterator[Run]:
    """The runs of a screen, without blank ends; rows with clusters, whose width is not sure, are left out."""
    for y, row in enumerate(rows):
        if any(len(text) > 1 for text, _ in row):
            continue
        tail = len(row)
        while tail and row[tail - 1] == _CLEARED:
            tail -= 1
        start = 0
        for x in range(1, tail + 1):
            if x == tail or row[x][1] != row[start][1]:
                text = "".join(char for char, _ in row[start:x])
                # Half of a wide character, cut by something over it, is none.
                if cell_len(text) == x - start and row[start:x] != [_CLEARED] * (x - start):
                    look = row[start][1]
                    yield y, start, "" if look == RESET else ",".join(look), text
                start = x


def rows_of(size: tuple[int, int], runs: Iterable[Run]) -> list[list[Cell]]:
    """The screen that runs were painted upon."""
    width, height = size
    rows = [[_CLEARED] * width for _ in range(height)]
    for y, x, ink, text in runs:
        at = x
        look = Look(*(*ink.split(","), "", "")[:3])
        for char in text:
            cells = cell_len(char)
            new: list[Cell] = [(char, look), *[("", look)] * (cells - 1)]
            rows[y][at : at + cells] = new[: width - at]
            at += cells
    return rows
