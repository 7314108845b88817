"""Two windows of one learner on one machine: what one does shows in the other, which stays where it was.

The other window is another `Services` on the same home; nothing here presses a key after it acted, so that
only the watch on the disk can bring the news.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.model.query import Query, parse
from pmlearn.model.queue import State
from pmlearn.tui.outlinepage import OutlinePage
from pmlearn.tui.widgets.ask import Ask
from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.prose import Prose
from tests.tui.driving import driving
from tests.tui.fakes import following, inspired, large, scrum, services, with_entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services
    from tests.tui.driving import Driver


@dataclass(frozen=True)
class Case:
    """A page as one leaves it, and what the other window does meanwhile."""

    page: str
    keys: tuple[str, ...]  # to where one is on it
    act: Callable[[Services], object]
    news: str  # what shows then
    arguments: dict[str, Any]


def item(known: Services, words: str) -> str:
    return next(item.id for item in known.queue.page(Query(), limit=100).items if words in item.title)


def drop(words: str) -> Callable[[Services], object]:
    return lambda s: s.queue.set_state([item(s, words)], State.DONE)


CASES = (
    Case(
        "today",
        ("down", "down", "down"),
        lambda s: s.steps.tick(["inspired/teams/2"]),
        "The designer · Product teams",
        {},
    ),
    Case("learn", ("down", "v"), lambda s: s.steps.tick(["inspired/teams/2"]), "22%", {}),
    Case(
        "checklist",
        (*["down"] * 30, "v", "down"),
        lambda s: s.steps.tick(["large/s33", "large/s79"]),
        "[x] Step number 33",
        {"curriculum": "large"},
    ),
    Case("queue", (*["down"] * 25, "v", "down"), drop("part 13"), "Inbox 40", {}),
    Case(
        "step",
        ("down", "down"),
        lambda s: s.steps.note("inspired/teams", "from the other one"),
        "from the other one",
        {"ref": "inspired/teams"},
    ),
    Case("stats", ("down", "down"), lambda s: s.steps.tick(["inspired/teams/2"]), "2/9", {}),
    Case("feeds", ("down",), lambda s: s.feeds.add("https://third.example/feed", "A third"), "A third", {}),
    Case("fresh", ("down", "down"), drop("part 13"), "40 items", {"ref": "inspired/teams"}),
)


def placed(driver: Driver) -> dict[str, Any]:
    """Where somebody is on the page: the row, what is marked, what is folded, how far down."""
    page = driver.app.page
    known: dict[str, Any] = {"stack": [type(screen).__name__ for screen in driver.app.screen_stack]}
    for lines in page.query(Lines) if page is not None else ():
        known |= {"key": lines.key, "marked": set(lines.marked)}
        # Where all of it is seen, what comes above moves the row; else what is looked at stays where it is.
        known |= {"row": lines.cursor - lines.top} if lines.top else {"top": 0}
    for prose in page.query(Prose) if page is not None else ():
        known[f"top {prose.id}"] = prose.top
    if isinstance(page, OutlinePage) and page.outline is not None:
        known["folded"] = set(page.outline.folded)
    return known


@pytest.fixture
def windows(home: Path) -> tuple[Services, Services]:
    """The services of two windows, of a learner with much to read."""
    curricula = (inspired(), scrum(), large(120))
    one = with_entries(following(services(home / "pmlearn", curricula)), 40)
    one.save()
    return one, services(home / "pmlearn", curricula)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.page)
async def test_the_other_shows_it_and_stays_where_it_was(
    windows: tuple[Services, Services], case: Case
) -> None:
    one, other = windows
    async with driving(one) as driver:
        await driver.app.open(case.page, **case.arguments)
        await driver.press(*case.keys)
        await driver.app.workers.wait_for_complete()
        before, seen = placed(driver), driver.text()
        assert case.news not in seen
        case.act(other)
        await driver.shows(case.news)
        assert placed(driver) == before


async def test_what_is_being_typed_stays_as_it_is_and_both_notes_are_kept(
    windows: tuple[Services, Services],
) -> None:
    one, other = windows
    async with driving(one) as driver:
        await driver.app.open("step", ref="inspired/teams")
        await driver.press("e", *"half an answer")
        await driver.until(lambda: bool(driver.app.screen.query(Ask)))
        before = placed(driver)
        other.steps.note("inspired/teams", "from the other one")
        await driver.shows("from the other one", "half an answer")
        assert placed(driver) == before
        await driver.press("escape", "a")
        await driver.shows("ctrl+s")
        await driver.press(*" and mine")
        other.steps.note("inspired/teams", "the other one again")
        other.steps.tick(["inspired/teams/2"])
        await driver.until(lambda: one.checklists.detail("inspired/teams/2").status == "done")
        await driver.shows("from the other one and mine")
        await driver.press("ctrl+s")
        await driver.shows("noted: ", "from the other one and mine", "the other one again")


async def test_a_text_stays_where_it_is_read(windows: tuple[Services, Services]) -> None:
    one, other = windows
    async with driving(one) as driver:
        id_ = item(one, "part 13")
        await driver.app.open("reader", item=id_)
        await driver.shows("A trio of three")
        await driver.press("pagedown", "down", "down")
        read = driver.text().splitlines()[2:-3]
        assert driver.app.screen.query_one(Prose).top > 5
        other.reading.note(id_, "from the other one")
        other.queue.star([id_])
        await driver.shows("★")
        assert driver.text().splitlines()[2:-3] == read  # the note stands above it
        await driver.press("slash", *"learn")
        other.queue.star([id_])
        await driver.until(lambda: "★" not in driver.text())
        assert "learn" in driver.text().splitlines()[-2]
        assert driver.text().splitlines()[2:-3] == read


async def test_what_is_put_off_is_what_was_asked_about(windows: tuple[Services, Services]) -> None:
    one, other = windows
    async with driving(one) as driver:
        await driver.app.open("queue")
        await driver.until(lambda: bool(driver.app.screen.query_one(Lines).key))
        asked = driver.app.screen.query_one(Lines).key
        await driver.press("z", "3", "d")
        await driver.until(lambda: bool(driver.app.screen.query(Ask)))
        other.queue.set_state([asked], State.DROPPED)
        await driver.shows("Inbox 40")
        await driver.press("enter")
        await driver.until(lambda: one.queue.counts()["snoozed"] == 1)
        assert one.queue.page(parse("state:snoozed"), limit=5).items[0].id == asked


async def test_a_feed_that_is_gone_is_marked_no_more(windows: tuple[Services, Services]) -> None:
    one, other = windows
    async with driving(one) as driver:
        await driver.app.open("feeds")
        await driver.press("V")
        lines = driver.app.screen.query_one(Lines)
        first, *rest = sorted(lines.marked)
        assert rest
        other.feeds.remove([first])
        await driver.until(lambda: lines.marked == set(rest))
        await driver.press("p")
        await driver.until(lambda: all(one.feeds.get(id_).feed.paused for id_ in rest))
