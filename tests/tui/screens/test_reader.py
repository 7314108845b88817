from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.queue import State
from tests.feedserver import Reply
from tests.tui.driving import Driver, driving

if TYPE_CHECKING:
    import pytest

    from pmlearn.wiring import Services
    from tests.feedserver import FeedServer


async def read(driver: Driver) -> None:
    await driver.press("3")
    await driver.at("part 0")
    await driver.press("enter")
    await driver.shows("It learns with users[2].", "Marty Cagan · 20 Nov · 7 min", "reading")


async def test_clean_text_with_numbered_links(learner: Services) -> None:
    async with driving(learner) as driver:
        await read(driver)
        await driver.press("G")
        await driver.shows("1 https://example.org/a0", "2 https://example.org/x")
    assert learner.queue.counts()[State.READING] == 1


async def test_opening_a_link_by_its_number(learner: Services) -> None:
    async with driving(learner) as driver:
        await read(driver)
        await driver.press("o")
        await driver.shows("Link 1 to 2")
        await driver.press("2", "enter")
        # No display here: the address itself is shown, and nothing is started.
        await driver.until(lambda: driver.said() == "https://example.org/x")
        await driver.press("o", "9", "enter")
        await driver.until(lambda: driver.said() == "there is no link 9")


async def test_done_and_star(learner: Services) -> None:
    async with driving(learner) as driver:
        await read(driver)
        await driver.press("s")
        await driver.shows("★ reading")
        await driver.press("d")
        await driver.shows("★ done")


async def test_the_next_item_and_the_one_before(learner: Services) -> None:
    async with driving(learner) as driver:
        await read(driver)
        await driver.press("n")
        await driver.shows("part 1. It learns")
        await driver.press("N")
        await driver.shows("part 0. It learns")
        await driver.press("N")
        await driver.shows("there is no other item this way")


async def test_back_in_the_list_the_cursor_is_where_it_was(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("3")
        await driver.at("part 0")
        await driver.press("down", "enter")
        await driver.shows("part 1. It learns")
        await driver.press("q")
        # What was opened is being read now, and no longer in the inbox.
        await driver.at("Hiring")


async def test_the_whole_text_is_fetched_from_the_page(
    learner: Services, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")
    server.feeds["/a"] = Reply(b"<article><p>" + b"Puffins swim. " * 30, 200, {"Content-Type": "text/html"})
    (item,) = learner.queue.add(server.url("/a"), "A walrus").changed
    async with driving(learner) as driver:
        await driver.app.open("reader", item=item)
        await driver.shows("A walrus", "Puffins swim.")


async def test_where_the_page_cannot_be_had_it_says_so(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = learner.queue.add("http://127.0.0.1:9/", "A walrus").changed
    async with driving(learner) as driver:
        await driver.app.open("reader", item=item)
        await driver.until(lambda: "127.0.0.1" in driver.said())
        await driver.press("f")
        await driver.shows("A walrus")
