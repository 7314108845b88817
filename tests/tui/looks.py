"""Every screen with something on it, and those that look different with nothing, for the snapshots."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from pmlearn import wiring
from pmlearn.model.feed import Feed, ParsedFeed, feed_id
from pmlearn.model.problem import Problem, Severity
from pmlearn.model.query import Query
from pmlearn.tui import keymap, places
from pmlearn.tui.app import PmlearnApp
from pmlearn.tui.screens.linksheet import LinkSheet
from pmlearn.wiring.preview import previewing
from tests.tui.driving import Driver, driving, driving_app
from tests.tui.fakes import (
    LENNY,
    following,
    inspired,
    large,
    measures,
    scrum,
    services,
    shelf,
    with_entries,
    with_talks,
)
from tests.tui.years import after_a_year

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from pmlearn.wiring import Services

    Show = Callable[[Driver], Awaitable[None]]

FOUND = (
    Feed("", "https://example.org/feed", "Posts", ("teams",), folder="Product"),
    Feed("", "https://example.org/talks", "Talks of [/] every kind"),
    Feed("", "https://example.org/untitled"),
)
MINE = """\
format: 1
id: mine
title: Mine
modules:
  - id: only
    title: Only
    steps:
      - {id: one, title: Step one, kind: reading, minutes: 15, why: It helps., done_when: You did.}
      - {id: two, title: Step two, kind: reading, minutes: 15}
