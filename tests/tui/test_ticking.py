"""Ticking what waits, and what is taught elsewhere too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.model.progress import Status
from tests.tui.driving import Driver, driving
from tests.tui.fakes import with_talks

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services

AGAIN = "space once more goes ahead"


@pytest.fixture
def learner(home: Path) -> Services:
    return with_talks(home / "pmlearn")


async def open_at(driver: Driver, page: str, ref: str) -> None:
    if page == "step":
        await driver.app.open("step", ref=ref)
    else:
        await driver.app.open("checklist", curriculum="talks", at=ref)
    await driver.shows("Learn › Talking to users")


@pytest.mark.parametrize("page", ["checklist", "step"])
async def test_a_step_that_waits_is_ticked_by_two_spaces_in_a_row(learner: Services, page: str) -> None:
    async with driving(learner, (170, 40)) as driver:
        await open_at(driver, page, "talks/talk")
        await driver.press("space")
        await driver.shows("“Run five interviews” comes after “Write an interview guide”", AGAIN)
        assert learner.steps.status("talks/talk") is Status.TODO
        await driver.press("space")
        await driver.until(lambda: learner.steps.status("talks/talk") is Status.DONE)
        await driver.until(lambda: driver.said() == "done: Run five interviews ✓")


@pytest.mark.parametrize("between", [("down", "up"), ("u",), ("question_mark", "q"), ("enter",)])
async def test_whatever_comes_in_between_asks_again(learner: Services, between: tuple[str, ...]) -> None:
    async with driving(learner) as driver:
        await open_at(driver, "checklist", "talks/talk")
        await driver.press("space")
        await driver.shows(AGAIN)
        await driver.press(*between)
        await driver.until(lambda: AGAIN not in driver.text())
        await driver.press("space")
        await driver.shows(AGAIN)
    assert learner.steps.status("talks/talk") is Status.TODO


async def test_on_today_it_asks_as_well(learner: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    # Today never proposes what waits; what it proposed may wait by now.
    learner.steps.tick(["talks/guide"])
    async with driving(learner) as driver:
        await driver.at("Run five interviews")
        learner.steps.reopen(["talks/guide"])
        await driver.press("space")
        await driver.shows(AGAIN)
        await driver.press("space")
        await driver.until(lambda: learner.steps.status("talks/talk") is Status.DONE)


async def test_in_a_narrow_line_what_comes_first_has_the_room(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_at(driver, "checklist", "talks/talk")
        await driver.press("space")
        await driver.shows(f"first “Write an interview guide” · {AGAIN}")


async def test_t_ticks_the_same_elsewhere_in_one_action_that_can_be_undone(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_at(driver, "checklist", "talks/guide")
        await driver.press("space")
        await driver.shows("done: Write an interview guide ✓ · t ticks the same in Research basics")
        await driver.press("down", "t")
        await driver.until(lambda: learner.steps.status("basics/questions") is Status.DONE)
        await driver.until(lambda: driver.said() == "done: Write good questions")
        await driver.press("u")
        await driver.until(lambda: learner.steps.status("basics/questions") is Status.TODO)
        assert learner.steps.status("talks/guide") is Status.DONE


@pytest.mark.parametrize("between", [("u",), ("a", "escape", "x"), ("enter",), ("1",)])
async def test_the_offer_is_gone_with_what_comes_next(learner: Services, between: tuple[str, ...]) -> None:
    async with driving(learner) as driver:
        await open_at(driver, "checklist", "talks/guide")
        await driver.press("space")
        await driver.shows("t ticks the same")
        await driver.press(*between)
        await driver.until(lambda: "t ticks the same" not in driver.text())
        await driver.press("t")
        await driver.until(lambda: "nothing is taught elsewhere" in driver.said())
    assert learner.steps.status("basics/questions") is Status.TODO
