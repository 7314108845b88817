"""The year, counted from what was ticked and read, and from what was taken back."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError
from pmlearn.model.queue import State
from tests.services.conftest import FEED, URL, article, published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pmlearn.services.stats import StatsView
    from pmlearn.wiring import Services
    from tests.services.conftest import Clock

BOOK = [f"small/book/{part}" for part in ("one", "two", "three", "four")]


def done(view: StatsView) -> dict[str, tuple[int, int]]:
    return {day.date.isoformat(): (day.units, day.minutes) for day in view.days if day.units}


def read(view: StatsView) -> dict[str, tuple[int, int]]:
    return {day.date.isoformat(): (day.items, day.read_minutes) for day in view.days if day.items}


def test_a_unit_counts_on_the_day_of_its_tick_with_the_minutes_of_its_file(
    here: Services, clock: Clock
) -> None:
    assert here.stats.view().empty
    here.steps.tick(["small/book/one", "small/write"])
    clock.turn(days=1)
    here.steps.tick(["small/book/two"])  # shares what the step has left
    here.steps.skip(["small/book/three"])
    view = here.stats.view()
    assert done(view) == {"2026-11-18": (2, 35), "2026-11-19": (1, 17)}
    assert (view.totals.steps, view.totals.minutes, view.totals.run) == (2, 52, 2)
    assert sum(week.minutes for week in view.weeks) == 52 == here.plan.week().minutes
    assert not view.empty


def test_a_unit_that_is_ticked_again_counts_once_and_one_that_is_taken_back_does_not(
    here: Services, clock: Clock
) -> None:
    here.steps.tick(["small/write"])
    clock.turn(days=1)
    here.steps.reopen(["small/write"])
    assert done(here.stats.view()) == {}
    clock.turn(days=1)
    here.steps.tick(["small/write"])
    assert done(here.stats.view()) == {"2026-11-20": (1, 25)}


def test_undoing_everything_leaves_an_empty_year(here: Services) -> None:
    items = published(here, article("a"), article("b"))
    outcomes = [
        here.steps.tick(BOOK),
        here.steps.tick(["other/read"]),
        here.queue.set_state(items[:1], State.DONE),
        here.queue.set_state(items[1:], State.DROPPED),
    ]
    assert not here.stats.view().empty
    for outcome in reversed(outcomes):
        here.history.undo(outcome.action)
    view = here.stats.view()
    assert view.empty
    assert not any(day.units or day.minutes or day.items or day.read_minutes for day in view.days)
    assert {point.percent for course in view.courses for point in course.history} <= {0}


def test_what_other_devices_did_counts_too_and_once(here: Services, there: Services) -> None:
    here.steps.tick(["small/write"])
    there.steps.tick(["small/write", "other/read"])
    here.catch_up()
    assert done(here.stats.view()) == {"2026-11-18": (2, 40)}


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("berlin")
def test_days_are_those_of_where_the_learner_is_in_summer_and_in_winter(here: Services, clock: Clock) -> None:
    moments = {
        "small/book/one": datetime(2026, 7, 1, 22, 30, tzinfo=UTC),  # half past midnight, in summer
        "small/book/two": datetime(2026, 10, 24, 22, 30, tzinfo=UTC),  # the same, on the day of 25 hours
        "small/book/three": datetime(2026, 10, 25, 22, 59, tzinfo=UTC),  # a minute before it ends
        "small/book/four": datetime(2026, 10, 25, 23, 0, tzinfo=UTC),
    }
    for ref, clock.now in moments.items():
        here.steps.tick([ref])
    clock.now = datetime(2026, 10, 25, 22, 59, tzinfo=UTC)
    assert here.plan.week().days == (0, 0, 0, 0, 0, 0, 34)  # by the offset of that day, not of now
    clock.now = datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert list(done(here.stats.view())) == ["2026-07-02", "2026-10-25", "2026-10-26"]


def test_a_year_that_is_over_ends_with_its_last_day(here: Services, clock: Clock) -> None:
    clock.now = datetime(2025, 12, 31, 23, 59, tzinfo=UTC)
    here.steps.tick(["small/write"])
    clock.now = datetime(2026, 1, 1, 0, 0, tzinfo=UTC)
    here.steps.tick(["other/read"])
    clock.now = datetime(2027, 2, 1, 12, tzinfo=UTC)
    view = here.stats.view()
    assert (view.totals.units, view.earlier) == (0, True)
    assert not view.empty
    view = here.stats.view(date(2025, 12, 31))
    assert (done(view), view.earlier) == ({"2025-12-31": (1, 25)}, False)
    assert [course.finish for course in view.courses] == [None, None]
    assert {course.title: course.history[-1].percent for course in view.courses} == {"Small": 25, "Other": 0}
    assert here.stats.view(date(2040, 1, 1)).until == date(2027, 2, 1)
    assert here.stats.view(date.min).totals.units == 0


@pytest.mark.parametrize(
    "at", ["2031-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z", "9999-12-31T23:59:59Z", "x"]
)
def test_a_clock_that_was_wrong_breaks_nothing(
    here: Services, session: Callable[..., Services], at: str
) -> None:
    here.steps.tick(["small/write"])
    here.steps.tick(["small/book/one"])
    journal: Path = here._store.journals.own
    first, *rest = journal.read_text("utf-8").splitlines()
    wrong = json.dumps(json.loads(first) | {"at": at})
    journal.write_text("\n".join((wrong, *rest)) + "\n", "utf-8")
    view = session().stats.view()
    assert done(view) == {"2026-11-18": (1, 10)}
    [course] = view.courses
    assert (course.done, course.percent, course.history[-1].percent) == (2, 50, 50)


def test_what_is_done_of_a_step_that_is_gone_was_done_all_the_same(
    here: Services, shipped: Path, session: Callable[..., Services]
) -> None:
    here.steps.tick(["other/read", "small/write"])
    here.save()
    (shipped / "other.yaml").unlink()
    view = session().stats.view()
    assert done(view) == {"2026-11-18": (2, 25)}
    assert [course.id for course in view.courses] == ["small"]


def test_a_curriculum_has_its_units_and_how_far_it_came(here: Services, clock: Clock) -> None:
    clock.now = datetime(2026, 9, 15, 12, tzinfo=UTC)
    here.curricula.follow(["small"])
    here.steps.tick(BOOK[:2])
    clock.now = datetime(2026, 11, 18, 12, tzinfo=UTC)
    here.steps.tick(["small/extra"])  # optional: it does not count
    here.steps.skip(["small/write"])
    [course] = here.stats.view().courses
    assert (course.id, course.done, course.units, course.percent) == ("small", 2, 3, 66)
    assert [point.percent for point in course.history][-4:] == [0, 66, 66, 66]
    assert here.curricula.list()[0].percent == 66


def test_what_was_read_is_counted_by_day_and_feed(here: Services, clock: Clock) -> None:
    items = published(
        here,
        *(article(str(at), published="2026-11-17T08:00:00Z", words=2300) for at in range(4)),
        article("old", published="2026-01-01T08:00:00Z"),
    )
    url = "https://other.example/rss"
    published(here, article("x", published="2026-11-16T08:00:00Z"), url=url)
    here.queue.set_state(items[:2], State.DONE)
    clock.turn(days=1)
    here.queue.set_state(items[2:3], State.DROPPED)
    here.queue.add("https://saved.example/")
    view = here.stats.view()
    assert read(view) == {"2026-11-18": (2, 20)}
    intake = view.intake
    assert (intake.came_in, intake.read, intake.dropped, intake.archived, intake.left) == (6, 2, 1, 0, 3)
    [most] = view.most_read
    assert (most.id, most.read, most.minutes, most.entries) == (FEED, 2, 20, 5)
    assert [feed.title for feed in view.never_read] == [here.feeds.list()[1].title]
    # A feed that is read from is not forgotten with its subscription.
    here.feeds.remove([FEED])
    assert [(feed.id, feed.entries) for feed in here.stats.view().most_read] == [(FEED, 0)]


def test_what_two_feeds_have_was_read_once(here: Services) -> None:
    same = {"title": "One work", "link": "https://work.example/one", "words": 2300}
    items = published(here, article("a", **same))
    published(here, article("b", **same), url="https://other.example/rss")
    here.queue.set_state(items, State.DONE)
    assert read(here.stats.view()) == {"2026-11-18": (1, 10)}
    assert URL in {feed.url for feed in here.feeds.list()}


def test_the_day_of_a_year_is_written_as_everywhere(here: Services) -> None:
    assert here.stats.until("") == here.stats.until("today") == date(2026, 11, 18)
    assert here.stats.until("1y") == date(2025, 11, 18)
    assert here.stats.until("2030-01-01") == date(2026, 11, 18)
    with pytest.raises(InputError, match="no such day"):
        here.stats.until("someday")


def test_what_was_counted_is_kept_until_something_changes(here: Services) -> None:
    here.steps.tick(["small/write"])
    deeds = here.stats._deeds
    ticks, reads = deeds.ticks(), deeds.reads()
    here.stats.view()
    assert deeds.ticks() is ticks
    assert deeds.reads() is reads
    here.steps.tick(["other/read"])
    assert len(deeds.ticks()) == 2
