from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.driving import driving

if TYPE_CHECKING:
    from pmlearn.wiring import Services


async def test_the_curricula_with_how_far_they_have_come(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("2")
        await driver.shows("Following", "Inspired", "0/6", "11%", "CSPO")


async def test_following_offers_the_feeds_and_enter_adds_them(newcomer: Services) -> None:
    async with driving(newcomer) as driver:
        driver.app.refresh_feeds.run = _nothing  # type: ignore[method-assign]
        await driver.press("2")
        await driver.shows("To follow")
        driver.lines.put("inspired")
        await driver.press("f")
        await driver.shows("It comes with 2 feeds", "Following")
        await driver.press("enter")
        await driver.until(lambda: not driver.app.screen.query("Ask"))
        await driver.until(lambda: "subscribed: 2 feeds" in driver.said())
    assert len(newcomer.feeds.list()) == 2


async def _nothing(ids: object) -> None:
    return None


async def test_the_feeds_may_be_declined(newcomer: Services) -> None:
    async with driving(newcomer) as driver:
        await driver.press("2")
        await driver.shows("To follow")
        driver.lines.put("inspired")
        await driver.press("f")
        await driver.shows("It comes with 2 feeds")
        await driver.press("escape")
        await driver.until(lambda: not driver.app.screen.query("Ask"))
        assert "followed: Inspired" in driver.text()
    assert newcomer.feeds.list() == []


async def test_following_no_longer(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("2")
        await driver.at("CSPO")
        await driver.press("f")
        await driver.shows("To follow", "no longer followed: CSPO")
        assert "CSPO" in driver.row()


async def test_finding_in_the_list(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("2")
        await driver.at("CSPO")
        await driver.press("slash", *"inspi", "enter")
        await driver.at("Inspired")
        await driver.press("slash", *"zebra", "enter")
        await driver.shows("not found: zebra")
