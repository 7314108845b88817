from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pmlearn.model.curriculum import Requirement
from pmlearn.model.progress import Status
from pmlearn.tui.screens.choice import ChoicePage
from tests.tui.driving import Driver, driving
from tests.tui.fakes import basics, measures, services, talks, with_talks

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.services.outcome import Outcome
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


STAND = "measures/stand"
PARTS = [f"{STAND}/{name}" for name in ("independence", "scope", "fog")]


@pytest.fixture
def measuring(home: Path) -> Services:
    return services(home / "pmlearn", (measures(),))


def answers(known: Services) -> list[str]:
    given = known.checklists.detail(STAND).answers
    return [given.get(ref, "") for ref in PARTS]


async def open_stand(driver: Driver, page: str, at: str = STAND) -> None:
    if page == "step":
        await driver.app.open("step", ref=at)
        await driver.shows("Learn › Measures › Today")
    else:
        await driver.app.open("checklist", curriculum="measures", at=at)
        await driver.shows("Learn › Measures", "Today")


@pytest.mark.parametrize("page", ["checklist", "step"])
@pytest.mark.parametrize("key", ["space", "c"])
async def test_a_step_whose_parts_ask_is_answered_from_one_to_the_next(
    measuring: Services, page: str, key: str
) -> None:
    async with driving(measuring) as driver:
        await open_stand(driver, page)
        await driver.press(key)
        await driver.shows("Independence: how far", "1 of 3")
        assert measuring.steps.status(STAND) is Status.TODO
        await driver.press("down", "enter")
        await driver.shows("Scope: what", "2 of 3", "chosen: Alone")
        assert "( ) With a hand" in driver.row()
        await driver.press("down", "down", "space")
        await driver.shows("Fog: how clear", "3 of 3")
        await driver.press("enter")
        await driver.shows("[x] Fog", "[ ] Show it to somebody", "chosen: With a hand")
        assert driver.app.page is not None
        assert page == driver.app.page.NAME
        assert answers(measuring) == ["alone", "next", "hand"]
        # What is left asks nothing: it is ticked, and the ticks are taken away, as ever.
        await driver.press("space")
        await driver.until(lambda: measuring.steps.status(STAND) is Status.DONE)
        await driver.press("space")
        await driver.until(lambda: measuring.steps.status(STAND) is Status.TODO)
        await driver.press("c")
        await driver.shows("1 of 3", "(x) Alone")
    assert answers(measuring) == ["alone", "next", "hand"]


async def test_escape_leaves_and_keeps_what_was_answered(measuring: Services) -> None:
    async with driving(measuring) as driver:
        await open_stand(driver, "checklist", PARTS[1])
        await driver.press("space")
        await driver.shows("2 of 3")
        await driver.press("enter")
        await driver.shows("3 of 3")
        await driver.press("escape")
        await driver.at("Scope: what")
        await driver.shows("[~] Place yourself", "1 of 4")
        # The answer that comes last in time is perhaps not that of the last part.
        driver.lines.put(PARTS[2])
        await driver.press("c")
        await driver.shows("3 of 3")
        await driver.press("down", "enter")
        await driver.shows("Independence: how far", "1 of 3")
    assert answers(measuring) == ["", "hand", "alone"]


async def test_u_takes_back_answer_by_answer_and_asks_again(measuring: Services) -> None:
    async with driving(measuring) as driver:
        await open_stand(driver, "checklist")
        await driver.press("space")
        await driver.shows("1 of 3")
        await driver.press("enter")
        await driver.shows("2 of 3")
        await driver.press("enter")
        await driver.shows("3 of 3")
        await driver.press("u")
        await driver.shows("2 of 3", "undone: the answer to Scope")
        assert answers(measuring) == ["hand", "", ""]
        await driver.press("u")
        await driver.shows("1 of 3")
        await driver.press("down", "enter")
        await driver.shows("2 of 3")
    assert answers(measuring) == ["alone", "", ""]


