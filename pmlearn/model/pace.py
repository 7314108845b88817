"""How far a curriculum had come by when, and when it may be done."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import mean, stdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = 12
"""Points of a curve: the ends of the months before this one, and today."""

WEEKS = 12
"""Whole weeks by which a pace is measured, the last ones."""

FEWEST = 4
"""Weeks, and units in them, without which there is no telling."""

SURE = 1.28
"""Standard errors on either side that hold the mean four times in five."""

FARTHEST = 5 * 365
"""Days ahead beyond which a date would be no more than a guess."""


@dataclass(frozen=True, slots=True)
class Point:
    """How far a curriculum had come at the end of a day."""

    date: date
    percent: int  # of its units of today that count


@dataclass(frozen=True, slots=True)
class Finish:
    """When a curriculum is done at the pace of the last weeks: most likely between these days."""

    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Course:
    """How far a curriculum came in a year."""

    id: str
    title: str
    done: int  # units that count and are done
    units: int  # units that count: neither optional nor skipped, and on the learner's way
    percent: int  # as everywhere: see `pmlearn.model.progress.Tally`
    minutes_left: int  # for the units that count and are open; 0 where unknown
    history: tuple[Point, ...]  # oldest first; the last one is the last day of the year
    finish: Finish | None  # None where there is no telling, or nothing left


def month_ends(until: date) -> tuple[date, ...]:
    """The ends of the months before the one of a day, and that day; oldest first."""
    ends = [until]
    while len(ends) < MONTHS:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return tuple(reversed(ends))


def curve(done: Sequence[date | None], units: int, until: date) -> tuple[Point, ...]:
    """The percent that was done at the end of each month.

    Args:
        done: the day of each unit that counts and is done; one whose day is unknown was done at all times.
        units: all units that count.
        until: the last day.
    """
    known = sorted(day or date.min for day in done)
    return tuple(
        Point(end, 100 * bisect_right(known, end) // units if units else 0) for end in month_ends(until)
    )


def finish(done: Sequence[date | None], left: int, today: date) -> Finish | None:
    """When `left` units may be done, at the pace of the last whole weeks; None where there is no telling.

    The mean of the weeks is taken with its standard error: it is a range, and a wide one where weeks differ.
    Weeks before the first unit do not count against the learner.
    """
    last = today - timedelta(days=today.weekday())
    ages = [(last - day).days for day in done if day is not None and day < last]
    weeks = [0] * min(WEEKS, -(-max(ages, default=0) // 7))
    for age in ages:
        if 0 <= (week := (age - 1) // 7) < len(weeks):
            weeks[week] += 1
    if not left or len(weeks) < FEWEST or sum(weeks) < FEWEST:
        return None
    middle, error = mean(weeks), SURE * stdev(weeks) / sqrt(len(weeks))
    if middle <= error:
        return None
    soonest, latest = (left * 7 / pace for pace in (middle + error, middle - error))
    if latest > FARTHEST:
        return None
    return Finish(today + timedelta(days=round(soonest)), today + timedelta(days=round(latest)))
