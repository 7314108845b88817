from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.driving import Driver, driving
from tests.tui.fakes import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.wiring import Services


def without_refreshing(driver: Driver) -> list[Sequence[str]]:
    asked: list[Sequence[str]] = []

    async def run(ids: Sequence[str]) -> None:
        asked.append(ids)

    driver.app.refresh_feeds.run = run  # type: ignore[method-assign]
    return asked


async def test_what_each_feed_brought(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("F")
        await driver.shows(
            "Queue › Feeds", "SVPG", "6 new", "6 entries", "https://feeds.example.org/svpg.xml"
        )


async def test_adding_asks_it_at_once(newcomer: Services) -> None:
    async with driving(newcomer) as driver:
        asked = without_refreshing(driver)
        await driver.press("F")
        await driver.shows("No feeds yet")
        await driver.press("a", *"example.org/feed", "enter")
        await driver.shows("https://example.org/feed", "not asked")
        await driver.until(lambda: len(asked) == 1)
        assert asked == [(newcomer.feeds.list()[0].id,)]


async def test_removing_and_taking_it_back(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("F")
        await driver.at("Lenny's Podcast")
        await driver.press("x")
        await driver.at("SVPG")
        await driver.press("u")
        await driver.shows("Lenny's Podcast")


async def test_pausing_and_weighing_and_taking_that_back(learner: Services) -> None:
    from pmlearn.model.feed import feed_id
    from tests.tui.fakes import LENNY

    def lenny() -> tuple[bool, int]:
        feed = learner._subscriptions.all()[feed_id(LENNY)]
        return feed.paused, feed.weight

    async with driving(learner) as driver:
        await driver.press("F")
        await driver.at("Lenny's Podcast")
        await driver.press("p")
        await driver.shows("paused: Lenny's Podcast", "paused · https")
        await driver.press("plus", "plus")
        await driver.shows("paused · weight +2 · https")
        assert lenny() == (True, 2)
        await driver.press("minus")
        await driver.shows("weight +1: Lenny's Podcast")
        await driver.press("u", "u", "u", "u")
        await driver.until(lambda: lenny() == (False, 0))
        await driver.until(lambda: "paused ·" not in driver.text())


async def test_when_it_is_asked_next_and_that_two_live_at_one_address(learner: Services) -> None:
    from dataclasses import replace

    fetches = learner._fetches
    lenny, svpg = (row.id for row in learner.feeds.list())
    known = replace(fetches.get(svpg), checked=NOW.isoformat(), next="2026-11-22T10:09:30Z")
    moved = replace(fetches.get(lenny), url="https://feeds.example.org/svpg.xml")
    fetches.put({svpg: known, lenny: moved})
    async with driving(learner) as driver:
        await driver.press("F")
        await driver.shows("next in 40 min · https", f"it lives where {svpg} lives", f"where {lenny} lives")


async def test_why_a_feed_fails(learner: Services) -> None:
    from dataclasses import replace

    fetches = learner._fetches
    feed = learner.feeds.list()[0].id
    fetches.put({feed: replace(fetches.get(feed), error="404 Not Found", checked=NOW.isoformat())})
    async with driving(learner) as driver:
        await driver.press("F")
        await driver.shows("! 404 Not Found", "just now")


async def test_asking_one_feed(learner: Services) -> None:
    async with driving(learner) as driver:
        asked = without_refreshing(driver)
        await driver.press("F")
        await driver.at("Lenny's Podcast")
        await driver.press("space")
        await driver.until(lambda: asked == [(driver.lines.key,)])


async def test_enter_shows_what_a_feed_brought_whatever_became_of_it(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("F", "j", "enter")
        await driver.shows("Feeds › SVPG", "Entries", "6 items")
        assert "Hiring your first product manager" not in driver.text()
        await driver.press("d")
        await driver.until(lambda: driver.said().startswith("done"))
        await driver.shows("6 items", "done")
        await driver.press("q")
        await driver.shows("Queue › Feeds", "5 new")
