from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.model.feed import Feed
from pmlearn.tui.looking import Found, Looking
from pmlearn.tui.screens.feeds import FeedsPage
from tests.feedserver import Gate, Reply
from tests.tui.driving import Driver, driving
from tests.tui.fakes import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.wiring import Services
    from tests.feedserver import FeedServer


def without_refreshing(driver: Driver) -> list[Sequence[str]]:
    asked: list[Sequence[str]] = []

    async def run(ids: Sequence[str]) -> None:
        asked.append(ids)

    driver.app.refresh_feeds.run = run  # type: ignore[method-assign]
    return asked


async def test_what_each_feed_brought(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("F")
        await driver.shows("Queue › Feeds", "2 feeds", "SVPG", "new  entries    asked", "   6        6")


def finding(driver: Driver, found: Found | None) -> list[str]:
    """What is looked for, and found without a process of its own."""
    looked: list[str] = []

    async def run(where: str) -> Found | None:
        looked.append(where)
        return found

    page = driver.app.page
    assert isinstance(page, FeedsPage)
    page.looking.run = run  # type: ignore[method-assign]
    return looked


async def test_adding_asks_it_at_once(newcomer: Services) -> None:
    async with driving(newcomer) as driver:
        asked = without_refreshing(driver)
        await driver.press("F")
        await driver.shows("No feeds yet")
        looked = finding(driver, Found("feed", (Feed("", "https://example.org/feed", "Example"),)))
        await driver.press("a", *"example.org", "enter")
        await driver.shows("Example", "not yet", "subscribed: Example")
        await driver.until(lambda: len(asked) == 1)
        assert asked == [(newcomer.feeds.list()[0].id,)]
        assert looked == ["example.org"]


async def test_what_cannot_be_found_is_said(newcomer: Services) -> None:
    async with driving(newcomer) as driver:
        await driver.press("F")
        await driver.shows("No feeds yet")
        finding(driver, Found(said="https://example.org/ names no feed: ask the usual places"))
        await driver.press("a", *"x", "enter")
        await driver.shows("https://example.org/ names no feed: ask the usual places")
        assert newcomer.feeds.list() == []


async def test_what_cannot_be_looked_at_is_added_when_the_learner_says_so(newcomer: Services) -> None:
    async with driving(newcomer) as driver:
        asked = without_refreshing(driver)
        await driver.press("F")
        await driver.shows("No feeds yet")
        finding(driver, Found("unseen", (Feed("", "https://example.org/"),), "nobody answers there"))
        await driver.press("a", *"example.org", "enter")
        await driver.shows("cannot be looked at now", "esc does not")
        await driver.press("escape")
        await driver.shows("nobody answers there", "No feeds yet")
        await driver.press("a", *"example.org", "enter")
        await driver.shows("cannot be looked at now")
        await driver.press("enter")
        await driver.shows("subscribed: https://example.org/")
        await driver.until(lambda: len(asked) == 1)


async def test_of_several_one_chooses(newcomer: Services) -> None:
    feeds = (Feed("", "https://example.org/a", "Posts"), Feed("", "https://example.org/b", "Talks"))
    async with driving(newcomer) as driver:
        asked = without_refreshing(driver)
        await driver.press("F")
        await driver.shows("No feeds yet")
        finding(driver, Found("page", feeds))
        await driver.press("a", *"example.org", "enter")
        await driver.shows("Feeds › Found", "2 feeds", "Posts", "https://example.org/b")
        await driver.press("j", "space")
        await driver.shows("subscribed", "space subscribe")
        assert [row.url for row in newcomer.feeds.list()] == ["https://example.org/b"]
        await driver.press("A")
        await driver.until(lambda: len(newcomer.feeds.list()) == 2)
        await driver.until(lambda: "space subscribe" not in driver.text())
        await driver.press("u", "u", "q")
        await driver.shows("No feeds yet")
        assert len(asked) == 2


async def test_a_list_comes_with_its_folders(newcomer: Services) -> None:
    feeds = (
        Feed("", "https://example.org/a", "A", ("teams",), folder="Work", weight=2),
        Feed("", "https://example.org/b", "B"),
    )
    async with driving(newcomer) as driver:
        without_refreshing(driver)
        await driver.press("F")
        await driver.shows("No feeds yet")
        finding(driver, Found("list", feeds))
        await driver.press("a", *"f.opml", "enter")
        await driver.shows("https://example.org/a · Work · teams")
        await driver.press("A")
        await driver.until(lambda: len(newcomer.feeds.list()) == 2)
        first = next(iter(newcomer._subscriptions.all().values()))
        assert (first.folder, first.weight, first.topics) == ("Work", 2, ("teams",))


async def test_looking_holds_nothing_up_and_can_be_cancelled(
    newcomer: Services, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")
    gate = Gate()
    server.feeds["/"] = Reply(b"<html>", gate=gate)
    async with driving(newcomer) as driver:
        await driver.press("F")
        await driver.shows("No feeds yet")
        await driver.press("a", *server.url("/"), "enter")
        await driver.shows("looking for feeds…   esc cancels")
        await driver.until(gate.reached.is_set)
        await driver.press("question_mark")
        await driver.shows("Add feeds")
        await driver.press("q")
        await driver.shows("No feeds yet")
        await driver.press("escape")
        await driver.shows("not looked for any more")
        gate.open()


async def test_looking_in_a_process_of_its_own(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")
    server.feeds["/f"] = Reply(b"<rss version='2.0'><channel><title>Own</title></channel></rss>")
    assert await Looking().run(server.url("/f")) == Found("feed", (Feed("", server.url("/f"), "Own"),))
    nothing = await Looking().run(server.url("/nothing"))
    assert nothing is not None
    assert (nothing.kind, nothing.feeds) == ("", ())
    assert nothing.said.startswith(f"nothing is at {server.url('/nothing')}: its server answers 404: check")


async def test_removing_and_taking_it_back(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("F")
        await driver.at("Lenny's Podcast")
        await driver.press("x")
        await driver.at("SVPG")
        await driver.press("u")
        await driver.at("Lenny's Podcast")


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
        await driver.shows("paused: Lenny's Podcast", "Podcast  ", "  paused  ")
        await driver.press("plus", "plus")
        await driver.shows("weight +2: Lenny's Podcast")
        assert lenny() == (True, 2)
        await driver.press("minus")
        await driver.shows("weight +1: Lenny's Podcast")
        await driver.press("u", "u", "u", "u")
        await driver.until(lambda: lenny() == (False, 0))
        await driver.until(lambda: "paused " not in driver.row())


async def test_when_it_is_asked_next_and_that_two_live_at_one_address(learner: Services) -> None:
    from dataclasses import replace

    fetches = learner._fetches
    lenny, svpg = (row.id for row in learner.feeds.list())
    known = replace(fetches.get(svpg), checked=NOW.isoformat(), next="2026-11-22T10:09:30Z")
    moved = replace(fetches.get(lenny), url="https://feeds.example.org/svpg.xml")
    fetches.put({svpg: known, lenny: moved})
    async with driving(learner) as driver:
        await driver.press("F")
        await driver.shows("it lives where SVPG lives", "it lives where Lenny's Podcast lives")
        await driver.press("down")
        await driver.shows(" next in 40 min · feeds.example.org/svpg.xml · discovery, teams")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["below", "beside"])
async def test_why_a_feed_fails_is_said_whole(learner: Services, size: tuple[int, int]) -> None:
    from dataclasses import replace

    fetches = learner._fetches
    feed = learner.feeds.list()[0].id
    why = "there is nothing at https://feeds.example.org/a/long/way: look for its new address on the site"
    fetches.put({feed: replace(fetches.get(feed), error=why, checked=NOW.isoformat(), failures=3)})
    async with driving(learner, size) as driver:
        await driver.press("F")
        await driver.at("! Lenny's Podcast")
        await driver.shows("1 fail", "there is nothing at", "on the site", "just now")
        if size[0] > 100:
            await driver.shows("│  https://podcast.example.org/", "3 times in a row", "1 of 1 entry in")


def test_of_many_that_fail_a_row_each_says_why_at_the_most() -> None:
    from pmlearn.services.feed import FeedRow
    from pmlearn.tui import feedrows

    why = "the host feeds.example.org cannot be found: check the address, and whether you are online"

    def taken(count: int) -> int:
        urls = [f"https://example.org/{n}" for n in range(count)]
        feeds = [
            FeedRow(u, u, "Posts", (), 0, 0, why, "", False, False, Feed("", u), "", 1, "") for u in urls
        ]
        return sum(len(row.fit(46)) for row in feedrows.rows(feeds, NOW, beside=False))

    assert taken(2) == 1 + 2 * (1 + 3)
    assert taken(8) == 1 + 8 * (1 + 1)


async def test_a_feed_without_a_title_is_called_by_where_it_lives(newcomer: Services) -> None:
    newcomer.feeds.add("https://example.org/a/feed.xml?key=1")
    async with driving(newcomer) as driver:
        await driver.press("F")
        await driver.at("example.org/a/feed.xml")


async def test_a_refresh_on_this_page_points_at_its_rows(learner: Services) -> None:
    async with driving(learner) as driver:
        without_refreshing(driver)
        await driver.press("r")
        await driver.until(lambda: driver.app.refresh_feeds.why == "F says why")
        await driver.press("F", "r")
        await driver.until(lambda: driver.app.refresh_feeds.why == "the list says why")


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
        await driver.shows("Queue › Feeds › SVPG", "Entries", "6 items")
        assert "Hiring your first product manager" not in driver.text()
        await driver.press("d")
        await driver.until(lambda: driver.said().startswith("done"))
        await driver.shows("6 items", "done")
        await driver.press("q")
        await driver.shows("Queue › Feeds", "   5        6")
