from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pmlearn.tui import keymap, places
from pmlearn.tui.app import PmlearnApp
from pmlearn.tui.jump import Jump
from pmlearn.tui.screens.linksheet import LinkSheet
from pmlearn.tui.screens.noteeditor import NoteEditor
from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.prose import Prose
from pmlearn.tui.widgets.readertext import ReaderText
from tests.tui.driving import driving

if TYPE_CHECKING:
    from pmlearn.wiring import Services

PAGES = sorted(places.PAGES)


def page_class(name: str) -> type:
    from importlib import import_module

    return getattr(import_module(f"pmlearn.tui.screens.{name}"), places.PAGES[name])  # type: ignore[no-any-return]


@pytest.mark.parametrize("key", keymap.KEYMAP, ids=lambda key: f"{key.keys}: {key.about}")
def test_every_key_does_something_wherever_it_is_bound(key: keymap.Key) -> None:
    owners = {"app": PmlearnApp, "list": Lines, "prose": Prose, "marking": ReaderText, "jump": Jump}
    owners |= {"note": NoteEditor, "linksheet": LinkSheet}
    name = "action_" + key.action.partition("(")[0]
    for where in key.where:
        owner = owners.get(where) or page_class(where)
        assert hasattr(owner, name), f"{owner.__name__} has no {name}"


@pytest.mark.parametrize("page", PAGES)
def test_no_key_is_bound_twice_on_a_page(page: str) -> None:
    inner = "prose" if page in keymap.TEXTS else "list"
    for here in ([page, inner], ["app"]):
        keys = [name for key in keymap.KEYMAP if set(here) & set(key.where) for name in key.keys.split(",")]
        assert len(keys) == len(set(keys)), sorted(keys)


@pytest.mark.parametrize("page", keymap.pages())
def test_a_name_means_one_thing_on_a_page(page: str) -> None:
    keys = keymap.keys_in(page) if page in keymap.CALLED else keymap.keys_of(page)
    names: dict[str, str] = {}
    for key in keys:
        assert key.id.replace("-", "").isalpha(), f"{key.id}: name it in key.py: CALLED"
        assert names.setdefault(key.id, key.name) == key.name or key.id == "out", key.id


def test_digits_are_the_places() -> None:
    digits = {key.keys: key.action for key in keymap.KEYMAP if "app" in key.where and key.keys.isdigit()}
    assert digits == {str(at): f"go('{place.name}')" for at, place in enumerate(places.PLACES, 1)}


def begins(about: str) -> str:
    """The words of it that stand in one line at any width."""
    first = re.split("[;:]", about)[0]
    return first if len(first) <= 24 else first[:24].rpartition(" ")[0]


@pytest.mark.parametrize("page", PAGES)
async def test_the_page_of_keys_names_every_key(learner: Services, page: str) -> None:
    async with driving(learner, (100, 80)) as driver:
        await driver.app.open("keys", where=page)
        await driver.shows(*(begins(key.about) for key in keymap.keys_of(page)))
        await driver.shows("q back")


async def test_the_page_of_keys_names_those_of_a_mode(learner: Services) -> None:
    async with driving(learner, (100, 110)) as driver:
        await driver.app.open("keys", where="reader")
        marking = (begins(key.about) for key in keymap.KEYMAP if "marking" in key.where)
        await driver.shows("While you mark", *marking)
