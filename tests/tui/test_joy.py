"""What is said of what is whole; and coming back to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.tui import joy
from tests.tui.driving import driving
from tests.tui.fakes import large, services

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


def test_a_part_says_what_is_done_of_its_step_and_the_last_one_that_it_is_whole(learner: Services) -> None:
    step = learner.steps.find("inspired/teams")[0]
    *some, last = [part.ref for part in step.parts]
    learner.steps.tick(some)
    assert joy.so_far(learner, some) == f"{len(some)} of {len(step.parts)} parts"
    assert joy.so_far(learner, some, brief=True) == ""
    learner.steps.tick([last])
    assert joy.so_far(learner, [last], brief=True) in ("step done \u2713", "module done \u2713")


def test_a_curriculum_that_is_whole_says_its_size_and_undo_says_nothing(learner: Services) -> None:
    refs = [step.ref for step in learner.curricula.get("cspo").steps()]
    outcome = learner.steps.tick(refs, anyway=True)
    assert joy.so_far(learner, outcome.changed) == "CSPO is done: 2 steps, 16 h 30 \u2713"
    # Over a thin line a tick has to stay within 100 bytes.
    assert joy.so_far(learner, outcome.changed, brief=True) == "all is done \u2713"
    undone = learner.history.undo(outcome.action)
    assert joy.so_far(learner, undone.changed) == ""


def test_what_is_no_step_is_nothing_to_be_glad_of(learner: Services) -> None:
    changed = ("inspired", "7f3a9cdeab", "choice:talks/how", "inspired/there-is-no-such-step")
    assert joy.so_far(learner, changed) == ""


async def test_the_line_says_so_and_undo_takes_it_away(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("space")
        await driver.shows("done: The product manager", "parts")
        await driver.press("u")
        await driver.until(lambda: "undone" in driver.said())
        assert "parts" not in driver.text().splitlines()[-2]


async def test_the_next_start_shows_the_same_rows_with_the_cursor_where_it_was(home: Path) -> None:

    known = services(home / "pmlearn", (large(),))
    async with driving(known) as driver:
        await driver.app.open("checklist", curriculum="large")
        await driver.press("pagedown", "down", "pagedown", "up")
        before = (driver.lines.key, driver.lines.top)
        assert before[1] > 0
    async with driving(services(home / "pmlearn", (large(),))) as driver:
        await driver.shows("The long way")
        assert (driver.lines.key, driver.lines.top) == before
