"""What is fresh for a step, and what is said of it by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.driving import driving

if TYPE_CHECKING:
    from pmlearn.wiring import Services

TEAMS = "inspired/teams"


async def test_f_on_a_step_shows_what_helps_with_the_reason(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("enter")
        await driver.shows("Done when")
        await driver.press("f")
        await driver.shows(
            "Fresh for this step", "matches discovery in Inspired", "matches teams in Inspired"
        )
        await driver.shows("Learn › Product teams", "7 items · 1 h 36")


async def test_where_nothing_is_fresh_no_key_for_it_is_offered(newcomer: Services) -> None:
    async with driving(newcomer) as driver:
        await driver.app.open("fresh", ref=TEAMS)
        await driver.shows("Nothing that helps with it", " r refresh   q back   u undo")


async def test_minus_takes_an_item_away_and_u_brings_it_back(learner: Services) -> None:
    before = len(learner.matching.fresh(TEAMS))
    async with driving(learner) as driver:
        await driver.app.open("fresh", ref=TEAMS)
        await driver.shows("Fresh for this step")
        await driver.press("minus")
        await driver.until(lambda: driver.said().startswith("not for “Product teams”"))
        assert len(learner.matching.fresh(TEAMS)) == before - 1
        await driver.press("u")
        await driver.until(lambda: driver.said().startswith("undone"))
    assert len(learner.matching.fresh(TEAMS)) == before


async def test_plus_lets_an_item_count_with_a_note(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.app.open("fresh", ref=TEAMS)
        await driver.shows("Fresh for this step")
        await driver.press("plus")
        await driver.shows("For 1 Product teams")
        await driver.press("enter")
        await driver.shows("What you take from it")
        await driver.press(*"three", "enter")
        await driver.until(lambda: driver.said().startswith("counts for"))
    (read,) = learner.checklists.detail(TEAMS).reads
    assert read.note == "three"


async def test_minutes_are_filled_on_today_and_esc_shows_everything(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("m")
        await driver.shows("Minutes that you have")
        await driver.press(*["space"] * 5, *"2x", "enter")
        await driver.until(lambda: driver.said() == "not a number of minutes: 2x")
        await driver.press("m")
        await driver.shows("Minutes that you have")
        await driver.press(*["space"] * 5, *"22", "enter")
        await driver.until(lambda: driver.said().startswith("what fits into 22 min"))
        assert driver.text().count("product trio") == 1
        await driver.press("escape")
        await driver.until(lambda: driver.text().count("product trio") > 1)
