from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.model.query import asking
from pmlearn.model.queue import State
from tests.tui.driving import Driver, driving
from tests.tui.fakes import services, with_entries

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


async def go(driver: Driver) -> None:
    await driver.press("3")
    await driver.shows("Inbox 7")
    await driver.at("part 0")


async def test_the_inbox_newest_first_with_what_it_takes(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.shows("Lenny's Podcast", "19 Nov", "54 min", "7 items")


@pytest.mark.parametrize(
    ("key", "state", "said"),
    [("space", State.QUEUED, "for later"), ("d", State.DONE, "done"), ("x", State.DROPPED, "dropped")],
)
async def test_triage_takes_the_item_out_and_undo_brings_it_back(
    learner: Services, key: str, state: State, said: str
) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press(key)
        await driver.at("part 1")
        assert driver.said() == f"{said}: The product trio in practice, part 0"
        assert learner.queue.counts()[state] == 1
        await driver.press("u")
        await driver.shows("Inbox 7")


async def test_the_views(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("space", "tab")
        await driver.shows("Queued 1", "1 item")
        await driver.at("part 0")
        await driver.press("space")
        await driver.shows("Nothing waits")
        await driver.press("shift+tab")
        await driver.shows("Inbox 7")


async def test_stars(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("s")
        await driver.until(lambda: "★" in driver.row())
        await driver.press("shift+tab")
        await driver.until(lambda: "1 item" in driver.text() and "inbox" in driver.row())
        await driver.press("s")
        await driver.shows("Nothing is starred")


async def test_finding_shows_what_has_the_words_and_escape_everything(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("slash", *"hiring", "enter")
        await driver.shows("with “hiring”")
        await driver.at("Hiring your first product manager")
        await driver.press("s")
        await driver.until(lambda: driver.said().startswith("starred"))
        assert "“hiring”: 1 item" in driver.text()
        await driver.press("escape")
        await driver.shows("7 items")


async def test_q_goes_back_to_everything_before_it_leaves(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("slash", *"hiring", "enter")
        await driver.shows("“hiring”: 1 item")
        await driver.press("q")
        await driver.shows("7 items")
        assert driver.app.is_running


async def test_saving_a_link(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("a", *"example.org/x", "enter")
        await driver.until(lambda: driver.said() == "saved: https://example.org/x")
        await driver.press("a", *"ftp://x", "enter")
        await driver.until(lambda: "ftp: addresses are not opened" in driver.said())
    assert learner.queue.page(asking({State.QUEUED})).total == 1


async def test_thousands_of_items_are_read_as_they_are_seen(home: Path) -> None:
    known = with_entries(services(home / "pmlearn"), 2000)
    async with driving(known) as driver:
        await driver.press("3")
        await driver.shows("Inbox 2,001")
        await driver.press("G")
        await driver.until(lambda: "The product trio" in driver.row() and driver.lines.cursor == 2000)
        await driver.press("d")
        await driver.until(lambda: len(driver.lines.rows) == 2000 and "trio" in driver.row())


async def test_an_empty_queue_says_what_to_press(newcomer: Services) -> None:
    async with driving(newcomer) as driver:
        await driver.press("3")
        await driver.shows("The inbox is empty. Press r")
