"""Every key of every page, pressed: it reaches what it is for, with what it says, whoever else has the key.

What the actions do is held page by page, in `screens/`; here every action only notes that it was asked for.
"""

from __future__ import annotations

import ast
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.model.feed import Feed
from pmlearn.model.query import OPEN, asking
from pmlearn.tui import keymap, places
from tests.tui.driving import driving
from tests.tui.fakes import basics, following, inspired, scrum, services, talks, with_entries, with_talks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services

FOUND = (Feed("", "https://a.example/feed", "A"), Feed("", "https://b.example/feed", "B"))
OPENED: dict[str, Callable[[Services], dict[str, Any]]] = {
    "today": lambda _: {},
    "learn": lambda _: {},
    "queue": lambda _: {},
    "stats": lambda _: {},
    "checklist": lambda _: {"curriculum": "inspired"},
    "step": lambda _: {"ref": "inspired/teams"},
    "choice": lambda _: {"ref": "choice:talks/how"},
    "cards": lambda _: {"ref": "talks/guide"},
    "gone": lambda _: {"curriculum": "talks", "ref": "talks/calls"},
    "feeds": lambda _: {},
    "found": lambda _: {"where": "https://a.example", "found": FOUND, "whole": False},
    "fresh": lambda _: {"ref": "inspired/teams"},
    "reader": lambda s: {"item": item(s)},
    "search": lambda _: {},
    "chapters": lambda s: {"item": item(s)},
    "keys": lambda _: {"where": "queue"},
    "welcome": lambda _: {"again": True},
}
"""The arguments that open a page, each with something in it."""

ELSEWHERE = {"preview": "tests/tui/screens/test_preview.py"}
"""Pages that are no page of the learner's app, and where their keys are pressed."""

TYPED = {"search"}
"""Pages on which one types: letters are words, and what moves in them is the line's."""


def page_class(name: str) -> type:
    return getattr(import_module(f"pmlearn.tui.screens.{name}"), places.PAGES[name])  # type: ignore[no-any-return]


def item(known: Services) -> str:
    wanted = known.queue.page(asking(OPEN))
    return next(each.id for each in wanted.items if each.enclosures)


@pytest.fixture
def learner(home: Path) -> Services:
    with_talks(home / "pmlearn")  # who did something that is gone
    return with_entries(following(services(home / "pmlearn", (inspired(), scrum(), talks(), basics()))))


def test_every_page_is_pressed() -> None:
    assert OPENED.keys() | ELSEWHERE.keys() == places.PAGES.keys()


def called(action: str) -> tuple[str, tuple[Any, ...]]:
    """The name and the arguments of an action."""
    name, _, arguments = action.partition("(")
    return name, tuple(ast.literal_eval(f"({arguments.rstrip(')')},)")) if arguments else ()


@pytest.mark.parametrize("page", sorted(OPENED))
async def test_every_key_does_what_it_is_for(
    learner: Services, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    async with driving(learner) as driver:
        app = driver.app
        await app.open(page, **OPENED[page](learner))
        await driver.until(lambda: isinstance(app.screen, page_class(page)) and app.focused is not None)
        await app.workers.wait_for_complete()
        asked: list[tuple[str, tuple[Any, ...]]] = []
        inner = "prose" if page in keymap.TEXTS else "list"
        owners = ((app.focused, inner), (app.page, page), (app, "app"))
        winners: dict[str, str] = {}
        for owner, where in owners:
            for key in keymap.keys_in(where):
                name = called(key.action)[0]
                if hasattr(owner, f"action_{name}"):
                    note = lambda *arguments, name=name: asked.append((name, arguments))  # noqa: E731
                    monkeypatch.setattr(owner, f"action_{name}", note)
                typed = app.focused._bindings.key_to_bindings if page in TYPED and app.focused else {}
                for each in key.each:
                    if page not in TYPED or (
                        where == "app" and len(keymap.shown(each)) > 1 and each not in typed
                    ):
                        winners.setdefault(each, key.action)
        for each, action in winners.items():
            asked.clear()
            await driver.press(each)
            assert asked == [called(action.replace("{key}", each))], f"{each} on {page}"
