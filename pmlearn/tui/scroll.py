"""Scrolling: rows that moved up or down together are moved by the terminal instead of being sent again.

It is told by the margins and the line feed that the VT100 had (DECSTBM, LF, RI): xterm and what follows it,
tmux, screen and the Linux console do the same with them, while the shorter SU and SD are not everywhere.
"""

from __future__ import annotations

from collections import Counter
from operator import ne
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pmlearn.tui.paint import Cell

LEAST = 3
"""Rows that differ, below which nothing is looked for."""

COMMON = 3
"""A row that stands in more places than this says nothing of where it went."""

COSTS = 7
"""Bytes beside its characters that a row costs which is sent."""


class Move(NamedTuple):
    """Rows that move; what moves beyond an edge is gone, and blank rows follow at the other."""

    top: int  # the first row that is touched
    bottom: int  # the last
    by: int  # rows upwards; below zero, downwards

    @property
    def sequence(self) -> str:
        """What to send; the cursor is at the top left afterwards."""
        if self.by > 0:
            turn = f"\x1b[{self.bottom + 1};1H" + "\n" * self.by
        else:
            turn = f"\x1b[{self.top + 1};1H" + "\x1bM" * -self.by
        return f"\x1b[{self.top + 1};{self.bottom + 1}r{turn}\x1b[r"

    @property
    def touched(self) -> range:
        """The numbers of the rows."""
        return range(self.top, self.bottom + 1)

    def apply(self, rows: Sequence[list[Cell]], blank: Cell) -> list[list[Cell]]:
        """The rows of the screen after it."""
        moved = list(rows)
        for y in self.touched:
            came = y + self.by
            moved[y] = list(rows[came]) if came in self.touched else [blank] * len(rows[y])
        return moved


def find(shown: Sequence[list[Cell]], wanted: Mapping[int, list[Cell]], blank: Cell) -> Move | None:
    """Find the rows that moved together; None where there are none, or sending them again costs less.

    Args:
        shown: the rows of the screen.
        wanted: rows that are to be shown instead, by their number.
        blank: a cell of the rows that follow at the other edge.
    """
    changed = [y for y, row in wanted.items() if row != shown[y]]
    if len(changed) < LEAST:
        return None
    places: dict[tuple[Cell, ...], list[int]] = {}
    for y, row in enumerate(shown):
        places.setdefault(tuple(row), []).append(y)
    places.pop((blank,) * len(shown[0]), None)
    votes: Counter[int] = Counter()
    for y in changed:
        if len(found := places.get(tuple(wanted[y]), ())) <= COMMON:
            votes.update(at - y for at in found if at != y)
    # Lines that are all alike tell nothing, and most of what scrolls goes by one.
    tries = {1, -1, *(by for by, _ in votes.most_common(1))}
    all_ = dict(enumerate(shown)) | dict(wanted)
    return max(
        (one for by in sorted(tries) if (one := _try(by, shown, all_, blank)) is not None),
        key=lambda one: one.gains,
        default=Found(None, 0),
    ).move


class Found(NamedTuple):
    """A move that may be worth it."""

    move: Move | None
    gains: int  # bytes, about


def _try(by: int, shown: Sequence[list[Cell]], wanted: Mapping[int, list[Cell]], blank: Cell) -> Found | None:
    height = len(shown)
    gains = [
        _cost(shown[y], wanted[y]) - _cost(shown[y + by], wanted[y]) if 0 <= y + by < height else -1
        for y in range(height)
    ]
    first, last = _stretch(gains)
    top, bottom = min(first, first + by), max(last, last + by)
    if not 0 <= top < bottom < height:
        return None
    move = Move(top, bottom, by)
    moved = move.apply(shown, blank)
    gained = sum(_cost(shown[y], wanted[y]) - _cost(moved[y], wanted[y]) for y in move.touched)
    gained -= len(move.sequence)
    return Found(move, gained) if gained > 0 else None


def _cost(old: list[Cell], new: list[Cell]) -> int:
    # What it takes to turn a row into another one, about.
    return COSTS + sum(map(ne, old, new)) if old != new else 0


def _stretch(gains: Sequence[int]) -> tuple[int, int]:
    """The first and the last of the neighbours that gain the most together."""
    best, held, start, found = 0, 0, 0, (0, 0)
    for at, gain in enumerate(gains):
        if held <= 0:
            held, start = 0, at
        held += gain
        if held > best:
            best, found = held, (start, at)
    return found
