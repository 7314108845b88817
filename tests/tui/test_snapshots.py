"""Every page as text, at three sizes. `PMLEARN_SNAPSHOTS=write` writes them anew: look at the difference."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmlearn.model.feed import Feed
from pmlearn.model.problem import Problem, Severity
from pmlearn.model.query import Query
from tests.tui.driving import driving
from tests.tui.fakes import (
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
    from typing import Any

    from pmlearn.wiring import Services

DATA = Path(__file__).parents[1] / "data" / "screens"
WRITE = os.environ.get("PMLEARN_SNAPSHOTS") == "write"
SIZES = ((80, 24), (120, 40), (50, 16), (40, 12))


def everything(home: Path) -> Services:
    """A learner in the middle of it, and one file that cannot be read."""
    problem = Problem(
        "/c/mine.yaml", 7, 3, Severity.ERROR, "unknown-key", "there is no key stpes", "write steps"
    )
    known = services(home / "pmlearn", (inspired(), scrum(), large(120)), [problem])
    known.steps.note("inspired/teams/2", "ours has no shared goals\n\n- ask **Ana**")
    return with_entries(following(known))


def newcomer(home: Path) -> Services:
    """Someone who did nothing yet."""
    return services(home / "pmlearn")


PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "today": ("today", {}),
    "learn": ("learn", {}),
    "checklist": ("checklist", {"curriculum": "inspired"}),
    "checklist-long": ("checklist", {"curriculum": "large"}),
    "step": ("step", {"ref": "inspired/teams"}),
    "part": ("step", {"ref": "inspired/teams/2"}),
    "queue": ("queue", {}),
    "queue-starred": ("queue", {"view": "Starred"}),
    "fresh": ("fresh", {"ref": "inspired/teams"}),
    "reader": ("reader", {"item": "article"}),
    "podcast": ("reader", {"item": "podcast"}),
    "feeds": ("feeds", {}),
    "found": (
        "found",
        {
            "where": "https://example.org/",
            "found": (
                Feed("", "https://example.org/feed", "Posts", ("teams",), folder="Product"),
                Feed("", "https://example.org/talks", "Talks of [/] every kind"),
                Feed("", "https://example.org/untitled"),
            ),
            "whole": False,
        },
    ),
    "keys": ("keys", {"where": "queue"}),
}


BESIDE = {
    "queue": "│  ○ article · 20 Nov",
    "fresh": "│  ○ article · 20 Nov",
    "feeds": "│  Topics",
    "today": "doing · 15 min",
    "learn": "0 of 2 steps",
    "checklist": "doing ·",
    "checklist-long": "to do",
}
"""What stands in the second pane once the cursor has rested."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", PAGES)
async def test_pages_look_as_they_did(home: Path, name: str, size: tuple[int, int]) -> None:
    known = everything(home)
    page, arguments = PAGES[name]
    if page == "reader":
        items = known.queue.page(Query()).items
        wanted = "trio" if arguments["item"] == "article" else "Hiring"
        arguments = {"item": next(item.id for item in items if wanted in item.title)}
    async with driving(known, size) as driver:
        await driver.app.open(page, **arguments)
        if page == "reader":
            await driver.shows(
                "1 https://" if "Hiring" in driver.text() else "A trio of three" if size[1] > 12 else "trio"
            )
        if name in BESIDE and size[0] >= 100:
            await driver.shows(BESIDE[name])
        compare(f"{name}-{size[0]}x{size[1]}", driver.text())


