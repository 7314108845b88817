"""The first questions: answered, skipped, asked again, and nothing half written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.model.stage import STAGES
from pmlearn.tui.welcomerows import stage_rows
from pmlearn.tui.widgets.rows import Text
from tests.tui.driving import driving
from tests.tui.fakes import LENNY, SVPG, services, shelf

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


@pytest.fixture
def stranger(home: Path) -> Services:
    """Someone who opens it for the first time."""
    return services(home / "pmlearn", shelf(), first=True)


def test_all_answers_are_seen_in_the_smallest_window() -> None:
    def seen(width: int, height: int) -> tuple[str, bool]:
        rows, above = stage_rows("", (width, height), again=False)
        lines = [line for row in rows for line in row.fit(width)]
        return "\n".join(line.text for line in lines[:height] if isinstance(line, Text)), above

    for size in ((36, 8), (36, 11), (46, 12), (76, 20)):
        assert "better one" in seen(*size)[0]
        assert "about to" in seen(*size)[0]
    assert seen(36, 8)[1]  # the header says what is asked
    assert "Where are you now?" in seen(36, 11)[0]
    assert "Welcome. pmlearn takes you" not in seen(36, 11)[0]
    assert "Welcome. pmlearn takes you" in seen(46, 12)[0]


def kinds(known: Services) -> list[str]:
    return [row.kind for row in known.history.list()]


async def test_all_answered_by_the_keyboard_alone_and_taken_back_at_once(stranger: Services) -> None:
    async with driving(stranger) as driver:
        await driver.shows("Where are you now?", "1 of 3", "enter go on", "esc skip", "q skip all")
        await driver.press("5")
        await driver.at("(x) 5  I lead product people")
        await driver.press("enter")
        await driver.shows("How many hours a week?", "2 of 3")
        await driver.at("5 hours")
        await driver.press("1", "2", "backspace", "full_stop", "5")
        await driver.at("(x) 1.5 hours")
        await driver.press("enter")
        await driver.shows("What would you like to follow?", "[x] Leading", "3 of 3", "40 h")
        assert "Strategy" in next(line for line in driver.text().splitlines() if "[ ]" in line)
        assert kinds(stranger) == []  # nothing is written before the end
        await driver.press("down", "space")
        await driver.at("[x] Strategy")
        await driver.press("left", "left")
        await driver.at("(x) 5  I lead product people")
        await driver.press("enter", "enter")
        await driver.shows("[x] Leading", "[x] Strategy")
        await driver.press("enter")
        await driver.shows("Next", "The first step of Leading", "0 min of 1 h 30")
        await driver.shows("kept: 2 curricula followed, 1.5 hours a week · u takes it back")
        assert kinds(stranger) == ["answer"]
        await driver.press("u")
        await driver.shows(
            "undone: answer the first questions and 2 more", "Start here · Orientation", "of 5 h"
        )
        assert not any(row.followed for row in stranger.curricula.list())


async def test_what_follows_brings_feeds_but_asks_for_none_unbidden(stranger: Services) -> None:
    async with driving(stranger) as driver:
        asked: list[tuple[str, ...]] = []
        driver.app.action_refresh_feeds = lambda *ids: asked.append(ids)  # type: ignore[method-assign]
        await driver.press("1", "enter", "enter", "enter")
        await driver.shows("What you follow comes with 1 feed of articles and podcasts: A adds")
        assert not stranger.feeds.list()
        assert not asked
        await driver.press("A")
        await driver.until(lambda: bool(asked))
        assert [row.url for row in stranger.feeds.list()] == [SVPG]
        await driver.press("A")
        await driver.shows("what you follow comes with no other feeds")
        assert LENNY not in stranger.feeds.addresses()


async def test_one_is_skipped(stranger: Services) -> None:
    async with driving(stranger) as driver:
        await driver.press("escape", "down", "enter")
        await driver.shows("What would you like to follow?", "[ ] Orientation")
        assert "[x]" not in driver.text()  # without a stage nothing is taken for granted
        await driver.press("escape")
        await driver.shows("Start here · Orientation", "kept: 8 hours a week")
        profile = stranger.profile.get()
        assert (profile.stage, profile.hours, profile.asked) == (None, 8, True)


@pytest.mark.parametrize("key", ["q", "s"])
async def test_all_are_skipped_and_never_come_back(home: Path, stranger: Services, key: str) -> None:
    async with driving(stranger) as driver:
        await driver.press(key)
        await driver.shows("Start here · Orientation", "skipped: ctrl+p finds the questions again")
    assert kinds(stranger) == ["answer"]
    for device in ("laptop-0badcafe", "desk-0badcafe"):
        async with driving(services(home / "pmlearn", shelf(), first=True, device=device)) as driver:
            await driver.shows("Start here · Orientation")


async def test_what_was_answered_stays_when_the_rest_is_skipped(stranger: Services) -> None:
    async with driving(stranger) as driver:
        await driver.press("4", "enter", "s")
        await driver.shows("Start here · Strategy", "kept: where you are")
        assert stranger.profile.get().stage is STAGES[3]


async def test_no_number_is_refused_in_its_place(stranger: Services) -> None:
    async with driving(stranger) as driver:
        await driver.press("enter", "end", "enter")
        await driver.shows("no number of hours yet · type it, then enter; esc skips the question")
        await driver.press("9", "9", "9", "enter")
        await driver.shows("999 hours a week · give a number above 0 and at most 168", "2 of 3")
        await driver.press("backspace", "backspace", "enter")
        await driver.shows("3 of 3")


async def test_it_is_asked_again_with_what_is_known_and_left_as_it_was(stranger: Services) -> None:
    stranger.profile.say("leading", 3)
    stranger.curricula.follow(["books"])
    async with driving(stranger) as driver:
        await driver.press("2", "ctrl+p", *"first questions")
        await driver.at("Ask the first questions again")
        await driver.press("enter")
        await driver.at("(x) 5  I lead")
        await driver.press("q")
        await driver.shows("2 Learn", "Following")
        assert kinds(stranger) == ["follow", "answer"]
        await driver.app.action_welcome()
        await driver.at("(x) 5  I lead")
        await driver.press("enter")
        await driver.at("(x) 3 hours")
        await driver.press("enter")
        await driver.shows("[x] Books", "[ ] Leading")
        await driver.press("space", "enter")
        await driver.shows("Next", "kept: 2 curricula followed, 3 hours a week")
        await driver.press("2")
        await driver.shows("Following")


async def test_resizing_in_the_middle_loses_nothing(stranger: Services) -> None:
    async with driving(stranger) as driver:
        await driver.press("3", "enter", "7")
        for size in ((40, 12), (1, 1), (200, 60), (50, 16), (80, 24)):
            await driver.pilot.resize_terminal(*size)
            await driver.pilot.pause()
        await driver.at("(x) 7 hours")
        await driver.press("left")
        await driver.at("(x) 3  I am new")


async def test_left_in_the_middle_it_asks_from_the_beginning(home: Path, stranger: Services) -> None:
    async with driving(stranger) as driver:
        await driver.press("3", "enter", "7", "enter", "ctrl+q")
    assert kinds(stranger) == []
    again = services(home / "pmlearn", shelf(), first=True)
    async with driving(again) as driver:
        await driver.shows("Where are you now?")
        # Answered in another window: there is nothing left to ask.
        services(home / "pmlearn", shelf(), first=True).profile.say("leading")
        await driver.app.renew()
        await driver.shows("Start here · Leading")


async def test_a_click_marks_and_another_takes_the_mark_away(stranger: Services) -> None:
    async with driving(stranger) as driver:
        await driver.press("1", "enter", "enter")
        await driver.shows("[x] Orientation")
        row = next(y for y, line in enumerate(driver.text().splitlines()) if "Books" in line)
        await driver.pilot.click(offset=(8, row))
        await driver.at("[x] Books")
        await driver.pilot.click(offset=(8, row))
        await driver.at("[ ] Books")


async def test_a_disk_that_does_not_take_the_answers_is_told_and_asked_again(stranger: Services) -> None:
    async with driving(stranger) as driver:
        await driver.press("5", "enter", "enter")
        journal = stranger.settings.places.journal / "laptop-0badcafe.jsonl"
        journal.symlink_to("/nowhere")
        await driver.press("enter")
        await driver.shows("nothing was kept: cannot write", "3 of 3")
        journal.unlink()
        await driver.press("enter")
        await driver.shows("kept: 1 curriculum followed, 5 hours a week")


async def test_a_number_that_was_kept_is_typed_over(stranger: Services) -> None:
    stranger.profile.say("leading", 5)
    async with driving(stranger) as driver:
        await driver.app.open("welcome", again=True)
        await driver.press("enter")
        await driver.at("(x) 5 hours")
        await driver.press("8")
        await driver.shows("(x) 8 hours")
        await driver.press("full_stop", "5")
        await driver.shows("(x) 8.5 hours")
        await driver.press("backspace", "backspace", "0")
        await driver.shows("(x) 80 hours")