async def test_a_key_that_is_typed_before_the_next_question_is_there_does_not_answer_it(
    measuring: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(measuring) as driver:
        await driver.app.open("choice", ref=STAND)
        await driver.shows("1 of 3")
        page, choose, asked = driver.app.page, driver.app.choose, []
        assert isinstance(page, ChoicePage)
        reload = page.reload

        async def typed_ahead() -> None:
            page.action_take()
            await reload()
            page.action_take()

        async def counted(ref: str, option: str) -> Outcome | None:
            asked.append(ref)
            return await choose(ref, option)

        monkeypatch.setattr(page, "reload", typed_ahead)
        monkeypatch.setattr(driver.app, "choose", counted)
        await driver.press("enter")
        await driver.shows("2 of 3")
        await driver.press("down", "enter")
        await driver.shows("3 of 3")
    assert asked == PARTS[:2]
    assert answers(measuring) == ["hand", "alone", ""]


async def test_an_answer_that_is_taken_back_leads_back(measuring: Services) -> None:
    measuring.choices.choose(PARTS[0], "hand")
    async with driving(measuring) as driver:
        await open_stand(driver, "checklist", PARTS[0])
        await driver.press("c")
        await driver.shows("(x) With a hand", "1 of 3")
        await driver.press("enter")
        await driver.shows("answer taken back", "[ ] Place yourself")
    assert answers(measuring) == ["", "", ""]


async def test_a_step_of_which_all_is_answered_opens_its_first_question(measuring: Services) -> None:
    for ref in PARTS:
        measuring.choices.choose(ref, "others")
    async with driving(measuring) as driver:
        await open_stand(driver, "step")
        await driver.press("c")
        await driver.shows("Independence: how far", "1 of 3")
        await driver.at("(x) Others work")


async def test_ticks_without_an_answer_are_taken_away_by_space_and_c_asks(measuring: Services) -> None:
    measuring.steps.tick([STAND], anyway=True)
    async with driving(measuring) as driver:
        await open_stand(driver, "checklist")
        await driver.press("c")
        await driver.shows("1 of 3")
        await driver.press("escape")
        await driver.at("[x] Place yourself")
        await driver.press("space")
        await driver.until(lambda: measuring.steps.status(STAND) is Status.TODO)


async def test_today_asks_and_goes_on(measuring: Services) -> None:
    measuring.curricula.follow(["measures"])
    async with driving(measuring) as driver:
        await driver.at("Independence")
        await driver.press("space")
        await driver.shows("1 of 3")
        await driver.press("enter")
        await driver.shows("2 of 3")
        await driver.press("escape")
        await driver.at("Scope")


@pytest.mark.parametrize(
    ("ref", "hint"),
    [
        ("talks/talk", "space, pressed twice, ticks this all the same"),
        ("talks/level", "an answer, chosen twice, is taken all the same"),
    ],
)
async def test_what_waits_says_how_it_is_done_all_the_same(waiting: Services, ref: str, hint: str) -> None:
    async with driving(waiting) as driver:
        await driver.app.open("step", ref=ref)
        await driver.shows("First", hint)


@pytest.mark.parametrize("size", [(80, 24), (50, 16)])
async def test_the_answers_stand_on_the_page_and_their_places_in_the_rows(
    measuring: Services, size: tuple[int, int]
) -> None:
    measuring.choices.choose(PARTS[1], "alone")
    async with driving(measuring, size) as driver:
        await open_stand(driver, "step")
        await driver.shows("Alone, on what I was given · 2 of 4", "c answers")
        await open_stand(driver, "checklist", PARTS[1])
        await driver.at("2 of 4")


async def test_options_that_are_out_of_sight_are_counted(measuring: Services) -> None:
    async with driving(measuring, (50, 16)) as driver:
        await driver.app.open("choice", ref=STAND)
        await driver.shows("2 more below")
        await driver.press("down", "down")
        await driver.at("I say what comes next")
        await driver.until(lambda: "more below" not in driver.text())
        await driver.press("home")
        await driver.shows("2 more below")
        await driver.pilot.resize_terminal(80, 30)
        await driver.until(lambda: "more below" not in driver.text())


def test_what_a_question_is_for_leaves_its_options_half_of_the_window(measuring: Services) -> None:
    from pmlearn.tui.screens.choice import rows_of

    question = replace(measuring.choices.question(PARTS[0]), why="Everybody has an answer to it. " * 8)

    def before_options(width: int, height: int) -> int:
        lines = [line for row in rows_of(question, (width, height)) for line in row.fit(width)]
        return next(at for at, line in enumerate(lines) if line.key)

    assert before_options(36, 7) == 2 + 1 + 1
    assert before_options(46, 11) <= 6
    assert before_options(76, 40) == 1 + 4 + 1


async def test_on_a_choice_the_footer_says_that_space_chooses(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_talks(driver, "talks/guide")
        await driver.shows("space tick")
        driver.lines.put("choice:talks/how")
        await driver.shows("space choose")
        driver.lines.put("talks/guide")
        await driver.shows("space tick")
