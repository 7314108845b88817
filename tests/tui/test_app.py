from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError
from tests.tui.driving import driving
from tests.tui.fakes import inspired, scrum, services

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from pmlearn.services.outcome import Outcome
    from pmlearn.wiring import Services


async def test_another_window_is_seen_without_moving_the_cursor(learner: Services, home: Path) -> None:
    other = services(home / "pmlearn", (inspired(), scrum()))
    async with driving(learner) as driver:
        await driver.press("2")
        await driver.shows("Following")
        driver.lines.put("inspired")
        await driver.press("enter")
        await driver.at("The product manager")
        other.steps.tick(["inspired/teams/3"])
        await driver.shows("[x] The designer", "22%")
        assert "The product manager" in driver.row()


async def test_closing_while_something_stirs_leaves_nothing_unawaited(
    learner: Services, recwarn: pytest.WarningsRecorder
) -> None:
    async with driving(learner) as driver:
        driver.app._stirred({"steps"})
        driver.app.workers.cancel_all()
    gc.collect()
    assert not [each for each in recwarn if "never awaited" in str(each.message)]


async def test_undo_leaves_alone_what_another_window_did(learner: Services, home: Path) -> None:
    other = services(home / "pmlearn", (inspired(), scrum()))
    async with driving(learner) as driver:
        other.steps.tick(["inspired/teams/3"])
        await driver.press("u")
        await driver.shows("nothing to undo in this window")
        await driver.press("ctrl+r")
        await driver.shows("nothing to redo in this window")


async def test_what_fails_is_one_line(learner: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(refs: list[str], *, anyway: bool) -> Outcome:
        raise StoreError("the disk is full", "make room")

    monkeypatch.setattr(learner.steps, "toggle", full)
    async with driving(learner) as driver:
        await driver.press("space")
        await driver.shows("the disk is full · make room")
        await driver.at("The product manager")


async def test_it_comes_back_to_the_page_and_the_row(home: Path) -> None:
    async with driving(services(home / "pmlearn")) as driver:
        await driver.press("2")
        await driver.shows("To follow")
        driver.lines.put("inspired")
        await driver.press("enter", "down")
        await driver.at("The product manager")
    async with driving(services(home / "pmlearn")) as driver:
        await driver.at("The product manager")
        await driver.press("q")
        await driver.at("Inspired")


async def test_a_place_that_is_gone_opens_today(home: Path) -> None:
    for place in (
        {"page": "checklist", "curriculum": "burnt"},
        {"page": "nowhere"},
        {"page": "step", "x": 1},
    ):
        known = services(home / "pmlearn")
        known.place.save(place)
        async with driving(known) as driver:
            await driver.shows("Start here")


async def test_each_place_keeps_what_was_open_in_it(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("2")
        await driver.at("CSPO")
        await driver.press("enter")
        await driver.shows("Learn › CSPO")
        await driver.press("3")
        await driver.shows("Inbox")
        await driver.press("2")
        await driver.shows("Learn › CSPO")
        await driver.press("2")
        await driver.shows("Following")
        await driver.press("1")
        await driver.shows("Fresh for these steps")


async def test_escape_never_leaves_and_q_does(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("escape", "left", "h")
        assert driver.app.is_running
        await driver.shows("Next")
        await driver.press("q")
        await driver.until(lambda: driver.app._exit)


async def test_the_mouse_chooses_opens_and_goes_places(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.pilot.click("Header", offset=(24, 0))
        await driver.shows("Following")
        await driver.pilot.click("Lines", offset=(8, 2))
        await driver.at("Inspired")
        await driver.pilot.click("Lines", offset=(8, 2))
        await driver.shows("Learn › Inspired")


async def test_what_nobody_asked_for_is_said_behind_the_answer_to_a_key(learner: Services) -> None:
    async with driving(learner) as driver:
        driver.app.say("nothing was kept", bad=True, then="make room")
        driver.app.tell("no backup was made")
        assert driver.said() == "nothing was kept · no backup was made"
        await driver.shows("nothing was kept · no backup was made · make room")
        driver.app.say("")
        driver.app.tell("no backup was made")
        assert driver.said() == "no backup was made"
