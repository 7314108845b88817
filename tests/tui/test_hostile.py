"""Text from strangers, on every page and on whatever covers one: nothing but text may reach the terminal."""

from __future__ import annotations

import pkgutil
from functools import partial
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from textual.screen import Screen

import pmlearn.tui
from pmlearn.model.problem import Problem, Severity
from pmlearn.services.preview import Draft
from pmlearn.storage.watch import Watcher
from pmlearn.tui import keymap, places
from pmlearn.tui.app import PmlearnApp
from pmlearn.tui.page import Page
from pmlearn.tui.widgets import ink
from tests.tui.driving import driving, driving_app
from tests.tui.evil import COVERS, EVIL, HARM, OPENED, Ear, evil_services

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver

PASTED = (*"x[/]", "\u202e", "ctrl+a")
MORE: dict[str, tuple[tuple[str, ...], ...]] = {
    "today": (("space",), ("u",), ("question_mark",), ("q",), ("slash", *PASTED, "enter")),
    "learn": (("enter",), ("q",), ("v",), ("slash", *"zzz", "enter")),
    "queue": (("tab",), ("s",), ("d",), ("u",), ("w", *PASTED, "enter"), ("z", *PASTED, "enter"), ("plus",)),
    "stats": (("right_square_bracket",), ("left_square_bracket",), ("tab",), ("end",)),
    "checklist": (("Z",), ("Z",), ("z",), ("v",), ("space",), ("u",)),
    "step": (("space",), ("u",), ("a",), ("ctrl+s",), ("e", *PASTED, "enter"), ("f",)),
    "choice": (("space",), ("space",)),
    "cards": (("space",), ("n",), ("N",)),
    "reader": (("c",), ("escape",), ("slash", *PASTED, "enter"), ("H",), ("escape",), ("n",), ("C",)),
    "search": ((*PASTED, "x"), ("enter",), ("tab",), ("enter",)),
    "welcome": (("space",), ("enter",), ("space",), ("enter",), ("space",), ("enter",)),
    "fresh": (("space",), ("minus",), ("u",), ("plus",), ("escape",)),
    "found": (("space",), ("enter",)),
    "feeds": (("v",), ("x",), ("u",), ("slash", *"zzz", "enter")),
}
"""What is pressed on a page besides the ways to its ends; what covers it is left."""

OURS_ALONE = {"keys", "search", "stats", "welcome"}
"""Pages on which nothing of a stranger stands until something is said."""


async def open_page(driver: Driver, name: str) -> None:
    await driver.app.open(name, **OPENED[name](driver.app.services))
    await driver.until(lambda: getattr(driver.app.page, "NAME", "") == name)


async def rest(driver: Driver) -> None:
    """Wait until what was asked for is done, and what follows the cursor has followed."""
    await driver.pilot.pause(0.2)


def nothing_but_text(ear: Ear) -> None:
    assert "[@click=app.quit]" in ear.text  # shown as the text that it is
    assert not HARM.search(ear.text), HARM.findall(ear.text)


def test_every_page_and_cover_is_walked() -> None:
    assert OPENED.keys() | {"preview"} == places.PAGES.keys()
    for module in pkgutil.walk_packages(pmlearn.tui.__path__, "pmlearn.tui."):
        import_module(module.name)
    found: set[type] = set()
    left: list[type] = [Screen]
    while left:
        below: list[type] = left.pop().__subclasses__()
        left += below
        found |= {one for one in below if one.__module__.startswith("pmlearn.")}
    leaves = {one.__name__ for one in found if not one.__subclasses__() and not issubclass(one, Page)}
    assert leaves == COVERS


