"""Every key of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.tui import keymap
from pmlearn.tui.page import Page
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import AWAY, DOT, HELPS, KINDS, MARK, STAR, STORED
from pmlearn.tui.widgets.markdown import Block
from pmlearn.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.widget import Widget

    from pmlearn.wiring import Services

KEY_WIDTH = 16
"""Cells for the keys, before what they do."""

ABOUT_WIDTH = 62
"""Cells for what they do, in 80 columns."""

FIRST = "On this page"
"""What is done on the page, before how to find one's way in it."""

SIGNED = ("queue",)
"""The pages whose rows have signs that no word beside them explains."""

SIGNS = (
    f"{HELPS} helps with a step that comes next",
    *(f"{sign} {kind}" for kind, sign in KINDS.items()),
    f"{STAR} starred",
    f"{AWAY} put off",
    f"{STORED} archived",
    f"{MARK} marked",
)
"""What the signs before a title mean."""


class KeysPage(Page):
    """The keys, made of the registry."""

    NAME = "keys"
    PLACE = "today"
    UP = "today"

    def __init__(self, where: str = "today") -> None:
        super().__init__()
        self._where = where
        self._prose = Prose(classes="main")

    def body(self) -> Iterator[Widget]:
        """The text."""
        self._prose.show(_blocks(self._where, self.shell.lacks))
        yield self._prose

    def fetch(self, services: Services) -> tuple[Any, ...]:  # noqa: ARG002
        """There is nothing to read."""
        return ()

    def accept(self, data: tuple[Any, ...]) -> None:  # noqa: ARG002
        """Say whose keys these are."""
        self.head.set("Keys", self._where.capitalize())

    def address(self) -> dict[str, Any]:
        """The page whose keys these are."""
        return {"where": self._where}


def _blocks(where: str, lacks: frozenset[str]) -> Iterator[Block]:
    every = keymap.keys_of(where, lacks)
    here = [key for key in every if where in key.where]
    finding = [key for key in here if key.name in keymap.FINDING]
    acting = [key for key in here if key not in finding]
    app = [key for key in every if "app" in key.where]
    text = where in keymap.TEXTS
    groups = {
        FIRST: acting,
        "In this text" if text else "In this list": finding,
        "Moving": [key for key in every if {"list", "prose"} & set(key.where)],
        "Everywhere": [key for key in app if key.name not in keymap.PLAYING],
        "While something plays": [key for key in app if key.name in keymap.PLAYING],
    }
    if where in keymap.MODES:
        mode, keys_of_it = keymap.MODES[where]
        groups[mode] = list(keymap.keys_in(keys_of_it))
    for title, keys in groups.items():
        if keys:
            yield Block(((title, ink.HEADING),), space=int(title != FIRST))
        for names, about in _paired(keys):
            yield Block(((about, None),), names.ljust(KEY_WIDTH), " " * KEY_WIDTH, space=0)
        if title == FIRST and where in SIGNED:
            yield Block((("Signs", ink.HEADING),))
            yield Block((("   ".join(SIGNS), None),), space=0)


def _paired(keys: Sequence[keymap.Key]) -> Iterator[tuple[str, str]]:
    # What does the same the other way round stands beside it, where both have room in a line.
    waiting = list(keys)
    while waiting:
        key = waiting.pop(0)
        other = next((one for one in waiting if one.name == key.name), None)
        names, about = _names(key), key.about
        if other is not None and key.name != "go" and other.action != key.action:
            both = f"{key.about} {DOT} {other.about}"
            shown = f"{names} {_names(other)}"
            if len(both) <= ABOUT_WIDTH and len(shown) < KEY_WIDTH:
                waiting.remove(other)
                names, about = shown, both
        yield names, about


def _names(key: keymap.Key) -> str:
    # As many of its keys as there is room for; what has none is found by its name.
    shown = ""
    for name in key.each:
        longer = f"{shown} {keymap.shown(name)}".strip()
        shown = longer if len(longer) < KEY_WIDTH - 1 else shown
    return shown or keymap.shown_of("palette")
