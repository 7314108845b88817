"""Days, weeks and months of a year, and what they add up to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.stats import YEAR, Day, Read, Tick, bounds, days, level, months, totals, weeks

TODAY = date(2026, 11, 26)  # a Thursday
FIRST = TODAY - timedelta(days=YEAR - 1)
ANY_DAY = st.one_of(
    st.none(), st.dates(FIRST - timedelta(days=9), TODAY + timedelta(days=9)), st.dates(), st.just(TODAY)
)
TICKS = st.lists(
    st.builds(lambda ref, day, minutes: Tick(ref, ref[:1], day, minutes), st.text("ab", min_size=1), ANY_DAY,
              st.integers(0, 600))
)  # fmt: skip
READS = st.lists(st.builds(Read, st.just("feed"), st.just(""), ANY_DAY, st.integers(0, 600)))


def tick(day: date | None, minutes: int = 10, ref: str = "c/s") -> Tick:
    return Tick(ref, ref, day, minutes)


def back(by: int) -> date:
    return TODAY - timedelta(days=by)


@given(TICKS, READS, st.dates(date(1972, 1, 1), date(2900, 1, 1)))
def test_days_weeks_and_months_add_up_to_the_same(ticks: list[Tick], reads: list[Read], until: date) -> None:
    every = days(ticks, reads, until)
    assert [day.date for day in every] == [until - timedelta(days=YEAR - 1 - at) for at in range(YEAR)]
    whole = totals(every, ticks)
    wanted = (whole.units, whole.minutes, whole.items, whole.read_minutes)
    for parts in (every, weeks(every), months(every)):
        assert (
            tuple(
                sum(getattr(part, name) for part in parts)
                for name in ("units", "minutes", "items", "read_minutes")
            )
            == wanted
        )
    inside = [one for one in ticks if one.day and every[0].date <= one.day <= until]
    assert (whole.units, whole.minutes) == (len(inside), sum(one.minutes for one in inside))
    assert whole.days == len({one.day for one in inside}) == sum(month.learnt for month in months(every))
    assert whole.lately <= whole.days
    assert whole.run <= whole.longest_run <= whole.days


def test_a_week_begins_on_monday_and_the_first_and_the_last_may_be_short() -> None:
    every = days([tick(back(3)), tick(back(4), ref="c/t")], [], TODAY)
    found = weeks(every)
    assert len(found) == 53
    assert all(week.date.weekday() == 0 for week in found)
    assert [(week.date, week.units) for week in found[-2:]] == [(date(2026, 11, 16), 1), (back(3), 1)]


def test_what_lies_outside_the_year_or_at_no_time_counts_on_no_day() -> None:
    ticks = [tick(None), tick(back(-1)), tick(back(YEAR)), tick(date(1970, 1, 1)), tick(date.max)]
    assert totals(days(ticks, [], TODAY), ticks).units == 0
    assert totals(days([tick(back(YEAR - 1))], [], TODAY), []).units == 1


@pytest.mark.parametrize(
    ("ago", "run", "longest"),
    [
        ((), 0, 0),
        ((0,), 1, 1),
        ((1, 2, 3), 3, 3),  # today is not over yet
        ((2, 3), 0, 2),
        ((0, 1, 5, 6, 7), 2, 3),
        (range(YEAR), YEAR, YEAR),
    ],
)
def test_days_in_a_row(ago: tuple[int, ...], run: int, longest: int) -> None:
    ticks = [tick(back(by)) for by in ago]
    whole = totals(days(ticks, [], TODAY), ticks)
    assert (whole.run, whole.longest_run, whole.days) == (run, longest, len(ago))


def test_the_goal_says_how_dark_a_day_is_and_what_takes_no_known_time_counts_too() -> None:
    assert bounds(300) == (20, 45, 90)
    shown = [level(Day(TODAY, units=1, minutes=minutes), 300) for minutes in (0, 19, 20, 44, 45, 89, 90, 999)]
    assert shown == [1, 1, 2, 2, 3, 3, 4, 4]
    assert level(Day(TODAY, items=3, read_minutes=90), 300) == 0


@given(st.integers(0, 10_000))
def test_the_bounds_of_any_goal_grow(goal: int) -> None:
    low, middle, high = bounds(goal)
    assert 0 < low < middle < high
