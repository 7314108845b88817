from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pmlearn.model.progress import Status
from tests.tui.driving import Driver, driving
from tests.tui.fakes import large, services, with_talks

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from pmlearn.wiring import Services


async def open_inspired(driver: Driver) -> None:
    await driver.press("2")
    await driver.shows("Following")
    driver.lines.put("inspired")
    await driver.press("enter")
    await driver.shows("Learn › Inspired", "11%")


async def test_modules_steps_and_parts_with_their_boxes(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_inspired(driver)
        await driver.shows(
            "[~] Product teams", "[x] Principles of strong teams", "People at scale (optional)"
        )
        assert "[~] The product manager" in driver.row()


async def test_space_ticks_unticks_and_the_header_counts(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_inspired(driver)
        await driver.press("space")
        await driver.shows("[x] The product manager", "22%")
        await driver.press("space")
        await driver.shows("[ ] The product manager", "11%")


async def test_ticking_a_step_ticks_its_open_parts_and_undo_gives_each_back_its_own(
    learner: Services,
) -> None:
    async with driving(learner) as driver:
        await open_inspired(driver)
        driver.lines.put("inspired/teams")
        await driver.press("space")
        await driver.shows("[x] The designer")
        await driver.press("u")
        await driver.shows("[ ] The designer", "[~] The product manager")


async def test_skipping(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_inspired(driver)
        await driver.press("x")
        await driver.shows("[-] The product manager")


async def test_folding(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_inspired(driver)
        await driver.press("h")
        await driver.at("Product teams")
        await driver.press("h")
        await driver.at("- The right people")
        await driver.press("h")
        await driver.at("+ The right people")
        assert "Engineers" not in driver.text()
        await driver.press("l")
        await driver.shows("Engineers")
        await driver.press("Z")
        await driver.until(lambda: "Roadmaps" not in driver.text())
        await driver.press("h")
        await driver.shows("Following")


async def test_a_module_has_no_box(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_inspired(driver)
        await driver.press("g", "g", "space")
        await driver.shows("this is a module")


async def test_a_long_curriculum_opens_at_what_is_next_with_the_rest_folded(home: Path) -> None:
    known = services(home / "pmlearn", (large(),))
    known.steps.tick(["large/s0"])
    async with driving(known) as driver:
        await driver.press("2")
        await driver.at("The long way")
        await driver.press("enter")
        await driver.at("Step number 1:")
        rows = driver.lines.rows
        assert sum(1 for at in range(len(rows)) if rows.key(at)) == 20 + 50


async def test_what_is_folded_is_found(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_inspired(driver)
        await driver.press("Z")
        await driver.until(lambda: "Roadmaps" not in driver.text())
        await driver.press("slash", *"vision", "enter")
        await driver.at("Vision and strategy")
        assert "Framing" not in driver.text()


async def test_the_second_pane_follows_the_cursor(learner: Services) -> None:
    async with driving(learner, (120, 40)) as driver:
        await open_inspired(driver)
        await driver.shows("15 min · book", "Done when")
        driver.lines.put("inspired/vision")
        await driver.shows("1 h 30 · exercise", "to do")
        await driver.press("g", "g")
        await driver.shows("0 of 3 steps · 1 h 10 left")


async def test_over_a_thin_line_the_second_pane_waits_for_enter(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "here")
    async with driving(learner, (120, 40)) as driver:
        await driver.app.open("checklist", curriculum="inspired")
        await driver.shows("Learn › Inspired", "15 min · book")
        driver.lines.put("inspired/vision")
        await driver.pilot.pause(0.3)
        assert "1 h 30 · exercise" not in driver.text()
        await driver.press("enter")
        await driver.shows("1 h 30 · exercise", "to do")
        await driver.press("enter")
        await driver.shows("The right product")
        assert driver.app.page is not None
        assert driver.app.page.NAME == "step"


async def test_fresh_shows_what_helps_with_the_step(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_inspired(driver)
        await driver.press("f")
        await driver.shows("Product teams", "Fresh for this step", "The product trio", "7 items")
        await driver.press("q")
        await driver.shows("Learn › Inspired")


async def test_a_note_of_several_lines_is_written_here(learner: Services) -> None:
    async with driving(learner) as driver:
        await open_inspired(driver)
        await driver.press("a")
        await driver.shows("Note › The product manager")
        await driver.press(*"shared", "enter", *"goals", "ctrl+s")
        await driver.until(lambda: driver.said() == "noted: The product manager")
    assert learner.checklists.detail("inspired/teams/2").notes[0].text == "shared\ngoals"
    assert learner.steps.status("inspired/teams/2") is Status.DOING


async def open_talks(driver: Driver, at: str = "") -> None:
    await driver.app.open("checklist", curriculum="talks", at=at)
    await driver.shows("Learn › Talking to users")


def line_of(driver: Driver, words: str) -> str:
    return next(line for line in driver.text().splitlines() if words in line)


async def test_what_waits_and_what_is_set_aside_say_so_and_do_not_count(home: Path) -> None:
    known = with_talks(home / "pmlearn")
    async with driving(known) as driver:
        await open_talks(driver)
        assert "Write an interview guide" in driver.row()  # the first that one can begin with
        assert "comes later" in line_of(driver, "Run five interviews")
        assert "another way" in line_of(driver, "the long book")
        await driver.press("space")
        await driver.shows("[x] Write an interview guide", "20%", "1/5")  # of the two ways one counts
        assert "comes later" not in driver.text()
        known.choices.choose("talks/how", "alone")
        await driver.app.renew()
        await driver.shows("not chosen", "20%")


async def test_what_is_no_longer_in_it_is_folded_below_and_stays_as_it_is(home: Path) -> None:
    known = with_talks(home / "pmlearn")
    async with driving(known) as driver:
        await open_talks(driver)
        assert "questionnaire" not in driver.text()
        await driver.press("G")
        await driver.at("+ No longer in it")
        await driver.press("space")
        await driver.until(lambda: "enter shows what you did" in driver.said())
        await driver.press("enter", "down")
        await driver.at("[x] Hand out a questionnaire")
        await driver.press("enter")
        await driver.until(lambda: "done 22 Nov · retired by its authors" in driver.said())
        for key in ("space", "x", "a", "e", "o", "f", "c", "p"):
            driver.app.say("")
            await driver.press(key)
            await driver.until(lambda: "what you did is kept" in driver.said())
        await driver.press("down", "enter")
        await driver.shows("No longer in it", "done 22 Nov · gone from the curriculum", "nobody picked up")
        await driver.press("q")
        await driver.at("Calls")
        await driver.press("h")
        await driver.at("- No longer in it")
        await driver.press("h")
        await driver.at("+ No longer in it")
    assert [orphan.status for orphan in known.checklists.of("talks").orphans] == [Status.DONE, Status.DONE]


async def test_what_is_no_longer_in_it_is_found_and_read_in_the_second_pane(home: Path) -> None:
    async with driving(with_talks(home / "pmlearn"), (120, 40)) as driver:
        await open_talks(driver)
        await driver.press("slash", *"calls", "enter")
        await driver.at("Calls")
        await driver.shows("gone from the curriculum", "nobody picked up")


async def test_the_second_pane_shows_a_choice(home: Path) -> None:
    async with driving(with_talks(home / "pmlearn"), (120, 40)) as driver:
        await open_talks(driver, "choice:talks/how")
        await driver.shows("Both ways lead to the same place.", "goal: a certificate", "enter chooses")


async def test_evidence_is_attached_and_what_was_mistyped_is_offered_again(home: Path) -> None:
    known = with_talks(home / "pmlearn")
    async with driving(known, (120, 40)) as driver:
        await open_talks(driver, "talks/guide")
        await driver.press("e", *"http:/x", "enter")
        await driver.until(lambda: "no file" in driver.said())
        await driver.press("e")
        await driver.shows("File or address http:/x")
        await driver.press(*["backspace"] * 7, *"https://example.org/g", "enter")
        await driver.until(lambda: driver.said().startswith("attached to Write an interview guide"))
        await driver.shows("2 https://example.org/g")
        await driver.press("u")
        await driver.shows("e attaches a file or an address")
        await driver.press("e")
        await driver.shows("File or address")
        assert "https" not in driver.text().splitlines()[-2]
    assert known.checklists.detail("talks/guide").evidence == ()


async def test_what_it_is_about_stays_until_it_is_opened_once_more(home: Path) -> None:
    known = services(home / "pmlearn", (replace(large(20), summary="For patient people."),))
    async with driving(known) as driver:
        await driver.app.open("checklist", curriculum="large")
        await driver.shows("For patient people.")
        await driver.press("space")
        await driver.until(lambda: driver.said().startswith("done: Step number 0"))
        assert "For patient people." in driver.text()
        await driver.press("q")
        await driver.shows("Next · The long way")
        await driver.app.open("checklist", curriculum="large")
        await driver.shows("[x] Step number 0")
        assert "For patient people." not in driver.text()
