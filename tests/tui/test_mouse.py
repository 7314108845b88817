"""Everything that a key does on a page, the mouse does too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from pmlearn.services.player import Playing
from pmlearn.tui import linkkeys
from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.prose import Prose
from pmlearn.tui.widgets.tabs import Tabs
from tests.tui.driving import Driver, driving
from tests.tui.fakes import basics, large, services, talks

if TYPE_CHECKING:
    from pathlib import Path

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
    async with driving(learner) as driver:
        await driver.press("3")
        await driver.shows("Inbox")
        tabs = driver.app.screen.query_one(Tabs)
        seen = [tabs._current]
        for kind in (MouseScrollUp, MouseScrollDown, MouseScrollUp):
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


async def test_the_keys_below_what_covers_a_page_are_clicked(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("a")
        await driver.shows("ctrl+s keep")
        await driver.press("h", "o")
        await click(driver, "KeyLine", "ctrl+s keep", line=23)
        await driver.until(lambda: driver.said().startswith("noted"))
        await driver.press("3", "Q")
        await driver.shows("QR code")
        await click(driver, "KeyLine", "esc back", line=23)
        await driver.shows("Inbox")


WHEEL = (
    ("checklist", {"curriculum": "large"}, "Lines"),
    ("step", {"ref": "talks/guide"}, "FindText"),
    ("keys", {"where": "queue"}, "Sheet"),
    ("choice", {"ref": "choice:talks/how"}, "Options"),
)


@pytest.mark.parametrize(("page", "arguments", "widget"), WHEEL, ids=[page for page, _, _ in WHEEL])
async def test_the_wheel_goes_through_lists_and_texts(
    home: Path, page: str, arguments: dict[str, str], widget: str
) -> None:
    curricula = (talks(), basics(), large(60))
    async with driving(services(home / "pmlearn", curricula), (50, 12)) as driver:
        await driver.app.open(page, **arguments)
        shown = driver.app.screen.query_one(widget)
        assert isinstance(shown, Lines | Prose)
        shown.top = 0
        await driver.until(lambda: shown.size.height > 0)
        shown.post_message(MouseScrollDown(shown, 1, 0, 0, 0, 0, False, False, False))
        await driver.until(lambda: 0 < shown.top <= 3)
        shown.post_message(MouseScrollUp(shown, 1, 0, 0, 0, 0, False, False, False))
        await driver.until(lambda: shown.top == 0)


async def test_the_wheel_goes_through_the_second_pane_and_leaves_the_list(home: Path) -> None:
    async with driving(services(home / "pmlearn", (talks(), basics())), (100, 16)) as driver:
        await driver.app.open("checklist", curriculum="talks", at="talks/guide")
        side = driver.app.screen.query_one(".side", Prose)
        await driver.shows("Without one you ask")
        before = driver.lines.key
        side.post_message(MouseScrollDown(side, 1, 0, 0, 0, 0, False, False, False))
        await driver.until(lambda: side.top == 3)
        assert driver.lines.key == before


async def click_row(driver: Driver, key: str, at: int) -> None:
    """Click on a cell of the row of a key."""
    lines = driver.lines
    await driver.pilot.click(lines, offset=(at, lines.rows.find(key) - lines.top))


async def test_a_click_goes_to_a_row_and_another_opens_it(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("3")
        await driver.shows("Inbox")
        key = driver.lines.rows.key(driver.lines.cursor + 1)
        await click_row(driver, key, 20)
        assert driver.lines.key == key
        await click_row(driver, key, 20)
        await driver.until(lambda: driver.app.here() == "reader")


async def test_boxes_and_folds_are_clicked(home: Path) -> None:
    known = services(home / "pmlearn", (talks(), basics()))
    async with driving(known) as driver:
        await driver.app.open("checklist", curriculum="talks", at="talks/short")
        await driver.shows("- Before the first talk", "[ ] Read the short book")
        await click_row(driver, "talks/short", 6)
        await driver.shows("[x] Read the short book")
        await click_row(driver, "module:before", 3)
        await driver.shows("+ Before the first talk")
        # The box of an option takes it at once, wherever the cursor is.
        await driver.app.open("choice", ref="choice:talks/how")
        await driver.shows("( ) In a class")
        await click_row(driver, "class", 4)
        await driver.until(lambda: driver.app.here() == "checklist")
        assert known.choices.question("choice:talks/how").answer == "class"


@pytest.mark.parametrize("place", ["today", "learn", "queue", "feeds"])
async def test_a_click_at_the_edge_marks(learner: Services, place: str) -> None:
    async with driving(learner) as driver:
        await (driver.app.open("feeds") if place == "feeds" else driver.app.action_go(place))
        await driver.until(lambda: driver.app.here() == place)
        key = driver.lines.key
        await click_row(driver, key, 0)
        await driver.shows("1 ", " marked")
        assert driver.lines.marked == {key}
        await click_row(driver, key, 0)
        await driver.until(lambda: not driver.lines.marked)


async def test_the_lists_over_a_page_are_clicked(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("ctrl+p", *"stats")
        await driver.until(lambda: driver.lines.rows.find("go('stats')") >= 0)
        await click_row(driver, "go('stats')", 20)
        if driver.app.here() != "stats":
            await click_row(driver, "go('stats')", 20)
        await driver.until(lambda: driver.app.here() == "stats")


async def test_the_views_of_the_queue_are_clicked(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("3")
        await driver.shows("Inbox")
        line = next(n for n, text in enumerate(driver.text().splitlines()) if "Inbox" in text)
        await click(driver, "Tabs", "Done", line=line)
        await driver.until(lambda: driver.app.screen.query_one(Tabs)._current > 0)


async def test_a_link_in_a_text_is_opened_by_a_click_on_its_words_its_number_or_its_row(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(type(learner.links), "opens", True)
    monkeypatch.setattr(learner.links, "open", opened.append)
    async with driving(learner) as driver:
        await driver.app.open("step", ref="inspired/teams")
        await driver.shows("See the trio[2] for one way")
        links = linkkeys.of_step(learner, "inspired/teams")
        (prose,) = driver.app.screen.query(Prose)
        lines = driver.text().splitlines()
        line = next(at for at, text in enumerate(lines) if "trio[2]" in text)
        for words in ("the trio", "trio", "2]", "for one"):
            at = lines[line].index(words), line - prose.region.y
            await driver.pilot.click(Prose, offset=at)
        await driver.until(lambda: opened == [links[1]] * 3)
        await driver.press("G")
        lines = driver.text().splitlines()
        line = next(at for at, text in enumerate(lines) if text.startswith("     1 "))
        await driver.pilot.click(Prose, offset=(20, line - prose.region.y))
        await driver.until(lambda: opened[3:] == [links[0]])
