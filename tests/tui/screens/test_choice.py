from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pmlearn.model.curriculum import Requirement
from pmlearn.model.progress import Status
from tests.tui.driving import Driver, driving
from tests.tui.fakes import basics, services, talks, with_talks

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


@pytest.fixture
def learner(home: Path) -> Services:
    return with_talks(home / "pmlearn")


async def open_talks(driver: Driver, at: str = "") -> None:
    await driver.app.open("checklist", curriculum="talks", at=at)
    await driver.shows("Learn › Talking to users")


@pytest.mark.parametrize("key", ["enter", "c", "space"])
async def test_a_choice_is_taken_from_its_row(learner: Services, key: str) -> None:
    async with driving(learner) as driver:
        await open_talks(driver, "choice:talks/how")
        await driver.shows("( ) How do you want to learn it?")
        await driver.press(key)
        await driver.shows("Both ways lead to the same place.", "goal: a certificate")
        await driver.press("down", "enter")
        await driver.shows("(x) How do you want to learn it?", "not chosen")
        assert "In a class, with a teacher" in driver.row()
        assert "chosen, 1 step set aside, " in driver.said()
        await driver.press("u")
        await driver.shows("( ) How do you want to learn it?")
    assert not learner.choices.question("talks/how").answer


async def test_the_taken_option_again_takes_the_answer_back(learner: Services) -> None:
    learner.choices.choose("talks/how", "class")
    async with driving(learner) as driver:
        await open_talks(driver, "choice:talks/how")
        await driver.press("enter")
        await driver.at("(x) In a class")
        await driver.press("space")
        await driver.shows("( ) How do you want to learn it?")
    assert not learner.choices.question("talks/how").answer


async def test_a_key_that_is_typed_twice_does_not_take_it_back_at_once(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_talks(driver, "choice:talks/how")
        await driver.press("enter")
        await driver.shows("goal: a certificate")
        await driver.press("enter", "enter")
        await driver.until(lambda: learner.choices.question("talks/how").answer == "alone")
        await driver.pilot.pause(0.1)
    assert learner.choices.question("talks/how").answer == "alone"


@pytest.mark.parametrize("page", ["checklist", "step"])
@pytest.mark.parametrize("key", ["space", "c"])
async def test_a_step_that_asks_is_ticked_by_its_answer_alone(learner: Services, page: str, key: str) -> None:
    async with driving(learner) as driver:
        await open_talks(driver, "talks/level")
        if page == "step":
            await driver.app.open("step", ref="talks/level")
            await driver.shows("Answers", "c answers")
        await driver.press(key)
        await driver.shows("Choose", "stage: you began")
        assert learner.steps.status("talks/level") is Status.TODO
        await driver.press("down", "space")
        await driver.until(lambda: learner.steps.status("talks/level") is Status.DONE)
        if page == "checklist":
            await driver.shows("[x] How many have you talked to?", "A few, with a guide")
        else:
            await driver.shows("(x) A few, with a guide")


@pytest.fixture
def waiting(home: Path) -> Services:
    """`talks/level` comes after `talks/guide`."""
    curriculum = talks()
    modules = tuple(
        replace(
            module,
            steps=tuple(
                replace(step, requires=(Requirement("talks/guide"),)) if step.ref == "talks/level" else step
                for step in module.steps
            ),
        )
        for module in curriculum.modules
    )
    return services(home / "pmlearn", (replace(curriculum, modules=modules), basics()))


@pytest.mark.parametrize("key", ["space", "enter"])
async def test_an_answer_to_a_step_that_waits_is_taken_when_it_is_chosen_once_more(
    waiting: Services, key: str
) -> None:
    async with driving(waiting) as driver:
        await driver.app.open("choice", ref="talks/level")
        await driver.press("down", key)
        await driver.shows("Write an interview guide", "space once more goes ahead")
        assert waiting.steps.status("talks/level") is Status.TODO
        await driver.press(key)
        await driver.until(lambda: waiting.steps.status("talks/level") is Status.DONE)


async def test_another_answer_to_a_step_that_waits_asks_again(waiting: Services) -> None:
    async with driving(waiting) as driver:
        await driver.app.open("choice", ref="talks/level")
        await driver.press("down", "space")
        await driver.shows("space once more goes ahead")
        await driver.press("up")
        await driver.until(lambda: not driver.said())
        await driver.press("space")
        await driver.shows("space once more goes ahead")
    assert waiting.steps.status("talks/level") is Status.TODO


async def test_where_nothing_is_asked_the_line_says_so(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_talks(driver, "talks/guide")
        await driver.press("c")
        await driver.until(lambda: driver.said() == "there is nothing to choose here")


async def test_back_from_a_choice_that_was_open_last_is_its_checklist(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.app.open("choice", ref="choice:talks/how")
        driver.app.action_leave()
    async with driving(learner) as driver:
        await driver.shows("Both ways lead to the same place.")
        await driver.press("q")
        await driver.at("How do you want to learn it?")
