"""The palette finds what can be done, and what is in the curricula."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import StoreError
from pmlearn.tui import keymap
from pmlearn.tui.app import PmlearnApp
from pmlearn.tui.screens import palette
from pmlearn.tui.widgets.lines import Lines
from tests.tui.driving import WATCHDOG, Driver, driving, driving_app
from tests.tui.fakes import FakeCatalog, basics, inspired, large, scrum, services, talks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pmlearn.services.finding import Finding, Titles
    from pmlearn.wiring import Services

TITLE = "What would you like to do, or to find?"


@pytest.fixture
def student(home: Path) -> Services:
    """Someone who follows one of three curricula."""
    known = services(home / "pmlearn", (inspired(), basics(), talks()))
    known.curricula.follow(["talks"])
    return known


async def test_something_to_do_is_found_by_its_name(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("ctrl+p")
        await driver.shows(TITLE, "Go to Learn")
        await driver.press(*"queue what")
        await driver.at("Go to the Queue")
        await driver.press("enter")
        await driver.shows("Inbox")


async def test_it_does_what_belongs_to_the_page(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("ctrl+p", *"tick", "enter")
        await driver.shows("done: The product manager")


async def test_it_can_be_left(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("ctrl+p", *"zebra")
        await driver.shows("Nothing has these words")
        await driver.press("enter")
        await driver.shows("Fresh for these steps")
        await driver.press("ctrl+p")
        await driver.shows(TITLE)
        await driver.press("escape")
        await driver.shows("Fresh for these steps")


async def test_without_words_it_shows_what_can_be_done_alone(student: Services) -> None:
    async with driving(student, (80, 60)) as driver:
        await driver.press("ctrl+p", "q", "u", "e", "s", "t")
        await driver.shows("Write good questions")
        await driver.press(*("backspace",) * 5)
        await driver.shows("Leave pmlearn at once")
        assert "Write good questions" not in driver.text()


async def test_what_can_be_done_comes_first_then_curricula_then_steps(student: Services) -> None:
    async with driving(student, (80, 60)) as driver:
        await driver.press("ctrl+p", *"ea")
        await driver.shows("Research basics")
        rows = [line[3:] for line in driver.text().splitlines() if line[3:]]
        last = next(at for at, row in enumerate(rows) if row.startswith("Leave pmlearn at once"))
        assert [tuple(re.split("  +", row)) for row in rows[last + 1 :]] == [
            ("Research basics", "curriculum"),
            # The one that is followed, then the others; parts come last.
            ("How do you want to learn it?", "Talking to users", "choice"),
            ("Read the short book", "Talking to users", "step"),
            ("Read the long book", "Talking to users", "step"),
            ("Product teams", "Inspired", "step"),
            ("Engineers and their lead", "Inspired", "step"),
            ("Principles of strong teams · Product teams", "Inspired", "part"),
            ("Ideation · Discovery", "Inspired", "part"),
        ]


async def test_a_step_is_found_and_opened_upon_the_page(student: Services) -> None:
    async with driving(student) as driver:
        await driver.press("ctrl+p", *"basics good")
        await driver.at("Write good questions")
        assert driver.row().endswith("Research basics  step")
        await driver.press("enter")
        await driver.until(lambda: shown(driver) == ("step", {"ref": "basics/questions"}))
        await driver.press("q")
        await driver.until(lambda: shown(driver)[0] == "today")


@pytest.mark.parametrize(
    ("words", "name", "arguments"),
    [
        ("designer", "step", {"ref": "inspired/teams/3"}),
        ("research", "checklist", {"curriculum": "basics", "at": "basics/questions"}),
        ("want learn", "choice", {"ref": "choice:talks/how", "at": "alone"}),
    ],
)
async def test_parts_curricula_and_choices_are_opened(
    student: Services, words: str, name: str, arguments: dict[str, str]
) -> None:
    async with driving(student) as driver:
        await driver.press("ctrl+p", *words, "enter")
        await driver.until(lambda: shown(driver) == (name, arguments))


async def test_the_page_that_is_there_is_not_opened_upon_itself(student: Services) -> None:
    async with driving(student) as driver:
        await driver.app.open("checklist", curriculum="basics")
        await driver.press("ctrl+p", *"research", "enter")
        await driver.until(lambda: driver.app.screen is driver.app.page)
        await driver.press("q")
        await driver.until(lambda: shown(driver)[0] == "today")


async def test_the_cursor_is_on_the_first_whatever_was_typed_before(student: Services) -> None:
    async with driving(student) as driver:
        await driver.press("ctrl+p", *"book")
        await driver.at("Read the short book")
        await driver.press("down")
        await driver.at("Read the long book")
        await driver.press(" ", *"read")
        await driver.at("Read the short book")


async def test_what_is_too_much_is_counted(home: Path) -> None:
    async with driving(services(home / "pmlearn", (large(120),)), (80, 60)) as driver:
        await driver.press("ctrl+p", *"step number")
        await driver.shows("Step number 49:", "and 70 more: another word finds fewer")
        assert "Step number 50:" not in driver.text()
        await driver.press(*" 11")
        await driver.shows("Step number 119:")
        assert " more:" not in driver.text()


async def test_titles_are_text(home: Path) -> None:
    known = services(home / "pmlearn", (replace(basics(), title="[red]Basics[/red] [@click=app.exit]x[/]"),))
    async with driving(known, (120, 24)) as driver:
        await driver.press("ctrl+p", *"[red]")
        await driver.at("[red]Basics[/red] [@click=app.exit]x[/]")


class Slow:
    """Finding that takes as long as a test likes, and remembers who asked."""

    def __init__(self, of: Finding) -> None:
        self._of = of
        self.go_on = threading.Event()
        self.asked: list[str] = []

    def titles(self) -> Titles:
        self.asked.append(threading.current_thread().name)
        assert self.go_on.wait(WATCHDOG)
        return self._of.titles()


@pytest.fixture
def slow(student: Services) -> Iterator[Slow]:
    made = student.__dict__["finding"] = Slow(student.finding)
    yield made
    made.go_on.set()  # whatever became of the test, the thread ends


async def test_commands_are_there_while_titles_are_on_their_way(student: Services, slow: Slow) -> None:
    async with driving(student) as driver:
        await driver.press("ctrl+p", *"good")
        await driver.shows("Looking through the curricula")
        assert "Nothing has" not in driver.text()
        slow.go_on.set()
        await driver.at("Write good questions")
        assert "Looking through" not in driver.text()
        slow.go_on.clear()
        await driver.press("escape")
        await driver.press("ctrl+p", *"keys")
        await driver.at("Show every key of this page")
        await driver.press("enter")
        slow.go_on.set()
        await driver.until(lambda: shown(driver)[0] == "keys")


async def test_enter_that_was_typed_ahead_opens_what_is_then_found(student: Services, slow: Slow) -> None:
    async with driving(student) as driver:
        await driver.press("ctrl+p", *"good", "enter")
        await driver.shows("Looking through the curricula")
        slow.go_on.set()
        await driver.until(lambda: shown(driver) == ("step", {"ref": "basics/questions"}))


async def test_enter_counts_for_the_words_before_it(student: Services, slow: Slow) -> None:
    async with driving(student) as driver:
        await driver.press("ctrl+p", *"good", "enter", " ", *"q")
        await driver.shows("good q", "Looking through the curricula")
        slow.go_on.set()
        await driver.at("Write good questions")


async def test_titles_are_gathered_once_and_on_the_thread_of_the_services(
    student: Services, slow: Slow
) -> None:
    slow.go_on.set()
    async with driving(student) as driver:
        await driver.press("ctrl+p", *"good que", "backspace", *"estions")
        await driver.at("Write good questions")
        assert [name.partition("_")[0] for name in slow.asked] == ["services"]


async def test_what_others_change_is_found_while_it_is_open(student: Services) -> None:
    async with driving(student) as driver:
        await driver.press("ctrl+p", *"guide")
        await driver.shows("Write an interview guide")
        catalog = student._catalog
        assert isinstance(catalog, FakeCatalog)
        catalog.become((talks(), scrum()))
        await driver.app.renew()
        await driver.shows("Write an interview guide", "Read the Scrum Guide")


async def test_where_titles_cannot_be_read_commands_are_there_all_the_same(
    student: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StoreError("the disk is gone", "look for it")

    monkeypatch.setattr(student.finding, "titles", fail)
    async with driving(student) as driver:
        await driver.press("ctrl+p", *"good")
        await driver.shows("Nothing has these words")
        await driver.press(*("backspace",) * 4, *"keys")
        await driver.at("Show every key of this page")
        await driver.press("escape")
        await driver.shows("the disk is gone · look for it")


async def test_a_preview_finds_what_can_be_done_alone(student: Services) -> None:
    async with driving_app(PmlearnApp(student, lacks=keymap.NOT_IN_PREVIEW)) as driver:
        await driver.press("ctrl+p", *"good")
        await driver.shows("What would you like to do?", "Nothing has these words")


async def test_letters_are_enough_and_what_they_mean_is_underlined(student: Services) -> None:
    async with driving(student) as driver:
        await driver.press("ctrl+p", *"wintguide")
        await driver.at("Write an interview guide")
        row = driver.app.screen.query_one(Lines).render_line(0)
        underlined = "".join(part.text for part in row if part.style is not None and part.style.underline)
        assert underlined == "Wintguide"


async def test_what_was_chosen_before_comes_first(student: Services) -> None:
    async with driving(student) as driver:
        await driver.press("ctrl+p", *"research", "enter")
        await driver.until(lambda: shown(driver)[0] == "checklist")
        await driver.press("ctrl+p", *"go to learn", "enter")
        await driver.shows("Following")
        await driver.press("ctrl+p")
        await driver.shows("Research basics")
        rows = driver.text().splitlines()
        first = next(at for at, row in enumerate(rows) if row.startswith(" ▸ ") or "Go to Learn" in row)
        assert "Go to Learn" in rows[first]
        assert "Research basics" in rows[first + 1]


@pytest.mark.parametrize(
    ("words", "kind", "name", "known"),
    [
        ("lenny", "feed", "queue", {"feed": "podcast.example.org"}),
        ("hiring", "item", "reader", {}),
        ("my trio", "view", "queue", {"view": "My trio"}),
    ],
)
async def test_feeds_items_and_views_are_opened(
    learner: Services, words: str, kind: str, name: str, known: dict[str, str]
) -> None:
    learner.views.put("My trio", "trio")
    async with driving(learner) as driver:
        await driver.press("ctrl+p", *words)
        await driver.until(lambda: driver.row().endswith(kind))
        await driver.press("enter")
        await driver.until(lambda: shown(driver)[0] == name)
        address = shown(driver)[1]
        assert all(str(address[key]).startswith(value.partition(".")[0]) for key, value in known.items())


def shown(driver: Driver) -> tuple[str, dict[str, str]]:
    """The page that is seen, and its address; nothing while the palette covers it."""
    page = driver.app.page
    return (page.NAME, page.address()) if page is not None and driver.app.screen is page else ("", {})


def test_no_key_is_cut() -> None:
    shown = [key.shown for key in keymap.KEYMAP if key.name not in palette.INNER]
    assert max(map(len, shown)) <= palette.COMMAND[1].width
