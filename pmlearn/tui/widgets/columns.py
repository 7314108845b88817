"""Columns that line up from row to row, and give way in the order of their importance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment

from pmlearn.tui.widgets import ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlearn.tui.widgets.ink import Cell, Piece


BARELY = 10
"""Cells below which what goes with a text, in muted ink, is left out instead of being begun."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    width: int  # cells; the least for one that grows
    grow: int = 0  # its share of what is left over
    right: bool = False  # aligned to the right
    rank: int = 0  # what has the highest rank goes first where room is short; 0 stays
    gap: int = 2  # blank cells before it


@lru_cache(maxsize=64)
def widths(columns: tuple[Column, ...], width: int) -> tuple[int, ...]:
    """The cells that each column gets; 0 for one that has to give way."""
    kept = list(columns)

    def least() -> int:
        return sum(column.width + column.gap * (at > 0) for at, column in enumerate(kept))

    while least() > width and any(column.rank for column in kept):
        kept.remove(max(kept, key=lambda column: column.rank))
    spare = width - least()
    growing = [column.grow if column in kept else 0 for column in columns]
    shares = [spare * grow // (sum(growing) or 1) for grow in growing]
    if any(growing):
        # What the division leaves over goes to the widest, so that the last column ends at the edge.
        shares[growing.index(max(growing))] += spare - sum(shares)
    return tuple(
        max(0, column.width + share) if column in kept else 0
        for column, share in zip(columns, shares, strict=True)
    )


def line(columns: tuple[Column, ...], width: int, cells: Sequence[Cell]) -> list[Segment]:
    """Set the cells of a row into its columns; what is too long ends in an ellipsis."""
    done: list[Segment] = []
    room = width
    for column, given, cell in zip(columns, widths(columns, width), cells, strict=True):
        if not given:
            continue
        if done and column.gap:
            done.append(Segment(" " * column.gap))
            room -= column.gap
        given = min(given, room)  # noqa: PLW2901 - what is left of it
        fitted = list(_fitted(cell, given))
        blank = given - sum(segment.cell_length for segment in fitted)
        room -= given
        # Blanks stay without ink, so that the painter can leave them out.
        if column.right and blank:
            done.append(Segment(" " * blank))
        done += fitted
        if not column.right and blank:
            done.append(Segment(" " * blank))
    return done


def _fitted(cell: Cell, room: int) -> Iterator[Segment]:
    given: tuple[Piece, ...] = cell if isinstance(cell, ink.Pieces) else (cell,)
    pieces = [(ink.clean_piece(text), style) for text, style in given]
    while pieces and not pieces[-1][0].strip(" "):
        pieces.pop()
    left = sum(cell_len(text) for text, _ in pieces)
    while len(pieces) > 1 and pieces[-1][1] is ink.MUTED:
        last = cell_len(pieces[-1][0])
        if left - last + min(last, BARELY) <= room:
            break
        pieces.pop()
        left -= last
    for text, style in pieces:
        # What is cut ends in an ellipsis, at the end of a piece as well.
        fitted = text if left <= room or cell_len(text) < room else fit(f"{text} ", room)
        if fitted:
            yield Segment(fitted, style)
        room -= cell_len(fitted)
        left -= cell_len(text)
        if fitted != text:
            return


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """Shorten a text to `width` cells, with an ellipsis where it was cut."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    return set_cell_size(text, width - 1).rstrip(" ") + ellipsis
