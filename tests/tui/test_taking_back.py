"""Whatever a key changes, `u` takes back and `U` does again, with a line that says what it was.

A new action either stands in `ROWS`, or in `STAYING` with why there is nothing to take back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.model import fold
from pmlearn.model.feed import Feed
from pmlearn.services.history import KEPT
from pmlearn.storage.state import TABLES
from pmlearn.tui import keymap
from pmlearn.tui.looking import Found
from tests.tui.driving import Driver, driving
from tests.tui.fakes import basics, following, inspired, scrum, services, talks, with_entries
from tests.tui.test_bindings import FOUND, item

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services

STAYING = {
    "goes somewhere, or shows something": (
        "today learn queue stats keys palette search feeds back out down up page-down page-up read-on top "
        "end gg open open-link show-link words fresh choose practise fold fold-all problems answer next-card "
        "card-before year-before year-after other-side chapters next-view view-before find find-next "
        "find-before next before item-before contents next-heading heading-before highlights next-sentence "
        "sentence-before longer shorter minutes mark mark-all leave-list qr leave cancel welcome"
    ),
    "is the way out, or back again": "leave interrupt suspend undo redo",
    "reaches the clipboard alone": "copy-link copy",
    "begins what another key keeps": "highlight",
    "goes on elsewhere, until keep keeps it": "elsewhere begin-again",
    "answers nothing before the last question is answered": "type rub-out before skip",
    "is a setting that the same key sets again": "theme slower faster",
    "is how far something was heard, which is nobody's to take back": (
        "pause-playing seek-back seek-on chapter-before next-chapter stop-playing play"
    ),
    "brings what others published": "refresh refresh-this full-text download",
}
"""Actions that change nothing that there is to take back, by why."""

ELSEWHERE = {"preview": "is the checklist's, and nothing of it is kept"}
"""Pages whose actions are those of another one."""


@dataclass(frozen=True)
class Row:
    """What is pressed, and what the line then says was undone."""

    page: str
    id: str
    keys: str  # parted by blanks; "'text" is typed
    undone: str  # what is said of it
    at: str = ""  # the row that the cursor is on first
    first: str = ""  # pressed before, which is not to be taken back
    bare: bool = False  # of somebody without feeds


OPENED: dict[str, Callable[[Services], dict[str, Any]]] = {
    "checklist": lambda _: {"curriculum": "talks"},
    "step": lambda _: {"ref": "talks/guide"},
    "choice": lambda _: {"ref": "choice:talks/how"},
    "found": lambda _: {"where": "https://a.example", "found": FOUND, "whole": False},
    "fresh": lambda _: {"ref": "inspired/teams"},
    "reader": lambda s: {"item": item(s)},
    "welcome": lambda _: {"again": True},
}

TEAMS, TRIO = "The product manager", "The product trio in practice, part 0"
HIRING = "Hiring your first product manager"
ROWS = (
    Row("today", "tick", "space", f"the tick of {TEAMS}"),
    Row("today", "skip", "x", f"skipping {TEAMS}"),
    Row("today", "note", "a 'mine ctrl+s", f"the note on {TEAMS}"),
    Row("today", "not-for", "minus", "not for a step: ", at="item:"),
    Row("today", "counts", "plus enter 'much enter", "counting for Product teams", at="item:"),
    Row("today", "add-offers", "A", "SVPG and 1 more", bare=True),
    Row("checklist", "tick", "space", "Write an interview guide", at="talks/guide"),
    Row("checklist", "tick", "v v space", "and 1 more", at="talks/short"),
    Row("checklist", "skip", "x", "Write an interview guide", at="talks/guide"),
    Row("checklist", "skip", "v v x", "and 1 more", at="talks/short"),
    Row("checklist", "note", "a 'mine ctrl+s", "Write an interview guide", at="talks/guide"),
    Row("checklist", "evidence", "e 'https://a.example enter", "Write an interview guide", at="talks/guide"),
    Row("step", "tick", "space", "Write an interview guide"),
    Row("step", "tick-the-same", "t", "Write good questions", first="space"),
    Row("step", "skip", "x", "Write an interview guide"),
    Row("step", "note", "a 'mine ctrl+s", "Write an interview guide"),
    Row("step", "evidence", "e 'https://example.org/it enter", "Write an interview guide"),
    Row("note", "keep", "a 'mine ctrl+s", "Write an interview guide"),
    Row("choice", "take", "space", "How do you want to learn it?"),
    Row("choice", "open", "enter", "How do you want to learn it?"),
    Row("learn", "follow", "f", "Talking to users", at="talks"),
    Row("learn", "follow", "V f", "and 1 more", at="talks"),
    Row("queue", "later", "space", f"keeping for later: {TRIO}"),
    Row("queue", "done", "d", f"done with {TRIO}"),
    Row("queue", "done", "v v d", "and 1 more"),
    Row("queue", "drop", "x", f"dropping {TRIO}"),
    Row("queue", "drop", "V x", "more"),
    Row("queue", "star", "s", f"the star of {TRIO}"),
    Row("queue", "snooze", "z '3d enter", TRIO),
    Row("queue", "not-for", "minus", "not for a step: "),
    Row("queue", "counts", "plus enter 'much enter", "counting for Product teams"),
    Row("queue", "save-link", "a 'https://example.org/saved enter", "example.org/saved"),
    Row("queue", "keep-view", "w 'Trios enter", "Trios", first="/ 'trio enter"),
    Row("queue", "open", "enter", f"opening {TRIO}"),
    Row("fresh", "later", "space", f"keeping for later: {TRIO}"),
    Row("fresh", "done", "d", f"done with {TRIO}"),
    Row("fresh", "drop", "x", f"dropping {TRIO}"),
    Row("fresh", "star", "s", f"the star of {TRIO}"),
    Row("fresh", "not-for", "minus", "not for a step: "),
    Row("fresh", "counts", "plus enter 'much enter", "counting for Product teams"),
    Row("reader", "done", "d", f"done with {HIRING}"),
    Row("reader", "drop", "x", f"dropping {HIRING}"),
    Row("reader", "star", "s", f"the star of {HIRING}"),
    Row("reader", "note", "a 'mine ctrl+s", HIRING),
    Row("reader", "not-for", "minus", "not for a step: "),
    Row("reader", "counts", "plus enter 'much enter", "counting for Product teams"),
    Row("feeds", "remove-feed", "x", "unsubscribing from Lenny"),
    Row("feeds", "pause-feed", "p", "pausing Lenny"),
    Row("feeds", "pause-feed", "V p", "and 1 more"),
    Row("feeds", "heavier", "plus", "the place of Lenny"),
    Row("feeds", "lighter", "minus", "the place of Lenny"),
    Row("feeds", "add-feed", "a 'new.example enter", "New"),
    Row("feeds", "add-offers", "A", "SVPG and 1 more", bare=True),
    Row("found", "subscribe", "space", "subscribing to a.example/feed"),
    Row("found", "open", "enter", "subscribing to a.example/feed"),
    Row("found", "subscribe-to-all", "A", "and 1 more"),
    Row("marking", "keep-passage", "m enter", f"the highlight in {HIRING}"),
    Row("marking", "keep-with-note", "m a 'mine ctrl+s", f"the highlight in {HIRING}"),
    Row("jump", "remove-highlight", "H x", f"removing the highlight in {HIRING}", first="m enter"),
    Row("jump", "note-on-highlight", "H a 'mine ctrl+s", "the note on a highlight in ", first="m enter"),
    Row("welcome", "open", "1 enter 5 enter enter", "the first questions"),
    Row("welcome", "skip-all", "1 enter 5 enter q", "the first questions"),
)  # fmt: skip

UPON = {"note": "step", "marking": "reader", "jump": "reader"}
"""The page that is opened for what is none itself."""


def test_every_action_is_taken_back_or_says_why_not() -> None:
    stays = {id_ for ids in STAYING.values() for id_ in ids.split()}
    rows = {(row.page, row.id) for row in ROWS}
    here = {(where, key.id) for key in keymap.KEYMAP for where in key.where}
    missing = {
        (where, id_)
        for where, id_ in here
        if where not in ELSEWHERE and id_ not in stays and (where, id_) not in rows
    } - {("app", "tick-the-same")}
    assert missing == set()
    assert stays <= {id_ for _, id_ in here}
    assert {row.id for row in ROWS} <= {id_ for _, id_ in here}


def state(known: Services) -> dict[tuple[str, str], object]:
    """What stands of all that the learner did, without what a thing is called."""
    found: dict[tuple[str, str], object] = {}
    for name in TABLES:
        for doc in known._store.table(name).docs():
            values = {field: value for field, value in doc["values"].items() if field not in KEPT}
            values["notes"] = sorted(note.text for note in fold.notes(doc) if note.text)
            found |= {(doc["ref"], field): value for field, value in values.items() if value}
    return found


def pressed(keys: str) -> list[str]:
    return [key for each in keys.split() for key in (each[1:] if each.startswith("'") else (each,))]


async def settled(driver: Driver) -> None:
    await driver.pilot.pause()
    await driver.app.workers.wait_for_complete()
    await driver.pilot.pause()


async def take_back(driver: Driver, known: Services, row: Row) -> None:
    """Press it, take it back, do it again, and take that back."""
    upon = UPON.get(row.page, row.page)
    await driver.app.open(upon, **(OPENED[upon](known) if upon in OPENED else {}))
    await settled(driver)
    page = driver.app.page
    if page is not None and row.page == "feeds":

        async def run(_: str) -> Found:
            return Found("feed", (Feed("", "https://new.example/feed", "New"),))

        page.looking.run = run  # type: ignore[attr-defined]
    if row.at:
        lines = driver.lines
        lines.put(next(key for key in map(lines.rows.key, range(len(lines.rows))) if key.startswith(row.at)))
    await driver.press(*pressed(row.first))
    await settled(driver)
    before = state(known)
    await driver.press(*pressed(row.keys))
    await driver.until(lambda: state(known) != before)
    await settled(driver)
    if row.page == "learn":  # which offers the feeds that come with it
        await driver.press("escape")
    after = state(known)
    for key, word, then in (("u", "undone: ", before), ("U", "redone: ", after), ("u", "undone: ", before)):
        await driver.press(key)
        await driver.until(lambda word=word: driver.said().startswith(word))  # type: ignore[misc]
        await settled(driver)
        assert row.undone in driver.said(), row
        assert state(known) == then, row
    await driver.app.action_go("stats")
    await settled(driver)


@pytest.mark.parametrize(("page", "bare"), sorted({(row.page, row.bare) for row in ROWS}))
async def test_what_was_done_is_taken_back_and_done_again(home: Path, page: str, bare: bool) -> None:
    known = following(services(home / "pmlearn", (inspired(), scrum(), talks(), basics())))
    if not bare:
        with_entries(known)
    async with driving(known) as driver:
        driver.app.action_refresh_feeds = lambda *_: None  # type: ignore[method-assign]
        for row in ROWS:
            if (row.page, row.bare) == (page, bare):
                await take_back(driver, known, row)
