"""How far a curriculum had come by when, and when it may be done."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.pace import FARTHEST, curve, finish, month_ends

TODAY = date(2026, 11, 26)  # a Thursday
MONDAY = date(2026, 11, 23)


def every_week(*counts: int) -> list[date | None]:
    """Units on a Wednesday of the last whole weeks, the newest first."""
    return [MONDAY - timedelta(days=5 + 7 * at) for at, count in enumerate(counts) for _ in range(count)]


def test_points_are_the_ends_of_months_and_today() -> None:
    ends = month_ends(TODAY)
    assert (len(ends), ends[0], ends[2], ends[-2:]) == (
        12, date(2025, 12, 31), date(2026, 2, 28), (date(2026, 10, 31), TODAY),
    )  # fmt: skip
    assert month_ends(date(2024, 3, 31))[-2:] == (date(2024, 2, 29), date(2024, 3, 31))


def test_a_curve_counts_what_was_done_by_the_end_of_each_point() -> None:
    done = [date(2026, 9, 30), date(2026, 10, 1), TODAY, TODAY + timedelta(days=9), None]
    points = curve(done, 8, TODAY)
    assert [point.percent for point in points][-3:] == [25, 37, 50]
    assert points[0].percent == 12  # what is done at no known time
    assert {point.percent for point in curve([], 0, TODAY)} == {0}


def test_a_steady_pace_gives_a_day_and_an_unsteady_one_a_range() -> None:
    steady = finish(every_week(*[2] * 12), 20, TODAY)
    assert steady is not None
    assert steady.earliest == steady.latest == TODAY + timedelta(weeks=10)
    uneven = finish(every_week(4, 0, 4, 0, 4, 0, 4, 0, 4, 0, 4, 0), 20, TODAY)
    assert uneven is not None
    assert uneven.earliest < steady.earliest < uneven.latest


def test_weeks_before_the_first_unit_and_the_one_that_goes_on_do_not_count() -> None:
    young = finish(every_week(2, 2, 2, 2), 20, TODAY)
    assert young is not None
    assert young.earliest == TODAY + timedelta(weeks=10)
    assert finish([*every_week(2, 2, 2, 2), *[TODAY] * 9], 20, TODAY) == young


def test_nothing_is_said_where_there_is_no_telling() -> None:
    assert finish([], 20, TODAY) is None
    assert finish(every_week(2, 2, 2, 2), 0, TODAY) is None  # it is done
    assert finish(every_week(9, 9, 9), 20, TODAY) is None  # three weeks
    assert finish(every_week(0, 0, 0, 3), 20, TODAY) is None  # three units
    assert finish(every_week(9, *[0] * 11), 20, TODAY) is None  # one week alone
    assert finish([None] * 40, 20, TODAY) is None
    assert finish(every_week(*[1] * 12), 5000, TODAY) is None  # a century
    assert finish([TODAY + timedelta(days=at) for at in range(40)], 20, TODAY) is None
    assert finish([MONDAY - timedelta(weeks=60)] * 40, 20, TODAY) is None  # left long ago


@given(st.lists(st.one_of(st.none(), st.dates()), max_size=60), st.integers(0, 10_000))
def test_a_range_is_ahead_and_in_order_whatever_was_done(done: list[date | None], left: int) -> None:
    found = finish(done, left, TODAY)
    assert found is None or TODAY <= found.earliest <= found.latest <= TODAY + timedelta(days=FARTHEST)
