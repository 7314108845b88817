"""What was learnt and read in a year, how far each curriculum came, and what the queue takes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pmlearn.errors import InputError
from pmlearn.model import pace, stats
from pmlearn.model.progress import Status
from pmlearn.model.query import asking, parse
from pmlearn.model.queue import Shelf
from pmlearn.model.text import clean
from pmlearn.model.when import past

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from pmlearn.catalog.finder import Catalog
    from pmlearn.services.curriculum import Curricula
    from pmlearn.services.deeds import Deeds
    from pmlearn.services.feed import Feeds
    from pmlearn.services.profile import Profiles
    from pmlearn.services.progress import Progress
    from pmlearn.services.queue import Queue

LATELY = "since:4w"
"""What came in lately, as a query."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in during the last four weeks, and what became of it."""

    came_in: int  # entries that were published, and links that were saved
    read: int  # done with
    dropped: int
    archived: int  # put away by itself: too old, muted, or more than the inbox holds
    left: int  # in the inbox, queued, begun or put off


@dataclass(frozen=True, slots=True)
class FeedReads:
    """A feed, and what was read of it."""

    id: str  # "" for saved links
    title: str
    read: int  # items, in the year
    minutes: int  # to read and hear these
    entries: int  # that it has now; 0 where it is subscribed no longer


@dataclass(frozen=True, slots=True)
class StatsView:
    """A year, as it is shown."""

    today: date  # the learner's
    until: date  # the last day of the year
    goal: int  # minutes a week
    days: tuple[stats.Day, ...]
    weeks: tuple[stats.Week, ...]
    months: tuple[stats.Month, ...]
    totals: stats.Totals
    courses: tuple[pace.Course, ...]  # followed and begun ones, in the order of the list of curricula
    intake: Intake  # always of the last four weeks
    most_read: tuple[FeedReads, ...]  # in the year, the most read first
    never_read: tuple[FeedReads, ...]  # subscribed, with entries, of which nothing was ever read
    earlier: bool  # something was done before this year

    @property
    def empty(self) -> bool:
        """There is nothing to look at yet."""
        return not (self.totals.units or self.totals.items or self.earlier or self.until < self.today)


class Stats:
    """See the module. Not thread-safe."""

    def __init__(
        self,
        catalog: Catalog,
        progress: Progress,
        deeds: Deeds,
        *,
        curricula: Curricula,
        queue: Queue,
        feeds: Feeds,
        now: Callable[[], datetime],
        profile: Profiles,
    ) -> None:
        self._catalog = catalog
        self._progress = progress
        self._deeds = deeds
        self._curricula = curricula
        self._queue = queue
        self._feeds = feeds
        self._now = now
        self._profile = profile

    def until(self, text: str) -> date:
        """The day that a text means, today at the latest: `1y`, `3m`, `today` or `2025-12-31`.

        Raises:
            InputError: it means no day.
        """
        today = self._today()
        day = past(text, today) if text else today
        if day is None:
            raise InputError(f"{clean(text)}: no such day", "write 1y, 3m, today or 2025-12-31")
        return min(day, today)

    def view(self, until: date | None = None) -> StatsView:
        """The year that ends with a day, today where none is given.

        Raises:
            StoreError: the journals or the index cannot be read.
        """
        today = self._today()
        until = max(date.min.replace(year=1971), min(until or today, today))
        ticks, reads = self._deeds.ticks(), self._deeds.reads()
        days = stats.days(ticks, reads, until)
        most, never = self._of_feeds(reads, days)
        done = [day for day in (*(tick.day for tick in ticks), *(read.day for read in reads)) if day]
        return StatsView(
            today,
            until,
            round(self._profile.hours * 60),
            days,
            stats.weeks(days),
            stats.months(days),
            stats.totals(days, ticks),
            tuple(self._courses({tick.ref: tick.day for tick in ticks}, until, today)),
            self._intake(),
            most,
            never,
            min(done, default=until) < days[0].date,
        )

    def _today(self) -> date:
        return self._now().astimezone().date()

    # What it adds up to.

    def _courses(self, done: dict[str, date | None], until: date, today: date) -> Iterator[pace.Course]:
        for row in self._curricula.list():
            curriculum = self._catalog.get(row.id) if row.followed or row.begun else None
            if curriculum is None:
                continue
            aside = self._progress.uncounted(curriculum)
            counted = [
                unit.ref
                for step in curriculum.steps()
                if step.ref not in aside and not step.optional
                for unit in step.units()
                if not unit.optional and self._progress.status_of(unit.ref) is not Status.SKIPPED
            ]
            its = [done[ref] for ref in counted if ref in done]
            history = pace.curve(its, len(counted), until)
            now = until == today
            if now:
                # Whatever a clock said, this is how far it has come.
                history = (*history[:-1], replace(history[-1], percent=row.percent))
            yield pace.Course(
                row.id,
                row.title,
                len(its),
                len(counted),
                row.percent,
                row.minutes_left,
                history,
                pace.finish(its, len(counted) - len(its), today) if now else None,
            )

    def _intake(self) -> Intake:
        since = parse(LATELY).terms

        def count(*shelves: Shelf) -> int:
            wanted = asking(shelves)
            return self._queue.page(replace(wanted, terms=(*wanted.terms, *since)), 0).total

        each = count(Shelf.DONE), count(Shelf.DROPPED), count(Shelf.ARCHIVED)
        left = count(Shelf.INBOX, Shelf.QUEUED, Shelf.READING, Shelf.SNOOZED)
        return Intake(sum(each) + left, *each, left)

    def _of_feeds(
        self, reads: list[stats.Read], days: tuple[stats.Day, ...]
    ) -> tuple[tuple[FeedReads, ...], tuple[FeedReads, ...]]:
        rows = {row.id: row for row in self._feeds.list()}
        items: Counter[str] = Counter()
        minutes: Counter[str] = Counter()
        titles: dict[str, str] = {}
        ever = set()
        for read in reads:
            ever.add(read.feed)
            titles[read.feed] = read.feed_title or titles.get(read.feed, "")
            if read.day is not None and days[0].date <= read.day <= days[-1].date:
                items[read.feed] += 1
                minutes[read.feed] += read.minutes

        def of(id_: str) -> FeedReads:
            row = rows.get(id_)
            title = (row.title if row else titles.get(id_)) or (id_ or "Saved links")
            return FeedReads(id_, title, items[id_], minutes[id_], row.entries if row else 0)

        most = sorted(map(of, items), key=lambda feed: (-feed.read, feed.title.casefold()))
        never = [of(id_) for id_, row in rows.items() if id_ not in ever and row.entries]
        return tuple(most), tuple(sorted(never, key=lambda feed: -feed.entries))
