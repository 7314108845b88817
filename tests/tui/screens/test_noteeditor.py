"""Writing a note: kept, left as a draft, and never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from textual import events
from textual.widgets import TextArea

from pmlearn.errors import StoreError
from pmlearn.tui.screens.noteeditor import NoteEditor
from pmlearn.tui.subject import Subject
from tests.tui.driving import Driver, driving
from tests.tui.fakes import services

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services

REF = "inspired/teams/2"
TITLE = "Note › The product manager"


async def begin(driver: Driver) -> None:
    await driver.app.open("step", ref=REF)
    await driver.shows("Learn › ")
    await driver.press("a")
    await driver.shows(TITLE, "ctrl+s keep")


def texts(services: Services) -> list[str]:
    return [note.text for note in services.checklists.detail(REF).notes]


def typed(driver: Driver) -> str:
    return driver.app.screen.query_one(TextArea).text


async def test_what_is_left_stays_as_a_draft_and_goes_on(learner: Services) -> None:
    async with driving(learner) as driver:
        await begin(driver)
        await driver.press(*"half", "escape")
        await driver.until(lambda: "left as a draft" in driver.said())
        assert texts(learner) == []
        await driver.press("a")
        await driver.shows("half", "your draft goes on here", "ctrl+r without the draft")
        await driver.press("ctrl+r")
        await driver.until(lambda: typed(driver) == "")
        await driver.press("ctrl+z")
        await driver.until(lambda: typed(driver) == "half")
        await driver.press("ctrl+s")
        await driver.shows("noted: The product manager")
        assert texts(learner) == ["half"]
        await driver.press("a", "escape", "a")
        await driver.shows(TITLE)
        assert "your draft" not in driver.text()  # nothing was changed: there is none
    assert learner.drafts.take(REF) is None


async def test_a_window_that_ends_leaves_its_draft_to_the_next(home: Path, learner: Services) -> None:
    learner.steps.note(REF, "as it was")
    async with driving(learner) as driver:
        await begin(driver)
        await driver.press(*", and more")
        await driver.until(lambda: typed(driver) == "as it was, and more")
    # Meanwhile another window keeps a note: neither replaces the other.
    other = services(home / "pmlearn")
    other.steps.note(REF, "from elsewhere")
    async with driving(other) as driver:
        await begin(driver)
        await driver.shows("as it was, and more", "your draft goes on here")
        await driver.press("ctrl+s")
        await driver.shows("noted")
    assert sorted(texts(other)) == ["as it was, and more", "from elsewhere"]


async def test_a_disk_that_refuses_costs_nothing_that_was_written(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("cannot write the journal", "make room")

    async with driving(learner) as driver:
        await begin(driver)
        await driver.press(*"precious")
        with monkeypatch.context() as broken:
            broken.setattr(learner.steps, "note", refuse)
            broken.setattr(learner.drafts, "keep", refuse)
            await driver.press("ctrl+s")
            await driver.until(lambda: "cannot write the journal" in driver.said())
        await driver.press("a")
        await driver.shows("precious", "your draft goes on here")
        await driver.press("ctrl+s")
        await driver.shows("noted")
    assert texts(learner) == ["precious"]


async def test_what_is_pasted_is_text_and_tells_the_app_nothing(learner: Services) -> None:
    async with driving(learner) as driver:
        await begin(driver)
        driver.app.screen.query_one(TextArea).post_message(
            events.Paste("one\x1b]0;x\x07\r\ntwo\u202e [@click=app.leave]three[/]\ttab\x9b2J")
        )
        wanted = "one]0;x\ntwo [@click=app.leave]three[/]    tab2J"
        await driver.until(lambda: typed(driver) == wanted)
        await driver.press("ctrl+s")
        await driver.shows("noted")
    assert texts(learner) == [wanted]


async def test_what_another_device_kept_is_shown_as_text(learner: Services) -> None:
    hostile = "a\x1b]52;c;eA==\x07b\x9b2J\u202e"
    async with driving(learner) as driver:
        on = Subject("key", hostile, hostile, ("n1",), lambda s, text, base: s.steps.note(REF, text, base))
        await driver.app.push_screen(NoteEditor(on, hostile, ("n1",), drafted=True, own=False, said=""))
        await driver.shows("Note › a]52;c;eA==b2J")
        assert typed(driver) == "a]52;c;eA==b2J"
        await driver.press("x", "ctrl+r")
        await driver.until(lambda: typed(driver) == "a]52;c;eA==b2J")


async def test_its_keys_are_none_of_the_apps(learner: Services) -> None:
    async with driving(learner) as driver:
        await begin(driver)
        await driver.press(*"1q?u/", "tab", "left", "ctrl+p")
        await driver.until(lambda: typed(driver).startswith("1q?u"))
        await driver.shows(TITLE)


async def test_what_fails_at_the_end_costs_nothing_that_was_typed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = services(home / "pmlearn")
    monkeypatch.setattr(known.place, "save", Mock(side_effect=ZeroDivisionError))

    async def write() -> None:
        async with driving(known) as driver:
            await begin(driver)
            driver.app.drafting.put(REF, "half a note", ())

    with pytest.raises(ZeroDivisionError):
        await write()
    draft = services(home / "pmlearn").drafts.take(REF)
    assert draft is not None
    assert draft.text == "half a note"
