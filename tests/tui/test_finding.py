"""`/` with `n` and `N` on every page that is a text, and on the lists that once went without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.tui import keymap
from tests.tui.driving import driving
from tests.tui.fakes import services, shelf, with_talks

if TYPE_CHECKING:
    from pathlib import Path


PAGES: dict[str, tuple[dict[str, Any], str]] = {
    "step": ({"ref": "talks/guide"}, "you"),
    "gone": ({"curriculum": "talks", "ref": "talks/calls"}, "nobody"),
    "keys": ({"where": "queue"}, "view"),
}


@pytest.mark.parametrize("page", PAGES)
async def test_words_are_found_in_a_text(home: Path, page: str) -> None:
    arguments, words = PAGES[page]
    async with driving(with_talks(home / "pmlearn")) as driver:
        await driver.app.open(page, **arguments)
        await driver.press("n")
        await driver.until(lambda: driver.said() == "nothing was looked for yet: / asks for words")
        await driver.press("slash", *words, "enter")
        await driver.shows("1 of ")
        count = len(driver.app.page.prose.matches)  # type: ignore[union-attr]
        # The row where one is has a mark, for those who see no colours.
        assert words in driver.row().casefold()
        await driver.press("n")
        await driver.shows(f"{1 % count + 1} of {count}")
        await driver.press("N")
        await driver.shows(f"1 of {count} · n next, N before, esc ends it")
        await driver.press("escape")
        await driver.until(lambda: not driver.said() and not driver.row())
        # What was looked for is known all the same.
        await driver.press("N")
        await driver.shows(f"{count} of {count}")
        await driver.press("slash", *"zebra", "enter")
        await driver.shows("not found: zebra")
        assert driver.app.page is not None
        assert page == driver.app.page.NAME


async def test_what_was_found_is_found_again_where_the_text_was_drawn_anew(home: Path) -> None:
    async with driving(with_talks(home / "pmlearn")) as driver:
        await driver.app.open("step", ref="talks/guide")
        await driver.press("slash", *"you", "enter")
        await driver.shows("1 of ")
        await driver.press("space")
        await driver.until(lambda: driver.said().startswith("done"))
        await driver.press("n")
        await driver.shows("1 of ")


async def test_on_a_card_n_is_the_next_match_and_then_the_next_card_again(home: Path) -> None:
    async with driving(with_talks(home / "pmlearn")) as driver:
        await driver.app.open("cards", ref="talks/guide")
        await driver.press("slash", *"PAST", "enter")
        await driver.shows("1 of 1 · n next")
        await driver.press("n")
        await driver.shows("Question 1 of 2", "1 of 1")
        await driver.press("escape", "n")
        await driver.shows("Question 2 of 2")


async def test_an_option_is_found(home: Path) -> None:
    async with driving(with_talks(home / "pmlearn")) as driver:
        await driver.app.open("choice", ref="choice:talks/how")
        await driver.press("slash", *"class", "enter")
        await driver.at("In a class")
        await driver.press("slash", *"my own", "enter", "n", "N")
        await driver.at("On my own")


async def test_a_curriculum_is_found_among_the_first_questions(home: Path) -> None:
    async with driving(services(home / "pmlearn", shelf(), first=True)) as driver:
        await driver.press("enter", "enter")
        await driver.shows("3 of 3")
        await driver.press("slash", *"strategy", "enter")
        await driver.at("Strategy")


def test_every_list_and_every_text_has_the_motions_of_vim() -> None:
    without = {
        "search": "what is typed there is what is looked for",
        "queue": "n goes on to the next item",
        "reader": "n is the next match while there is one",
        "cards": "n is the next match while there is one",
    }
    for page in set(keymap.pages()) - set(keymap.CALLED) - {"note", "linksheet"}:
        keys = {each: key.action for key in keymap.keys_of(page) for each in key.each}
        motions = {"g": "g", "G": "last", "ctrl+d": "page(1)", "ctrl+u": "page(-1)"}
        assert motions.items() <= keys.items(), page
        if page != "search":
            assert keys["slash"] == "find", page
        if page not in without:
            assert (keys["n"], keys["N"]) == ("find_next(1)", "find_next(-1)"), page
