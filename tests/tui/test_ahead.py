"""Keys that are typed while a page opens are for that page."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from textual import events
from textual.keys import _character_to_key

from tests.tui.driving import WATCHDOG, Driver, driving

if TYPE_CHECKING:
    import pytest

    from pmlearn.wiring import Services


def type_ahead(driver: Driver, *keys: str) -> None:
    """Press keys all at once: none waits for what the one before does."""
    for key in keys:
        driver.app.post_message(
            events.Key(_character_to_key(key), key) if len(key) == 1 else events.Key(key, None)
        )


def slow(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> threading.Event:
    """Have something of the services take as long as a test likes."""
    go_on, real = threading.Event(), getattr(owner, name)

    def wait(*arguments: Any, **options: Any) -> Any:
        assert go_on.wait(WATCHDOG)
        return real(*arguments, **options)

    monkeypatch.setattr(owner, name, wait)
    return go_on


async def test_they_reach_the_pages_that_open_one_after_the_other(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(learner) as driver:
        await driver.at("The product manager")
        go_on = slow(monkeypatch, learner.curricula, "list")
        # To Learn, to the second curriculum, into it, down to the first part, and take its tick away.
        type_ahead(driver, "2", "j", "enter", "g", "g", "j", "j", "space")
        await driver.pilot.pause()
        await driver.shows("Fresh for these steps")
        assert "done:" not in driver.text()
        go_on.set()
        await driver.shows("Learn › Inspired", "todo: Principles of strong teams")
        await driver.press("1")
        await driver.shows("Fresh for these steps")


async def test_where_the_page_does_not_open_they_are_for_the_one_that_stays(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pmlearn.errors import StoreError

    def fail() -> None:
        raise StoreError("the disk is gone", "look for it")

    async with driving(learner) as driver:
        await driver.at("The product manager")
        monkeypatch.setattr(learner.curricula, "list", fail)
        type_ahead(driver, "2", "space")
        await driver.shows("done: The product manager")


async def test_an_answer_that_is_typed_ahead_is_an_answer(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("2")
        await driver.shows("Following")
        type_ahead(driver, "/", *"inspired", "enter", "enter")
        await driver.shows("Learn › Inspired")


async def test_what_ends_the_app_waits_for_nothing(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(learner) as driver:
        go_on = slow(monkeypatch, learner.curricula, "list")
        type_ahead(driver, "2", "j", "ctrl+c")
        await driver.until(lambda: driver.app._exit)
        assert driver.app.return_code == 130
        go_on.set()


async def test_the_words_for_the_palette_and_for_search_are_theirs(learner: Services) -> None:
    async with driving(learner) as driver:
        type_ahead(driver, "ctrl+p", *"queue what", "enter")
        await driver.shows("Inbox")
        type_ahead(driver, "ctrl+k", *"trio")
        await driver.shows("Search", "The product trio in practice")


async def test_the_number_of_a_link_is_its_answer_however_long_its_links_take(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(learner) as driver:
        await driver.press("enter")
        await driver.shows("Done when")
        go_on = slow(monkeypatch, learner.checklists, "detail")
        type_ahead(driver, "y", "2", "enter")
        await driver.pilot.pause()
        go_on.set()
        await driver.until(lambda: "terminal" in driver.said() or "link" in driver.said())
        assert driver.app.page is not None
        assert driver.app.page.NAME == "step"
