"""The search page: found while it is typed, and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.services import indexing
from pmlearn.tui.building import Build
from tests.tui.driving import driving

if TYPE_CHECKING:
    import pytest

    from pmlearn.wiring import Services


async def test_it_finds_while_words_are_typed_and_opens_what_was_found(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("ctrl+k")
        await driver.shows("Search", "Searches titles and texts")
        await driver.press(*"trio")
        # Rows look as they do on Today and in checklists.
        await driver.shows("Articles and links", " ○  The product trio in practice", "found", "[ ] People at")
        await driver.shows("inbox", "to do")
        await driver.press("down", "up", "enter")
        await driver.until(lambda: driver.app.page is not None and driver.app.page.NAME in ("reader", "step"))
        await driver.press("q")
        await driver.shows("trio", "Articles and links")
        await driver.press("escape")
        await driver.shows("Fresh for these steps")


async def test_steps_and_notes_are_found_and_opened(learner: Services) -> None:
    ref = next(iter(learner.curricula.get("inspired").steps())).ref
    learner.steps.note(ref, "A walrus said so")
    async with driving(learner, (50, 16)) as driver:
        await driver.press("ctrl+k", *"walrus")
        await driver.shows("Notes", "A walrus said so", "1 found")
        await driver.press("enter")
        await driver.until(lambda: driver.app.page is not None and driver.app.page.NAME == "step")


async def test_keys_are_words_here(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("ctrl+k", *"q1u?zebra")
        await driver.shows("q1u?zebra", "Nothing has all of these words")
        await driver.press("enter")
        assert driver.app.page is not None
        assert driver.app.page.NAME == "search"


async def test_what_is_not_indexed_is_indexed_behind(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing.Indexing.follow, "__defaults__", (0,))
    began = []

    async def run(build: Build) -> bool:
        began.append(build)
        await driver.shows("Still indexing: 0 of 2 feeds")
        await driver.app.attempt(lambda s: list(s.search.build()))
        return len(began) == 1

    monkeypatch.setattr(Build, "run", run)
    async with driving(learner) as driver:
        await driver.press("ctrl+k", *"trio")
        await driver.shows("The product trio in practice")
        assert "indexing" not in driver.text()
    assert len(began) == 1


async def test_indexing_is_a_process_that_runs_once(learner: Services) -> None:
    learner.save()
    build = Build()
    assert await build.run()
    assert not await build.run()
    assert list(learner.settings.places.cache.glob("search-*.sqlite3"))


async def test_hostile_titles_reach_the_screen_as_text(learner: Services) -> None:
    learner.queue.add("https://e.org/", "walrus [/] [@click=app.bell]x[/]")
    async with driving(learner) as driver:
        await driver.press("ctrl+k", *"walrus")
        await driver.shows("walrus [/] [@click=app.bell]x[/]")


async def test_the_words_are_there_again_at_the_next_start(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("ctrl+k", *"trio")
        await driver.shows("The product trio in practice")
    async with driving(learner) as driver:
        await driver.shows("trio", "The product trio in practice")
        # Keys are for what was found: a letter changes no word until one goes there.
        await driver.press("down", "x", "tab", "s")
        await driver.shows("trios", "The product trio in practice")
