"""The keys of a page as a sheet: groups under their headings, in as many columns as there is room for."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len

from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.markdown import Block
from pmlearn.tui.widgets.wrap import break_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pmlearn.tui.widgets.ink import Piece

KEYS = 11
"""Cells for the keys, before what they do."""

LEAST = 46
"""Cells of a column at least: what a key does is a line, and not a ragged paragraph."""

MOST = 2
"""Columns at most."""

GAP = 3
"""Blank cells between two columns."""

Entry = tuple[str, str]
"""The keys, and what they do."""


def sheet(groups: Mapping[str, Sequence[Entry]], width: int) -> Iterator[Block]:
    """The groups that have keys, as lines of at most `width` cells."""
    count = max(1, min(MOST, (width + GAP) // (LEAST + GAP)))
    room = (width - GAP * (count - 1)) // count
    first = True
    for title, entries in groups.items():
        if not entries:
            continue
        yield Block(((title, ink.HEADING),), space=0 if first else 1)
        first = False
        deep = -(-len(entries) // count)
        columns = [
            [line for entry in entries[start : start + deep] for line in _lines(entry, room)]
            for start in range(0, len(entries), deep)
        ]
        for row in zip_longest(*columns, fillvalue=()):
            yield Block(tuple(_row(row, room)), space=0, wrap=False)


def _row(cells: Sequence[tuple[Piece, ...]], room: int) -> Iterator[Piece]:
    for at, cell in enumerate(cells):
        yield from cell
        used = sum(cell_len(text) for text, _ in cell)
        if any(cells[at + 1 :]):
            yield " " * (room - used + GAP), None


def _lines(entry: Entry, room: int) -> Iterator[tuple[Piece, ...]]:
    keys, about = entry
    said = _short(about, room - KEYS)
    for at, line in enumerate(break_pieces(((said, None),), max(8, room - KEYS))):
        text = "".join(segment.text for segment in line).rstrip(" ")
        yield ((("" if at else keys).ljust(KEYS), ink.STRONG), (text, None))


def _short(about: str, room: int) -> str:
    # As much of it as fits in a line, where it has a place to stop; all of it in several, where it has none.
    if cell_len(about) <= room:
        return about
    stops = [at for at, sign in enumerate(about) if sign in ";:" and cell_len(about[:at]) <= room]
    return about[: stops[-1]] if stops else about
