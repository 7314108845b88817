"""Everything that a key does on a page, the mouse does too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.services.player import Playing
from tests.tui.driving import Driver, driving

if TYPE_CHECKING:
    import pytest

    from pmlearn.wiring import Services


async def click(driver: Driver, widget: str, words: str, *, line: int) -> None:
    """Click on words that are seen in a line of the screen."""
    at = driver.text().splitlines()[line].index(words)
    await driver.pilot.click(widget, offset=(at, 0))


async def test_the_way_that_leads_here_and_the_keys_below_are_clicked(learner: Services) -> None:
    async with driving(learner) as driver:
        await click(driver, "Header", "2 Learn", line=0)
        await driver.shows("Following")
        driver.lines.put("inspired")
        await driver.press("enter")
        await driver.shows("Learn › Inspired")
        await click(driver, "Footer", "space tick", line=23)
        await driver.shows("done: The product manager")
        await click(driver, "Footer", "x skip", line=23)
        await driver.shows("skipped: The product manager")
        await click(driver, "Footer", "? keys", line=23)
        await driver.shows("Keys › ")
        await click(driver, "Header", "Keys", line=0)
        await driver.shows("Learn › Inspired")
        await click(driver, "Header", "Learn", line=0)
        await driver.shows("Following")


async def test_the_keys_below_a_note_are_clicked(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("a")
        await driver.shows("Note › ", "ctrl+s keep")
        await driver.press("x")
        await click(driver, "KeyLine", "esc leave", line=23)
        await driver.until(lambda: driver.said().startswith("left as a draft"))
        await driver.press("a")
        await driver.shows("ctrl+r without the draft")
        await click(driver, "KeyLine", "keep", line=23)
        await driver.until(lambda: driver.said().startswith("noted: The product manager"))


async def test_what_the_line_above_the_footer_offers_is_clicked(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("3")
        await driver.shows("Inbox")
        driver.app.say("looking for feeds…   ? keys", then="2 has them")
        await click(driver, "Status", "2 has", line=22)
        await driver.shows("Following")
        driver.app.say("looking for feeds…   ? keys")
        await click(driver, "Status", "looking", line=22)
        assert driver.said()
        await click(driver, "Status", "? keys", line=22)
        await driver.shows("Keys › ")


async def test_the_wheel_goes_through_the_views(learner: Services) -> None:
    from textual import events

    from pmlearn.tui.widgets.tabs import Tabs

    async with driving(learner) as driver:
        await driver.press("3")
        await driver.shows("Inbox")
        tabs = driver.app.screen.query_one(Tabs)
        seen = [tabs._current]
        for kind in (events.MouseScrollUp, events.MouseScrollDown, events.MouseScrollUp):
            tabs.post_message(kind(tabs, 1, 0, 0, 0, 0, False, False, False))
            await driver.pilot.pause()
            await driver.app.workers.wait_for_complete()
            seen.append(tabs._current)
        assert seen == [0, 0, 1, 0]


async def test_a_click_on_what_plays_seeks_pauses_and_presses_its_keys(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(learner, (120, 24)) as driver:
        app, done = driver.app, []
        monkeypatch.setattr(app, "seek_to", lambda at: done.append(f"to {at}"))
        monkeypatch.setattr(app, "action_play", lambda: done.append("pause"))
        monkeypatch.setattr(app, "action_stop", lambda: done.append("stop"))
        app.playing = Playing("An episode", position=150, duration=600, loaded=True)
        app.show_playing()
        await driver.shows("An episode")
        line = next(n for n, text in enumerate(driver.text().splitlines()) if "An episode" in text)
        await click(driver, "NowPlaying", "━────", line=line)
        await click(driver, "NowPlaying", "An episode", line=line)
        await click(driver, "NowPlaying", "X stop", line=line)
        await driver.until(lambda: len(done) == 3)
        assert done == ["to 100", "pause", "stop"]
        app.playing = None
