"""Every key of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.tui import keymap
from pmlearn.tui.page import Page
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.markdown import Block
from pmlearn.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

    from pmlearn.wiring import Services

KEY_WIDTH = 16
"""Cells for the keys, before what they do."""


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
    places = {"On this page": (where,), "Moving": ("list", "prose"), "Everywhere": ("app",)}
    groups = {title: [key for key in every if set(of) & set(key.where)] for title, of in places.items()}
    if where in keymap.MODES:
        mode, keys_of_it = keymap.MODES[where]
        groups[mode] = [key for key in keymap.KEYMAP if keys_of_it in key.where]
    for title, keys in groups.items():
        if keys:
            yield Block(((title, ink.STRONG),), space=int(title != "On this page"))
        for key in keys:
            yield Block(((key.about, None),), _names(key).ljust(KEY_WIDTH), " " * KEY_WIDTH, space=0)


def _names(key: keymap.Key) -> str:
    # As many of its keys as there is room for.
    shown = ""
    for name in key.keys.split(","):
        longer = f"{shown} {keymap.NAMES.get(name, name)}".strip()
        shown = longer if len(longer) < KEY_WIDTH - 1 else shown
    return shown