TALKS: dict[str, tuple[str, dict[str, Any], str]] = {
    "talks": ("checklist", {"curriculum": "talks"}, "not chosen"),
    "talks-step": ("step", {"ref": "talks/guide"}, "Why"),
    "talks-waits": ("step", {"ref": "talks/talk"}, "First"),
    "talks-choice": ("choice", {"ref": "choice:talks/how"}, "(x) On my own"),
    "talks-answers": ("choice", {"ref": "talks/level"}, "( ) None so far"),
    "talks-gone": ("gone", {"curriculum": "talks", "ref": "talks/calls"}, "nobody picked up"),
    "talks-cards": ("cards", {"ref": "talks", "module": "before"}, "Question 1 of 3"),
}
"""Pages of what uses every key of the format, and what each shows once it is there."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", TALKS)
async def test_every_key_of_the_format_looks_as_it_did(home: Path, name: str, size: tuple[int, int]) -> None:
    known = with_talks(home / "pmlearn")
    known.choices.choose("talks/how", "alone")
    page, arguments, seen = TALKS[name]
    async with driving(known, size) as driver:
        await driver.app.open(page, **arguments)
        if name == "talks":
            await driver.press("G", "enter")
            await driver.until(lambda: driver.lines.rows.find("gone:talks/paper") > 0)
            driver.lines.put("talks/guide")
            if size[0] >= 100:
                await driver.shows("Done when")
        elif size[1] > 12:
            await driver.shows(seen)
        compare(f"{name}-{size[0]}x{size[1]}", driver.text())


ASKING: dict[str, tuple[str, dict[str, Any], str]] = {
    "answers": ("checklist", {"curriculum": "measures"}, "[~] Place yourself"),
    "answers-step": ("step", {"ref": "measures/stand"}, "4 of 4"),
    "answers-next": ("choice", {"ref": "measures/stand"}, "3 of 3"),
}
"""Pages of a self-assessment that is under way, and what each shows once it is there."""


@pytest.mark.parametrize("size", [(80, 24), (50, 16)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ASKING)
async def test_answers_look_as_they_did(home: Path, name: str, size: tuple[int, int]) -> None:
    known = services(home / "pmlearn", (measures(),))
    known.choices.choose("measures/stand/independence", "alone")
    known.choices.choose("measures/stand/scope", "others")
    page, arguments, seen = ASKING[name]
    async with driving(known, size) as driver:
        await driver.app.open(page, **arguments)
        await driver.shows(seen)
        compare(f"{name}-{size[0]}x{size[1]}", driver.text())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_first_questions_look_as_they_did(home: Path, size: tuple[int, int]) -> None:
    at = f"{size[0]}x{size[1]}"
    async with driving(services(home / "pmlearn", shelf(), first=True), size) as driver:
        compare(f"welcome-where-{at}", driver.text())
        await driver.press("1", "enter", "3")
        compare(f"welcome-hours-{at}", driver.text())
        await driver.press("enter")
        compare(f"welcome-follow-{at}", driver.text())
        await driver.press("enter")
        await driver.shows("Next", "it back")
        if size[0] < 100:  # on a wider one, a pane comes beside it after a rest
            compare(f"welcome-today-{at}", driver.text())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("place", ["today", "learn", "queue", "stats"])
async def test_empty_pages_look_as_they_did(home: Path, place: str, size: tuple[int, int]) -> None:
    async with driving(newcomer(home), size) as driver:
        await driver.app.action_go(place)
        await driver.pilot.pause()
        if place in ("today", "learn") and size[0] >= 100:
            await driver.shows("to do ·" if place == "today" else "Modules")
        compare(f"newcomer-{place}-{size[0]}x{size[1]}", driver.text())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_year_looks_as_it_did(home: Path, size: tuple[int, int]) -> None:
    async with driving(after_a_year(home / "pmlearn"), size) as driver:
        await driver.press("4")
        await driver.shows("A year")
        compare(f"stats-{size[0]}x{size[1]}", driver.text())
        if size == (80, 24):
            await driver.press("G")
            await driver.shows("Never read from")
            compare("stats-80x24-end", driver.text())


async def test_a_year_looks_in_ascii_as_it_did(home: Path) -> None:
    known = after_a_year(home / "pmlearn", {"PMLEARN_ASCII": "1"})
    async with driving(known, (100, 30)) as driver:
        await driver.press("4")
        await driver.shows("A year")
        assert driver.text().isascii()
        compare("stats-ascii-100x30", driver.text())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_what_the_palette_finds_looks_as_it_did(home: Path, size: tuple[int, int]) -> None:
    known = with_talks(home / "pmlearn")
    async with driving(known, size) as driver:
        await driver.press("ctrl+p", *"ta")
        await driver.until(lambda: driver.lines.rows.find("curriculum:talks") > 0)
        if size[1] < 40:
            await driver.press(*("down",) * 8)
        await driver.shows("Talking to users")
        compare(f"palette-{size[0]}x{size[1]}", driver.text())


def compare(name: str, seen: str) -> None:
    """Hold a screen beside its file."""
    path = DATA / f"{name}.txt"
    if WRITE:
        DATA.mkdir(parents=True, exist_ok=True)
        path.write_text(seen + "\n", "utf-8")
    assert seen + "\n" == path.read_text("utf-8"), f"{name} looks different; PMLEARN_SNAPSHOTS=write keeps it"
