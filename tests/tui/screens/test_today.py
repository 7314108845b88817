from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.problem import Problem, Severity
from pmlearn.model.progress import Status
from pmlearn.model.queue import State
from tests.tui.driving import driving
from tests.tui.fakes import services

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from pmlearn.wiring import Services


async def test_it_says_what_to_do_next_with_the_cursor_on_it(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.shows("Next", "Fresh for these steps", "Hiring your first product manager", "Queue")
        assert "The product manager" in driver.row()


async def test_a_newcomer_has_something_to_do(newcomer: Services) -> None:
    async with driving(newcomer) as driver:
        await driver.shows("Start here", "Press 2 to choose", "Press F to add feeds")
        assert driver.lines.key.startswith("step:")


async def test_space_ticks_and_the_next_unit_takes_its_place(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("space")
        await driver.at("The designer")
        assert driver.said() == "done: The product manager"
    assert learner.steps.status("inspired/teams/2") is Status.DONE


async def test_x_skips_and_u_takes_it_back_and_ctrl_r_does_it_again(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("x")
        await driver.shows("The designer")
        await driver.press("u")
        await driver.at("The product manager")
        await driver.press("ctrl+r")
        await driver.until(lambda: "The product manager" not in driver.row())
    assert learner.steps.status("inspired/teams/2") is Status.SKIPPED


async def test_enter_opens_the_step_and_q_comes_back(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("enter")
        await driver.shows("Done when", "You can say which principles")
        await driver.press("q")
        await driver.shows("Fresh for these steps")


async def test_enter_on_something_fresh_reads_it(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("down", "down", "enter")
        await driver.shows("It learns with users")


async def test_done_with_something_fresh(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("down", "down")
        await driver.at("part 0")
        await driver.press("space")
        await driver.until(lambda: "part 0" not in driver.text().replace(driver.said(), ""))
        await driver.press("x")
        await driver.until(lambda: driver.said().startswith("dropped"))
    assert learner.queue.counts()[State.DONE] == 1


async def test_the_queue_row_goes_to_the_queue(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("G", "enter")
        await driver.shows("Inbox")


async def test_a_broken_file_costs_one_line(home: Path) -> None:
    problem = Problem("/c/bad.yaml", 3, 5, Severity.ERROR, "syntax", "this is no mapping")
    async with driving(services(home / "pmlearn", problems=[problem])) as driver:
        await driver.shows("1 curriculum file cannot be read")
        await driver.press("2")
        await driver.shows("bad.yaml:3: this is no mapping", "Inspired")


async def test_nothing_at_all_still_says_what_to_press(home: Path) -> None:
    async with driving(services(home / "pmlearn", ())) as driver:
        await driver.shows("There is no curriculum to follow yet", "What helps with them will stand here")


async def test_a_suggestion_has_the_whole_row_for_its_title(home: Path) -> None:
    from tests.tui.fakes import large

    async with driving(services(home / "pmlearn", (large(),))) as driver:
        await driver.shows("Start here · The long way")
        steps = [line for line in driver.text().splitlines() if "[ ]" in line]
        assert steps
        assert not any("%" in line or "The long way" in line for line in steps)


async def test_a_page_that_one_comes_back_to_says_nothing_of_before(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("space")
        await driver.until(lambda: driver.said().startswith("done"))
        await driver.press("2")
        await driver.shows("Following")
        await driver.press("1")
        await driver.shows("Fresh for these steps")
        await driver.until(lambda: driver.said() == "")


async def test_where_nothing_can_be_kept_undo_is_not_offered(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(learner), "why_not_kept", lambda _: "the disk is full")
    async with driving(learner) as driver:
        await driver.shows("the disk is full", "space tick")
        await driver.until(lambda: "u undo" not in driver.text())
