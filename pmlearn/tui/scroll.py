"""Scrolling: rows that moved up or down together are moved by the terminal instead of being sent again.

It is told by the margins and the line feed that the VT100 had (DECSTBM, LF, RI): xterm and what follows it,
tmux, screen and the Linux console do the same with them, while the shorter SU and SD are not everywhere.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pmlearn.tui.paint import Cell

LEAST = 3
"""Rows that differ, below which nothing is looked for."""

COMMON = 3
"""A row that stands in more places than this says nothing of where it went."""

_BLANK = (" ", "")


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

    def apply(self, rows: Sequence[list[Cell]], width: int) -> list[list[Cell]]:
        """The rows of the screen after it."""
        inside = range(self.top, self.bottom + 1)
        return [
            row
            if y not in inside
            else (list(rows[y + self.by]) if y + self.by in inside else [_BLANK] * width)
            for y, row in enumerate(rows)
        ]


def find(shown: Sequence[list[Cell]], wanted: Mapping[int, list[Cell]]) -> Move | None:
    """Find the rows that moved together; whether moving them is worth it, only painting both ways tells.

    Args:
        shown: the rows of the screen.
        wanted: rows that are to be shown instead, by their number.
    """
    changed = [y for y, row in wanted.items() if row != shown[y]]
    if len(changed) < LEAST:
        return None
    places: dict[tuple[Cell, ...], list[int]] = {}
    for y, row in enumerate(shown):
        places.setdefault(tuple(row), []).append(y)
    places.pop((_BLANK,) * len(shown[0]), None)
    votes: Counter[int] = Counter()
    for y in changed:
        if len(found := places.get(tuple(wanted[y]), ())) <= COMMON:
            votes.update(at - y for at in found if at != y)
    if not votes:
        return None
    by = votes.most_common(1)[0][0]
    first, last = _stretch([_gain(y, by, shown, wanted) for y in range(len(shown))])
    top, bottom = min(first, first + by), max(last, last + by)
    return Move(top, bottom, by) if 0 <= top < bottom < len(shown) else None


def _gain(y: int, by: int, shown: Sequence[list[Cell]], wanted: Mapping[int, list[Cell]]) -> int:
    # Cells that need not be sent if row y comes from `by` rows below; less than none where it stood right.
    new = wanted.get(y, shown[y])
    right = sum(cell != _BLANK for cell in new)
    if 0 <= y + by < len(shown) and new == shown[y + by]:
        return right if new != shown[y] else 0
    return -right if new == shown[y] else -1


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
