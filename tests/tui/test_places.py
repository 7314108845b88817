"""Coming back to the page that was open last, whatever the file says that has it."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.tui import places
from tests.tui.driving import driving

if TYPE_CHECKING:
    from pmlearn.wiring import Services

STRANGE: list[Any] = [5, None, [], {}, True, "x", "9" * 50]
ARGUMENTS = {
    "today": "at", "learn": "unfolded", "queue": "words", "stats": "until", "checklist": "curriculum",
    "step": "ref", "choice": "ref", "cards": "card", "gone": "ref", "feeds": "at", "fresh": "ref",
    "reader": "item", "search": "words", "chapters": "item", "keys": "where",
}  # fmt: skip
NOT_KEPT = ("among", "again", "where", "found", "whole", "preview")
"""What pages are made with, and no address has."""


@pytest.mark.parametrize("page", ARGUMENTS)
def test_what_no_page_can_be_made_of_opens_today(learner: Services, page: str) -> None:
    for value in STRANGE:
        for name in (ARGUMENTS[page], "top", "page"):
            learner.place.save({"page": page, name: value})
            assert places.reopen(learner).NAME in (page, "today")


def test_what_is_no_text_comes_back_as_well(learner: Services) -> None:
    learner.place.save({"page": "learn", "unfolded": True})
    assert places.reopen(learner).address()["unfolded"] is True
    for page, name in places.PAGES.items():
        made = signature(getattr(import_module(f"pmlearn.tui.screens.{page}"), name).__init__)
        for argument in list(made.parameters.values())[1:]:
            kept = places.NO_TEXTS.get(argument.name, str).__name__
            assert argument.annotation == kept or argument.name in NOT_KEPT, (page, argument.name)


async def test_after_what_was_found_at_an_address_the_feeds_are_open(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.app.open("found", where="svpg.com", found=(), whole=False)
        await driver.press("ctrl+q")
    assert learner.place.load()["page"] == "feeds"
    assert places.reopen(learner).NAME == "feeds"


async def test_what_is_opened_upon_a_place_for_a_moment_closes_when_a_digit_leaves_it(
    learner: Services,
) -> None:
    async with driving(learner) as driver:
        await driver.press("F")
        await driver.shows("Queue › Feeds")
        await driver.press("enter")
        await driver.shows("Feeds › Lenny's Podcast")
        await driver.press("question_mark")
        await driver.shows("Keys › ")
        await driver.press("3")
        await driver.shows("Inbox")
        await driver.press("1")
        await driver.shows("Fresh for these steps")
        assert len(driver.app.screen_stack) == 1
        # What belongs to the place stays open.
        await driver.press("enter")
        await driver.shows("Done when")
        await driver.press("3", "1")
        await driver.shows("Done when")
