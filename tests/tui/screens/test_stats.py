from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.tui import places
from tests.tui.driving import driving
from tests.tui.fakes import large, services
from tests.tui.years import after_a_year

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services
    from tests.tui.driving import Driver


@pytest.fixture
def year(home: Path) -> Services:
    return after_a_year(home / "pmlearn")


def column(driver: Driver, text: str) -> int:
    return next(line.index(text) for line in driver.text().splitlines() if text in line)


async def test_a_year_has_its_pictures_and_the_same_as_text(year: Services) -> None:
    view = year.stats.view()
    async with driving(year) as driver:
        await driver.press("4")
        await driver.shows("A year", "Mon ", "← today", "Minutes a week", "5 h goal")
        await driver.shows(
            f"{view.totals.days} days of the last 365, {view.totals.lately} in the last two weeks"
        )
        await driver.shows(f"{view.totals.units} ticks in {view.totals.steps} steps")
        map_rows = [line for line in driver.text().splitlines()[4:11] if line]
        assert sum(row.count(shade) for row in map_rows for shade in "░▒▓█") == view.totals.days
        # The headings unfold; what the months say adds up to the year.
        await driver.press("enter")
        await driver.shows("- A year", "Nov 2026")
        await driver.press(*["down"] * 13)
        await driver.at("Nov 2025")
        await driver.press("enter")
        await driver.at("+ A year")
        await driver.press("down", "enter")
        await driver.at("- Minutes a week")
        await driver.shows("This week", "16 Nov")
        await driver.press("enter", "down")
        await driver.at("CSPO")
        assert "Curricula" in driver.text()


async def test_enter_opens_a_curriculum_and_a_feed_and_back_is_where_one_was(year: Services) -> None:
    async with driving(year) as driver:
        await driver.press("4")
        await driver.shows("A year")
        await driver.press("slash", *"cspo", "enter")
        await driver.at("CSPO")
        await driver.press("enter")
        await driver.shows("Learn › CSPO")
        await driver.press("q")
        await driver.at("CSPO")
        await driver.press("G")
        await driver.at("Lenny's Podcast")
        await driver.shows("Never read from", "SVPG", "3 items read")
        await driver.press("enter")
        await driver.shows("Queue › Feeds › Lenny's Podcast", "Hiring your first")


async def test_a_year_before_and_back(year: Services) -> None:
    async with driving(year) as driver:
        await driver.press("4", "right_square_bracket")
        await driver.until(lambda: driver.said() == "this is the year up to today")
        await driver.press("left_square_bracket")
        await driver.shows("A year up to 23 Nov 2025", "1 day of the 365 up to 23 Nov 2025")
        assert "today" not in driver.text().splitlines()[10]
        await driver.press("left_square_bracket")
        await driver.until(lambda: driver.said() == "nothing was done before this year")
        assert driver.app.page is not None
        kept = driver.app.page.address()
        await driver.press("escape")
        await driver.shows("← today")
    page = places.make("stats", **kept)
    page.accept(page.fetch(year))
    assert page.address()["until"] == "2025-11-23"


async def test_two_sides_of_which_one_is_in_use(year: Services) -> None:
    async with driving(year, (120, 40)) as driver:
        await driver.press("4")
        await driver.shows("A year", "Curricula", "Never read from")
        assert column(driver, "Curricula") > column(driver, "A year") + 57
        assert driver.text().count("+ ") == 3  # headings that unfold
        assert driver.text().count("▸") == 1
        await driver.press("tab")
        await driver.until(lambda: "▸ CSPO" in driver.text())
        assert driver.text().count("▸") == 1
        # Where there is less room, the sections stand below each other, and the cursor stays on its row.
        await driver.pilot.resize_terminal(80, 24)
        await driver.at("CSPO")
        await driver.pilot.resize_terminal(120, 40)
        await driver.shows("│", "▸ CSPO")
        await driver.press("tab", "enter")
        await driver.shows("- A year")
        await driver.pilot.click(offset=(70, 4))
        await driver.until(lambda: driver.text().count("+ ") == 2)
        assert driver.text().count("▸") == 1


async def test_every_place_has_its_name_in_the_header_even_in_forty_columns(year: Services) -> None:
    for width in (40, 50, 80):
        async with driving(year, (width, 16)) as driver:
            await driver.press("4")
            await driver.shows("A year")
            header = driver.text().splitlines()[0]
            assert all(f"{at} {place.title}" in header for at, place in enumerate(places.PLACES, 1))
            assert cells_fit(driver, width)
            await driver.pilot.click(offset=(header.index("2 Learn"), 0))
            await driver.shows("Begun")


def cells_fit(driver: Driver, width: int) -> bool:
    return max(map(len, driver.text().splitlines())) <= width


async def test_a_tick_elsewhere_shows_and_a_newcomer_is_told_what_to_press(home: Path) -> None:
    known = services(home / "pmlearn", (large(20),))
    async with driving(known) as driver:
        await driver.press("4")
        await driver.shows("Nothing yet", "1 says what to do next", "2 lets you choose")
        await driver.press("1", "space")
        await driver.until(lambda: "done" in driver.said())
        await driver.press("4")
        await driver.shows("1 day of the last 365", "1 tick in 1 step · 25 min", "░")
