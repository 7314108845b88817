"""What was done, day by day: days and weeks of a year, and what they add up to.

All of it is made of what stands now: each thing that is done, on the local day on which that was said. What a
wrong clock put before the year, or after it, belongs to no day of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

YEAR = 365
"""Days of a year, today among them."""

STRETCH = 14
"""Days of the last two weeks."""

LEVELS = 5
"""How much was learnt on a day, from nothing at 0 to the most at 4."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A unit that is done."""

    ref: str  # of the unit
    step: str  # the ref of its step
    day: date | None  # the local day of the tick that stands; None where its time cannot be read
    minutes: int  # what the curriculum gives for it; 0 where unknown


@dataclass(frozen=True, slots=True)
class Read:
    """An item of the queue that is done: read, heard or seen."""

    feed: str  # the id of its feed; "" for a saved link
    feed_title: str  # what that was called; "" where unknown
    day: date | None  # as of a tick
    minutes: int  # to read or hear it; 0 where unknown


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on a day."""

    date: date
    units: int = 0  # that were ticked
    minutes: int = 0  # learnt
    items: int = 0  # that were read or heard
    read_minutes: int = 0  # read and heard


@dataclass(frozen=True, slots=True)
class Week:
    """What was done in a week, or in as much of it as the year has."""

    date: date  # its Monday
    units: int = 0
    minutes: int = 0
    items: int = 0
    read_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """What was done in a month, or in as much of it as the year has."""

    date: date  # its first day
    learnt: int = 0  # days on which something was ticked
    units: int = 0
    minutes: int = 0
    items: int = 0
    read_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What a year adds up to."""

    days: int  # on which something was ticked
    lately: int  # of these, in the last two weeks
    run: int  # days in a row up to the last day, or to the one before it: a day is not over yet
    longest_run: int  # the most days in a row
    units: int
    steps: int  # that have such a unit
    minutes: int
    items: int
    read_minutes: int


def days(ticks: Iterable[Tick], reads: Iterable[Read], until: date) -> tuple[Day, ...]:
    """The days of the year that ends with a day, each of them, oldest first."""
    first = until - timedelta(days=YEAR - 1)
    counts = [[0, 0, 0, 0] for _ in range(YEAR)]
    for day, column, minutes in (
        *((tick.day, 0, tick.minutes) for tick in ticks),
        *((read.day, 2, read.minutes) for read in reads),
    ):
        if day is not None and first <= day <= until:
            count = counts[(day - first).days]
            count[column] += 1
            count[column + 1] += minutes
    return tuple(Day(first + timedelta(days=at), *count) for at, count in enumerate(counts))


def monday(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def weeks(every: Iterable[Day]) -> tuple[Week, ...]:
    """The weeks of days that follow each other, oldest first."""
    found = []
    for start, group in groupby(every, lambda day: monday(day.date)):
        those = list(group)
        found.append(Week(start, *_sums(those)))
    return tuple(found)


def months(every: Iterable[Day]) -> tuple[Month, ...]:
    """The months of days that follow each other, oldest first."""
    found = []
    for start, group in groupby(every, lambda day: day.date.replace(day=1)):
        those = list(group)
        found.append(Month(start, sum(1 for day in those if day.units), *_sums(those)))
    return tuple(found)


def _sums(those: Sequence[Day]) -> tuple[int, int, int, int]:
    return (
        sum(day.units for day in those),
        sum(day.minutes for day in those),
        sum(day.items for day in those),
        sum(day.read_minutes for day in those),
    )


def totals(every: Sequence[Day], ticks: Iterable[Tick]) -> Totals:
    """What days that follow each other add up to; `ticks` are those that they were made of."""
    learnt = [day.units > 0 for day in every]
    runs = [sum(1 for _ in group) if on else 0 for on, group in groupby(learnt)]
    # What was not done today yet breaks nothing.
    ending = learnt[:-1] if learnt and not learnt[-1] else learnt
    run = next((at for at, on in enumerate(reversed(ending)) if not on), len(ending))
    steps = {tick.step for tick in ticks if tick.day and every[0].date <= tick.day <= every[-1].date}
    units, minutes, items, read_minutes = _sums(every)
    return Totals(
        sum(learnt),
        sum(learnt[-STRETCH:]),
        run,
        max(runs, default=0),
        units,
        len(steps),
        minutes,
        items,
        read_minutes,
    )


def bounds(goal: int) -> tuple[int, ...]:
    """The minutes from which on a day is of level 2, 3 and 4: by the goal of a week.

    A seventh of the goal is level 3; half of that, and twice of it, are the others, in round numbers.
    """
    share = max(1, goal) / 7
    low = max(5, 5 * round(share / 10))
    middle = max(low + 5, 5 * round(share / 5))
    return low, middle, 2 * middle


def level(day: Day, goal: int) -> int:
    """How much was learnt on a day, 0 to 4; what is done counts, though nobody may know how long it takes."""
    if not day.units:
        return 0
    return 1 + sum(day.minutes >= bound for bound in bounds(goal))
