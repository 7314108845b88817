from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.model.query import asking
from pmlearn.model.queue import State
from pmlearn.tui.screens.queue import QueuePage
from tests.tui.driving import Driver, driving
from tests.tui.fakes import services, with_entries

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


async def go(driver: Driver) -> None:
    await driver.press("3")
    await driver.shows("Inbox 7")
    await driver.at("part 0")


async def test_the_inbox_newest_first_with_what_it_takes(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.shows("Lenny's Podcast", "19 Nov", "54 min", "1 h 36")


@pytest.mark.parametrize(
    ("key", "state", "said"),
    [("space", State.QUEUED, "for later"), ("d", State.DONE, "done"), ("x", State.DROPPED, "dropped")],
)
async def test_triage_takes_the_item_out_and_undo_brings_it_back(
    learner: Services, key: str, state: State, said: str
) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press(key)
        await driver.at("part 1")
        assert driver.said() == f"{said}: The product trio in practice, part 0"
        assert learner.queue.counts()[state] == 1
        await driver.press("u")
        await driver.shows("Inbox 7")


async def test_the_views(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("space", "tab")
        await driver.shows("Queued 1  Reading", "  7 min")
        await driver.at("part 0")
        await driver.press("space")
        await driver.shows("Nothing waits")
        await driver.press("shift+tab")
        await driver.shows("Inbox 7")


async def test_stars(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("s")
        await driver.until(lambda: "★" in driver.row())
        await driver.press("shift+tab", "shift+tab", "shift+tab")
        await driver.until(lambda: "Starred 1" in driver.text() and "inbox" in driver.row())
        await driver.press("s")
        await driver.shows("Nothing is starred")


async def test_finding_shows_what_has_the_words_and_escape_everything(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("slash", *"hiring", "enter")
        await driver.shows("with “hiring”")
        await driver.at("Hiring your first product manager")
        await driver.press("s")
        await driver.until(lambda: driver.said().startswith("starred"))
        assert "“hiring”: 1 item" in driver.text()
        await driver.press("escape")
        await driver.shows("1 h 36")


async def test_q_goes_back_to_everything_before_it_leaves(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("slash", *"hiring", "enter")
        await driver.shows("“hiring”: 1 item")
        await driver.press("q")
        await driver.shows("1 h 36")
        assert driver.app.is_running


async def test_saving_a_link(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("a")
        # What the page's keys do is no help while they would be letters of the address.
        await driver.until(
            lambda: driver.text().rpartition("\n")[2].split() == ["enter", "go", "on", "esc", "cancel"]
        )
        await driver.press(*"example.org/x", "enter")
        await driver.until(lambda: driver.said() == "saved: https://example.org/x")
        await driver.shows("it waits under Queued: tab goes there", "? keys")
        await driver.press("a", *"ftp://x", "enter")
        await driver.until(lambda: "ftp: addresses are not opened" in driver.said())
    assert learner.queue.page(asking({State.QUEUED})).total == 1


async def test_thousands_of_items_are_read_as_they_are_seen(home: Path) -> None:
    (home / "pmlearn" / "config").mkdir(parents=True)
    (home / "pmlearn" / "config" / "config.toml").write_text("[queue]\ninbox = 9000\n")
    known = with_entries(services(home / "pmlearn"), 2000)
    async with driving(known) as driver:
        await driver.press("3")
        await driver.shows("Inbox 2,001")
        await driver.press("G")
        await driver.until(lambda: "The product trio" in driver.row() and driver.lines.cursor == 2000)
        await driver.press("d")
        await driver.until(lambda: len(driver.lines.rows) == 2000 and "trio" in driver.row())


async def test_a_query_that_means_nothing_is_asked_again_with_the_word(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("slash", *"kinds:audio", "enter")
        await driver.shows("kinds: did you mean kind? kinds:audio")
        await driver.press("home", *("right",) * 4, "delete", "enter")
        await driver.shows("with “kind:audio”")
        await driver.at("Hiring your first product manager")


async def test_a_query_with_a_state_looks_beyond_the_view(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("d")
        await driver.at("part 1")
        await driver.press("slash", *"state:done", "enter")
        await driver.shows("“state:done”: 1 item")
        await driver.at("part 0")


async def test_a_query_is_kept_as_a_view_and_taken_back(learner: Services) -> None:
    async with driving(learner, (120, 40)) as driver:
        await go(driver)
        await driver.press("w")
        assert "nothing was asked for" in driver.said()
        await driver.press("slash", *"hiring", "enter")
        await driver.shows("with “hiring”")
        await driver.press("w", *"To hear", "enter")
        await driver.shows("Archive 0  To hear", "1 item")
        assert [view.query for view in learner.views.list()] == ["state:inbox hiring"]
        await driver.press("u")
        await driver.until(lambda: "To hear" not in driver.text().splitlines()[2])


async def test_what_is_marked_is_done_in_one_action(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("v", "v")
        await driver.at("Hiring")
        assert driver.said() == "2 items marked · 14 min"
        assert "all 2, esc unmarks" in driver.text()
        assert "enter open" not in driver.text()
        # Marked in the gutter, as in every list: what kind it is stays.
        assert sum(line.startswith(("✓  ○", "✓  ♪")) for line in driver.text().splitlines()) == 2
        await driver.press("d")
        await driver.shows("Inbox 5")
        assert driver.said() == "done: 2 items"
        assert "✓" not in driver.text()
        await driver.press("u")
        await driver.shows("Inbox 7")
        assert [row.kind for row in learner.history.list()[:3]] == ["undo", "triage", "subscribe"]


async def test_marks_are_taken_back_before_anything_else(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("v", "escape")
        await driver.until(lambda: "✓" not in driver.text())
        assert driver.app.page is not None
        assert driver.app.page.NAME == "queue"
        await driver.press("V")
        assert driver.said().startswith("7 items marked")
        await driver.press("V")
        await driver.until(lambda: "✓" not in driver.text())
        await driver.press("v", "k", "v")
        assert "✓" not in driver.text()


async def test_all_of_a_view_is_more_than_what_was_read(home: Path) -> None:
    known = with_entries(services(home / "pmlearn"), 900)
    async with driving(known) as driver:
        await driver.press("3")
        await driver.shows("Inbox 901")
        await driver.press("V", "x")
        await driver.shows("The inbox is empty")
        assert driver.said() == "dropped: 901 items"
    assert known.queue.counts()["dropped"] == 901


async def test_an_item_is_put_off_until_a_day(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("z", *"never", "enter")
        await driver.until(lambda: driver.said().startswith("never: no such day"))
        await driver.press("z", *"3d", "enter")
        await driver.shows("Inbox 6")
        assert driver.said() == "snoozed until 2026-11-25: The product trio in practice, part 0"
        await driver.press("shift+tab", "shift+tab")
        await driver.shows("Snoozed", "→ 25 Nov", "☾")
        await driver.press("space")
        await driver.shows("Nothing is snoozed")
        assert learner.queue.counts()["queued"] == 1


async def test_an_empty_queue_says_what_to_press(newcomer: Services) -> None:
    async with driving(newcomer) as driver:
        await driver.press("3")
        await driver.shows("Nothing to read yet", "F, then a, adds one", "F, then A, adds those")
        saved = newcomer.queue.add("https://example.org/x")
        await driver.press("1", "3")
        await driver.shows(
            "The inbox is empty.", "What you kept for later waits under Queued: tab goes there."
        )
        newcomer.history.undo(saved.action)
        await driver.press("1", "3")
        await driver.shows("Nothing to read yet")
        await driver.press("tab")
        await driver.shows("Nothing waits.", "The inbox is empty so far: F, then a, adds a feed.")
        newcomer.feeds.add("https://example.com/feed")
        await driver.press("shift+tab", "1", "3")
        await driver.shows("The inbox is empty. Press r")


async def test_what_helps_has_a_sign_and_the_line_says_why(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        assert "○ ◆ The product trio" in driver.row()
        await driver.shows("◆ Product teams: ")
        assert driver.app.page is not None
        assert "+ counts" not in driver.text()  # there is no room for it
        assert "not_for" not in driver.app.page.foot.without
        await driver.press("s")
        await driver.until(lambda: driver.said().startswith("starred"))
        # What was said gives way once the cursor was moved, and not because the list was read again.
        assert "◆ Product teams: " not in driver.text()
        await driver.press("j")
        await driver.shows("◆ Product teams: ")


async def test_where_nothing_helps_there_is_no_sign_and_no_room_for_one(learner: Services) -> None:
    learner.queue.add("https://example.com/zebra", "Zebras")
    async with driving(learner) as driver:
        await driver.press("3", "tab")
        await driver.at("↗ Zebras")
        assert driver.app.page is not None
        assert {"not_for", "count_for", "play_this"} <= driver.app.page.foot.without
        await driver.press("minus")
        await driver.until(lambda: "shown for no step" in driver.said())


async def test_the_footer_has_the_keys_of_a_recording_on_one(learner: Services) -> None:
    async with driving(learner, (160, 24)) as driver:
        await go(driver)
        assert "P play" not in driver.text()
        while "Lenny" not in driver.row():
            await driver.press("j")
        await driver.shows("P play")
        assert driver.app.page is not None
        assert "download" not in driver.app.page.foot.without


async def test_how_far_it_was_read_stands_where_it_is_being_read(learner: Services) -> None:
    item = learner.queue.page(asking()).items[0]
    learner.queue.opened(item.id)
    learner.reading.stopped(item.id, 40)
    async with driving(learner, (100, 24)) as driver:
        await driver.press("3", "tab", "tab")
        await driver.shows("Reading 1")
        await driver.until(lambda: "read 40%" in driver.row())


async def test_what_the_cursor_is_on_stands_beside_a_wide_list(learner: Services) -> None:
    item = learner.queue.page(asking()).items[0]
    learner.reading.note(item.id, "ask **Ana**")
    async with driving(learner, (120, 40)) as driver:
        await driver.press("3")
        await driver.shows(
            "│  SVPG · Marty Cagan",
            "│  ○ article · 20 Nov · 7 min",
            "│  discovery, teams",
            "│  ◆ Product teams",
            "│    matches discovery in Inspired · The right",
            "│  Note",
            "│  ask Ana",
            "7 items · 1 h 36",
        )
        await driver.press("down", "down")
        await driver.shows("│  ♪ audio · 19 Nov · 54 min")
        assert driver.app.page is not None
        assert not driver.app.page.line.note  # said beside


async def test_the_second_pane_costs_a_thin_line_nothing_until_enter(learner: Services) -> None:
    async with driving(learner, (120, 40)) as driver:
        driver.app.thrifty = True
        await driver.press("3")
        await driver.shows("│  SVPG · Marty Cagan")
        await driver.press("down", "down")
        await driver.until(lambda: "Hiring" in driver.row())
        assert "54 min │  SVPG" not in driver.text()
        await driver.press("s")
        await driver.until(lambda: driver.said().startswith("starred"))
        page = driver.app.page
        assert isinstance(page, QueuePage)
        await page._panes._rested()
        await driver.pilot.pause()
        assert "│  SVPG · Marty Cagan" in driver.text()  # what is shown was read again, and nothing else
        await driver.press("enter")
        await driver.shows("│  ♪ audio")
        await driver.press("enter")
        await driver.shows("Queue › Lenny's Podcast")


async def test_what_is_marked_is_not_for_the_step_in_one_action(learner: Services) -> None:
    async with driving(learner) as driver:
        await go(driver)
        await driver.press("v", "v", "minus")
        await driver.shows("not for “Product teams”: 2 items")
        await driver.press("u")
        await driver.until(lambda: "◆" in driver.row())
