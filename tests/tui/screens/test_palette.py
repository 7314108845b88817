from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.driving import driving

if TYPE_CHECKING:
    from pmlearn.wiring import Services


async def test_something_to_do_is_found_by_its_name(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("ctrl+p")
        await driver.shows("What would you like to do?", "Go to Learn")
        await driver.press(*"queue what")
        await driver.at("Go to the Queue")
        await driver.press("enter")
        await driver.shows("Inbox")


async def test_it_does_what_belongs_to_the_page(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("ctrl+p", *"tick", "enter")
        await driver.shows("done: The product manager")


async def test_it_can_be_left(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("ctrl+p", *"zebra")
        await driver.shows("Nothing has these words")
        await driver.press("enter")
        await driver.shows("Fresh for these steps")
        await driver.press("ctrl+p")
        await driver.shows("What would you like to do?")
        await driver.press("escape")
        await driver.shows("Fresh for these steps")
