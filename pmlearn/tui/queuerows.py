"""The rows of the queue, of which only the stretches that are looked at are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment

from pmlearn.model.queue import ItemKind, Shelf, State
from pmlearn.model.recording import clock
from pmlearn.model.text import duration
from pmlearn.tui.dates import brief_day, day
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column, line
from pmlearn.tui.widgets.glyphs import AWAY, HELPS, KINDS, STAR, STORED

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pmlearn.model.query import Query
    from pmlearn.model.queue import QueueItem
    from pmlearn.services.queuelist import QueuePage
    from pmlearn.tui.widgets.ink import Piece
    from pmlearn.wiring import Services

STRETCH = 200
"""Items that are read at once."""

COLUMNS = (
    Column(1),  # what kind it is, or a star
    Column(1, gap=1),  # whether it helps with a step that comes next
    Column(26, grow=6, gap=1),
    Column(14, grow=1, rank=2),  # who published it
    Column(9, rank=4),  # where it is, where a view has several states, and how far it was read
    Column(7, right=True, gap=1, rank=1),  # how long it takes
    Column(6, right=True, rank=3),  # the day
)
HELP, SOURCE, PLACE, DAY = 1, 3, 4, 6
"""Where those stand that not every list needs."""

NARROW = 66
"""Cells below which a row does without what the second pane says: the day, and of several states the feed."""

OVER = frozenset({Shelf.DONE, Shelf.DROPPED, Shelf.ARCHIVED})
"""Where there is nothing more to do with an item: beside what is open it is quiet."""

RECORDED = frozenset({ItemKind.AUDIO, ItemKind.VIDEO})
"""What is heard or seen, and not read."""


@dataclass(frozen=True)
class Seen:
    """A stretch of the list, and what is known of its items beside."""

    page: QueuePage
    whys: dict[str, tuple[str, str]]  # the step that comes next which an item helps with, and why, by id
    places: dict[str, str]  # how far those that are being read or heard have come, by id


def look(services: Services, wanted: Query, limit: int, offset: int) -> Seen:
    """Read a stretch; on the services' thread."""
    page = services.queue.page(wanted, limit, offset)
    reasons = services.helping.reasons() if page.items else {}
    reading = [item for item in page.items if item.state is State.READING]
    texts = [item.id for item in reading if item.kind not in RECORDED]
    places = {id_: f"read {read}%" for id_, read in services.reading.places(texts).items()}
    for item in reading:
        if item.kind in RECORDED and (heard := services.listening.heard(item.id)):
            places[item.id] = f"at {clock(heard)}"
    return Seen(page, {item.id: reasons[item.id] for item in page.items if item.id in reasons}, places)


class QueueRows:
    """A list of items by position; see `pmlearn.tui.widgets.rows.Rows`."""

    def __init__(self, total: int, now: datetime, want: Callable[[int], None], *, states: bool) -> None:
        self._total = total
        self._now = now
        self._want = want  # asked to read the stretch that begins at a position
        self._states = states
        self.beside = False  # a second pane says more of the item that the cursor is on
        self._items: dict[int, QueueItem] = {}
        self._places: dict[str, int] = {}
        self._asked: set[int] = set()
        self._whys: dict[str, tuple[str, str]] = {}
        self._read: dict[str, str] = {}

    def put(self, offset: int, seen: Seen) -> None:
        """Take the items of a stretch."""
        self._whys |= seen.whys
        self._read |= seen.places
        for at, item in enumerate(seen.page.items, offset):
            self._items[at] = item
            self._places[item.id] = at

    def _columns(self, width: int) -> list[int]:
        """The columns that are shown: nobody misses one of a mark that no item has."""
        said = self.beside and width < NARROW
        needed = {
            HELP: bool(self._whys),
            SOURCE: not (said and self._states),
            PLACE: self._states,
            DAY: not said,
        }
        return [n for n in range(len(COLUMNS)) if needed.get(n, True)]

    def why(self, key: str) -> tuple[str, str]:
        """The step that comes next which an item helps with, and why; "" and "" for none."""
        return self._whys.get(key, ("", ""))

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
        over = item.shelf in OVER
        where = f"→ {day(item.snoozed, self._now)}" if item.snoozed else str(item.shelf)
        cells: list[Piece] = [
            _glyph(item),
            (HELPS if item.id in self._whys else "", ink.ACCENT),
            (item.title or item.link, ink.STRONG if current else ink.MUTED if over else ink.PLAIN),
            (f"{item.feed_title} +{len(item.others)}" if item.others else item.feed_title, ink.MUTED),
            (self._read.get(item.id, where), ink.MUTED),
            (duration(item.minutes) if item.minutes else "", ink.MUTED if over else ink.PLAIN),
            (brief_day(item.dated, self._now), ink.MUTED),
        ]
        kept = self._columns(width)
        return line(tuple(COLUMNS[n] for n in kept), width, [cells[n] for n in kept])


def _glyph(item: QueueItem) -> Piece:
    """What stands before a title: that it is starred, away or put aside, else what kind it is."""
    if item.starred:
        return STAR, ink.UNDERWAY
    if item.snoozed:
        return AWAY, ink.MUTED
    return (STORED, ink.MUTED) if item.shelf is Shelf.ARCHIVED else (KINDS[item.kind], ink.ACCENT)