@pytest.mark.parametrize(("size", "more"), [((120, 40), MORE), ((80, 24), {})])
async def test_nothing_but_text_is_drawn_of_any_page(
    home: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], more: dict[str, Any]
) -> None:
    ear = Ear(monkeypatch)
    async with driving(evil_services(home), size) as driver:
        for page in OPENED:
            ear.heard.clear()
            await open_page(driver, page)
            await driver.press("G", "home", "down", "down")
            await rest(driver)  # the second pane follows
            for keys in more.get(page, ()):
                await driver.press(*keys)
                await driver.pilot.pause()
            driver.app.say(EVIL, bad=True, then=EVIL)
            await rest(driver)
            while len(driver.app.screen_stack) > 1:
                await driver.app.pop_screen()
            nothing_but_text(ear)
        assert driver.app.is_running


async def test_without_cleaning_there_is_harm_on_every_page(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = Ear(monkeypatch)
    monkeypatch.setattr(ink, "clean_piece", lambda text: text)
    async with driving(evil_services(home), (120, 40)) as driver:
        for page in sorted(OPENED.keys() - OURS_ALONE):
            ear.heard.clear()
            await open_page(driver, page)
            await rest(driver)
            assert HARM.search(ear.text), page
            await driver.app.pop_screen()


async def test_nothing_but_text_is_drawn_of_what_covers_a_page(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(home))  # no browser, no clipboard
    ear = Ear(monkeypatch)
    seen: set[str] = set()

    async with driving(evil_services(home), (120, 40)) as driver:

        async def cover(*keys: str) -> None:
            await driver.press(*keys)
            await driver.until(lambda: driver.app.screen is not driver.app.page)
            seen.add(type(driver.app.screen).__name__)
            await rest(driver)

        await open_page(driver, "step")
        await cover("a")  # a draft that was left, in hostile words
        await driver.press(*PASTED, "ctrl+r", "x", "ctrl+s")
        await driver.until(lambda: driver.app.screen is driver.app.page)
        await cover("Q", "2", "enter")
        await driver.press("y", "r", "escape", "escape")
        await driver.until(lambda: driver.app.screen is driver.app.page)
        await cover("ctrl+p")
        await driver.press(*"evil")
        await driver.pilot.pause(0.2)
        await driver.press("x", "\u202e", "escape")
        await open_page(driver, "reader")
        await driver.shows("[@click=app.quit]")
        await cover("H")
        await driver.press("G", "escape")
    nothing_but_text(ear)
    assert seen == COVERS


ON_THE_CHECKLIST = (
    ("at choice:evil/how",), ("enter",), ("space",), ("at evil/q",), ("space",), ("q",), ("p",), ("space",),
    ("n",), ("q",), ("at evil/w",), ("space",), ("enter",), ("G",), ("q",), ("at evil/b",), ("space",),
    ("t",), ("e", *"/x\x1b]", "enter"), ("at gone:evil/gone",), ("enter",),
)  # fmt: skip
"""Through what a curriculum asks, wants and no longer has; `at` puts the cursor on a row."""


async def test_nothing_but_text_is_drawn_of_what_a_curriculum_asks(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = Ear(monkeypatch)
    async with driving(evil_services(home), (120, 40)) as driver:
        await driver.app.open("checklist", curriculum="evil")
        await driver.press("G", "z")
        for keys in ON_THE_CHECKLIST:
            if keys[0].startswith("at "):
                driver.lines.put(keys[0][3:])
                assert driver.lines.key == keys[0][3:]
                await rest(driver)
            else:
                await driver.press(*keys)
            await driver.pilot.pause(0.05)
        assert driver.app.is_running
    nothing_but_text(ear)


async def test_nothing_but_text_is_drawn_of_what_is_wrong_with_a_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = Ear(monkeypatch)
    known = evil_services(home)
    problems = (Problem(EVIL, 1, 1, Severity.ERROR, EVIL, EVIL, EVIL),)
    draft = Draft("evil", problems, stale=True)
    file = SimpleNamespace(name=EVIL)
    evil: Any = SimpleNamespace(look=lambda: draft, file=file, names=set(), watcher=lambda: Watcher(()))
    async with driving_app(PmlearnApp(known, partial(places.preview, evil), keymap.NOT_IN_PREVIEW)) as driver:
        await driver.shows("1 error", "[@click=app.quit]")
    nothing_but_text(ear)
