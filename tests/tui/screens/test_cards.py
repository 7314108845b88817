from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.driving import driving
from tests.tui.fakes import with_talks

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


@pytest.fixture
def learner(home: Path) -> Services:
    return with_talks(home / "pmlearn")


async def test_a_question_its_answer_and_the_next_until_the_end(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.app.open("step", ref="talks/guide")
        await driver.press("G")
        await driver.shows("p practises 2 cards")
        await driver.press("p")
        await driver.shows("Question 1 of 2", "Why ask about the past?", "space shows the answer")
        assert "fact" not in driver.text()
        await driver.press("space")
        await driver.shows("What people did is a fact.")
        await driver.press("enter")
        await driver.shows("Question 2 of 2", "What is wrong with yes?")
        assert "what you want to hear" not in driver.text()
        await driver.press("N")
        await driver.shows("Question 1 of 2")
        assert "fact" not in driver.text()
        await driver.press("N")
        await driver.until(lambda: driver.said() == "this is the first card")
        await driver.press("n", "n")
        await driver.shows("That was all: 2 cards.")
        await driver.press("space")
        await driver.until(lambda: driver.said() == "that was all: q goes back")
        await driver.press("q")
        await driver.shows("p practises 2 cards")


async def test_a_module_has_the_cards_of_all_its_steps(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.app.open("checklist", curriculum="talks", at="module:before")
        await driver.press("p")
        await driver.shows("Question 1 of 3", "Write an interview guide")
        await driver.press("n", "n")
        await driver.shows("Question 3 of 3", "Run five interviews", "How many talks show most of it?")


@pytest.mark.parametrize(
    ("at", "said"), [("module:after", "no step of this module"), ("talks/short", "this step has no cards")]
)
async def test_where_there_are_none_the_line_says_so(learner: Services, at: str, said: str) -> None:
    async with driving(learner) as driver:
        await driver.app.open("checklist", curriculum="talks", at=at)
        await driver.press("p")
        await driver.until(lambda: said in driver.said())


async def test_the_next_start_comes_back_to_the_card(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.app.open("cards", ref="talks", module="before")
        await driver.press("n")
        await driver.shows("Question 2 of 3")
    async with driving(learner) as driver:
        await driver.shows("Question 2 of 3")
        await driver.press("q")
        await driver.at("Before the first talk")
