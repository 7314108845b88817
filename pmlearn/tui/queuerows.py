"""The rows of the queue, of which only the stretches that are looked at are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment

from pmlearn.model.queue import Shelf
from pmlearn.model.text import duration
from pmlearn.tui.dates import day
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column, line
from pmlearn.tui.widgets.glyphs import AWAY, KINDS, MARK, STAR, STORED

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pmlearn.model.queue import QueueItem
    from pmlearn.services.queuelist import QueuePage
    from pmlearn.tui.widgets.ink import Piece

STRETCH = 200
"""Items that are read at once."""

COLUMNS = (
    Column(1),  # what kind it is, or a star
    Column(26, grow=6, gap=1),
    Column(14, grow=1, rank=2),  # who published it
    Column(8, rank=4),  # where it is, where a view has several states
    Column(6, right=True, rank=3),  # the day
    Column(7, right=True, rank=1),  # how long it takes
)
ONE_STATE = (*COLUMNS[:3], *COLUMNS[4:])


class QueueRows:
    """A list of items by position; see `pmlearn.tui.widgets.rows.Rows`."""

    def __init__(self, total: int, now: datetime, want: Callable[[int], None], *, states: bool) -> None:
        self._total = total
        self._now = now
        self._want = want  # asked to read the stretch that begins at a position
        self._states = states
        self._items: dict[int, QueueItem] = {}
        self._places: dict[str, int] = {}
        self._asked: set[int] = set()
        self.marked: set[str] = set()  # ids of the items that the next key is for
        self.all = False  # it is for all of the list

    def put(self, offset: int, page: QueuePage) -> None:
        """Take the items of a stretch."""
        for at, item in enumerate(page.items, offset):
            self._items[at] = item
            self._places[item.id] = at

    def item(self, key: str) -> QueueItem | None:
        """An item that was read."""
        return self._items.get(self._places.get(key, -1))

    def ids(self) -> list[str]:
        """The ids of what was read, in the order of the list."""
        return [self._items[at].id for at in sorted(self._items)]

    def __len__(self) -> int:
        return self._total

    def key(self, index: int) -> str:
        """The item's id; the position where it is not read yet."""
        item = self._items.get(index)
        return item.id if item else f"#{index}"

    def find(self, key: str) -> int:
        """Where an item that was read is."""
        return self._places.get(key, -1)

    def fit(self, width: int) -> None:
        """An item takes one row, whatever the width."""

    def row(self, index: int, width: int, *, current: bool) -> list[Segment]:
        """Draw an item; one that was not read is asked for."""
        item = self._items.get(index)
        if item is None:
            start = index // STRETCH * STRETCH
            if start not in self._asked:
                self._asked.add(start)
                self._want(start)
            return [Segment("…", ink.MUTED)]
        chosen = self.all or item.id in self.marked
        cells = [
            (MARK, ink.STRONG) if chosen else _glyph(item),
            (item.title or item.link, ink.STRONG if current or chosen else ink.PLAIN),
            (f"{item.feed_title} +{len(item.others)}" if item.others else item.feed_title, ink.MUTED),
            (f"→ {day(item.snoozed, self._now)}" if item.snoozed else str(item.shelf), ink.MUTED),
            (day(item.dated, self._now), ink.MUTED),
            (duration(item.minutes) if item.minutes else "", ink.PLAIN),
        ]
        if not self._states:
            del cells[3]
        return line(COLUMNS if self._states else ONE_STATE, width, cells)


def _glyph(item: QueueItem) -> Piece:
    """What stands before a title: that it is starred, away or put aside, else what kind it is."""
    if item.starred:
        return STAR, ink.UNDERWAY
    if item.snoozed:
        return AWAY, ink.MUTED
    return (STORED, ink.MUTED) if item.shelf is Shelf.ARCHIVED else (KINDS[item.kind], ink.ACCENT)
