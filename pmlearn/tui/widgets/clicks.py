"""What a click on a line of text does: the key that the words under it speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Span = tuple[int, int, str]
"""The first cell, the cell behind the last, and what a click on them does: a key, or an action."""

APART = "   "
"""Stands in a line between what is said and the key that does something about it."""


def at(spans: Iterable[Span], x: int) -> str:
    """What a click on a cell does; "" for nothing."""
    return next((what for start, end, what in spans if start <= x < end), "")


def offers(text: str, at_cell: int, keys: Mapping[str, str]) -> Iterator[Span]:
    """The keys that a text such as `n next, N before, esc ends it` offers.

    Args:
        text: the text, as it is shown.
        at_cell: the cell that it begins in.
        keys: the keys that there are, by the way people write them.
    """
    for piece in text.split(", "):
        key = keys.get(piece.partition(" ")[0], "")
        if key:
            yield at_cell, at_cell + cell_len(piece), key
        at_cell += cell_len(piece) + 2