"""


@dataclass(frozen=True)
class Look:
    """A screen in a state.

    Attributes:
        screen: its module in `pmlearn/tui/screens`.
        show: goes there, and waits until all is there, at 80×24.
        home: the services that it is of, in a home; or the app that is driven there, where it is not theirs.
        beside: what stands in the second pane, where there is one, once the cursor has rested.
    """

    screen: str
    show: Show
    home: Callable[[Path], Services | AbstractAsyncContextManager[Driver]]
    beside: str = ""

    def driving(self, home: Path) -> AbstractAsyncContextManager[Driver]:
        """The app, at 80×24."""
        found = self.home(home / "pmlearn")
        return found if isinstance(found, AbstractAsyncContextManager) else driving(found)


def everything(home: Path) -> Services:
    """A learner in the middle of it, and one file that cannot be read."""
    problem = Problem(
        "/c/mine.yaml", 7, 3, Severity.ERROR, "unknown-key", "there is no key stpes", "write steps"
    )
    known = services(home, (inspired(), scrum(), large(120)), [problem])
    known.steps.note("inspired/teams/2", "ours has no shared goals\n\n- ask **Ana**")
    with_entries(following(known))
    parsed = known._entries.load(feed_id(LENNY))[0]
    talk = replace(parsed, body="<p>0:00 Hello<br>4:10 Whom to hire<br>31:00 What to ask")
    known._entries.merge(feed_id(LENNY), ParsedFeed("Lenny's Podcast", "", (talk,)))
    return known


def talking(home: Path) -> Services:
    """Who learns what uses every key of the format."""
    known = with_talks(home)
    known.choices.choose("talks/how", "alone")
    return known


def answering(home: Path) -> Services:
    """Who is in the middle of a self-assessment."""
    known = services(home, (measures(),))
    known.choices.choose("measures/stand/independence", "alone")
    known.choices.choose("measures/stand/scope", "others")
    return known


@asynccontextmanager
async def authoring(home: Path) -> AsyncIterator[Driver]:
    """Who writes a curriculum, and left something out."""
    file = home.parent / "mine.yaml"
    file.write_text(MINE, "utf-8")
    with previewing(wiring.build(), file) as known:
        app = PmlearnApp(known, partial(places.preview, known.preview), keymap.NOT_IN_PREVIEW)
        async with driving_app(app) as driver:
            yield driver


def page(name: str, *seen: str, **arguments: Any) -> Show:
    """Open a page by its name."""

    async def show(driver: Driver) -> None:
        await driver.app.open(name, **arguments)
        await driver.shows(*seen)

    return show


def keys(*pressed: str, seen: tuple[str, ...]) -> Show:
    """Press keys."""

    async def show(driver: Driver) -> None:
        await driver.press(*pressed)
        await driver.shows(*seen)

    return show


def of_item(name: str, title: str, seen: str) -> Show:
    """Open a page of an item with these words in its title."""

    async def show(driver: Driver) -> None:
        items = driver.app.services.queue.page(Query()).items
        await driver.app.open(name, item=next(item.id for item in items if title in item.title))
        await driver.shows(seen)

    return show


async def show_link(driver: Driver) -> None:
    """Show the address of a link, which takes several lines."""
    address = "https://example.org/" + "/".join(f"part-{n}" for n in range(12))
    await driver.app.push_screen(LinkSheet(address, linked=True, ascii=False))
    await driver.shows("Link", "part-11", "esc back")


async def show_all_of_talks(driver: Driver) -> None:
    """Unfold what is no longer in it, and go to the first step."""
    await page("checklist", "not chosen", curriculum="talks")(driver)
    await driver.press("G", "enter")
    await driver.until(lambda: driver.lines.rows.find("gone:talks/paper") > 0)
    driver.lines.put("talks/guide")
    await driver.at("Write an interview guide")


async def write_note(driver: Driver) -> None:
    """Go on with a note."""
    await page("step", "Learn › ", ref="inspired/teams/2")(driver)
    await driver.press("a")
    await driver.shows("Note › The product manager", "ctrl+s keep", "ask **Ana**")


async def find_curricula(driver: Driver) -> None:
    """Ask for what begins with two letters, and go down."""
    await driver.press("ctrl+p", *"ta")
    await driver.until(lambda: driver.lines.rows.find("curriculum:talks") > 0)
    await driver.press(*("down",) * 8)
    await driver.shows("Talking to users")


def newcomer(home: Path) -> Services:
    """Someone who did nothing yet."""
    return services(home)


def first(home: Path) -> Services:
    """Someone who opens the app for the first time."""
    return services(home, shelf(), first=True)


LOOKS = {
    "today": Look("today", page("today", "Fresh for"), everything, "doing"),
    "learn": Look("learn", page("learn", "Following"), everything, "0 of 2 steps"),
    "checklist": Look("checklist", page("checklist", curriculum="inspired"), everything, "doing"),
    "checklist-long": Look("checklist", page("checklist", curriculum="large"), everything, "to do"),
    "step": Look("step", page("step", "Why", ref="inspired/teams"), everything),
    "part": Look("step", page("step", ref="inspired/teams/2"), everything),
    "note": Look("noteeditor", write_note, everything),
    "queue": Look("queue", page("queue"), everything, "│  ○ article · 20 Nov"),
    "queue-starred": Look("queue", page("queue", view="Starred"), everything),
    "fresh": Look("fresh", page("fresh", ref="inspired/teams"), everything, "│  ○ article · 20 Nov"),
    "reader": Look("reader", of_item("reader", "trio", "A trio of three"), everything),
    "podcast": Look("reader", of_item("reader", "Hiring", "1 https://"), everything),
    "chapters": Look("chapters", of_item("chapters", "Hiring", "4:10  Whom to hire"), everything),
    "search": Look("search", keys("ctrl+k", *"trio", seen=("Articles and links", "found")), everything),
    "search-none": Look("search", keys("ctrl+k", *"zebra", seen=("Nothing has",)), everything),
    "feeds": Look("feeds", page("feeds"), everything, "│  Topics"),
    "found": Look("found", page("found", where="https://example.org/", found=FOUND, whole=False), everything),
    "link": Look("linksheet", show_link, everything),
    "keys": Look("keys", page("keys", where="queue"), everything),
    "palette": Look("palette", find_curricula, with_talks),
    "talks": Look("checklist", show_all_of_talks, talking, "Done when"),
    "talks-step": Look("step", page("step", "Why", ref="talks/guide"), talking),
    "talks-waits": Look("step", page("step", "First", ref="talks/talk"), talking),
    "talks-choice": Look("choice", page("choice", "(x) On my own", ref="choice:talks/how"), talking),
    "talks-answers": Look("choice", page("choice", "( ) None so far", ref="talks/level"), talking),
    "talks-gone": Look(
        "gone", page("gone", "nobody picked up", curriculum="talks", ref="talks/calls"), talking
    ),
    "talks-cards": Look("cards", page("cards", "Question 1 of 3", ref="talks", module="before"), talking),
    "answers": Look("checklist", page("checklist", "[~] Place yourself", curriculum="measures"), answering),
    "answers-step": Look("step", page("step", "4 of 4", ref="measures/stand"), answering),
    "answers-next": Look("choice", page("choice", "3 of 3", ref="measures/stand"), answering),
    "stats": Look("stats", keys("4", seen=("A year",)), after_a_year),
    "stats-end": Look("stats", keys("4", "G", seen=("Never read from",)), after_a_year),
    "preview": Look("preview", keys(seen=("Preview › Mine", "2 warnings")), authoring),
    "welcome-where": Look("welcome", keys(seen=("skip",)), first),
    "welcome-hours": Look("welcome", keys("1", "enter", "3", seen=("skip",)), first),
    "welcome-follow": Look("welcome", keys("1", "enter", "3", "enter", seen=("skip",)), first),
    "welcome-today": Look(
        "today", keys("1", "enter", "3", "enter", "enter", seen=("Next", "it back")), first, "· to do"
    ),
    "newcomer-today": Look("today", page("today"), newcomer, "· to do"),
    "newcomer-learn": Look("learn", page("learn"), newcomer, "Modules"),
    "newcomer-queue": Look("queue", page("queue"), newcomer),
    "newcomer-feeds": Look("feeds", page("feeds"), newcomer),
    "newcomer-stats": Look("stats", page("stats"), newcomer),
}
"""By the names of their files."""
