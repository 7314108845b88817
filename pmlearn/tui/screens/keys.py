"""Every key of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.tui import keymap
from pmlearn.tui.findpage import FindPage
from pmlearn.tui.key import shown as shown_key
from pmlearn.tui.keysheet import KEYS, sheet
from pmlearn.tui.widgets.findtext import FindText
from pmlearn.tui.widgets.glyphs import AWAY, HELPS, KINDS, MARK, STAR, STORED
from pmlearn.tui.widgets.lines import MEASURE
from pmlearn.tui.widgets.prose import AFTER, MARGIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.widget import Widget

    from pmlearn.tui.key import Key
    from pmlearn.tui.keysheet import Entry
    from pmlearn.wiring import Services

SIGNED = ("queue",)
"""The pages whose rows have signs that no word beside them explains."""

SIGNS = (
    (HELPS, "Helps with a step that comes next"),
    *((sign, kind.capitalize()) for kind, sign in KINDS.items()),
    (STAR, "Starred"),
    (AWAY, "Snoozed"),
    (STORED, "Archived"),
    (MARK, "Marked"),
)
"""What the signs before a title mean."""


class Sheet(FindText):
    """Columns, which may be as wide together as a list."""

    measure = MEASURE


class KeysPage(FindPage):
    """The keys, made of the registry."""

    NAME = "keys"
    PLACE = "today"
    UP = "today"

    def __init__(self, where: str = "today") -> None:
        super().__init__()
        self._where = where
        self.prose = Sheet(classes="main")

    def body(self) -> Iterator[Widget]:
        """The text."""
        self._draw()
        yield from super().body()

    def resized(self) -> None:
        """Set it in as many columns as there is room for now."""
        self._draw()

    def _draw(self) -> None:
        room = min(Sheet.measure, self.app.size.width - MARGIN - AFTER)
        self.prose.show(sheet(_groups(self._where, self.shell.lacks), room), self.prose.top)

    def fetch(self, services: Services) -> tuple[Any, ...]:  # noqa: ARG002
        """There is nothing to read."""
        return ()

    def accept(self, data: tuple[Any, ...]) -> None:  # noqa: ARG002
        """Say whose keys these are."""
        self.head.set("Keys", self._where.capitalize())

    def address(self) -> dict[str, Any]:
        """The page whose keys these are."""
        return {"where": self._where}


def _groups(where: str, lacks: frozenset[str]) -> dict[str, list[Entry]]:
    every = keymap.keys_of(where, lacks)
    here = [key for key in every if where in key.where]
    finding = [key for key in here if key.name in keymap.FINDING]
    acting = [key for key in here if key not in finding]
    app = [key for key in every if "app" in key.where]
    groups: dict[str, Iterable[Key]] = {
        "On this page": acting,
        "In this text" if where in keymap.TEXTS else "In this list": finding,
    }
    if where in keymap.MODES:
        mode, keys_of_it = keymap.MODES[where]
        groups[mode] = keymap.keys_in(keys_of_it)
    groups["Moving"] = [key for key in every if {"list", "prose"} & set(key.where)]
    groups["Everywhere"] = [key for key in app if key.name not in keymap.PLAYING]
    groups["While something plays"] = [key for key in app if key.name in keymap.PLAYING]
    known = {title: [(_names(key), key.about) for key in keys] for title, keys in groups.items()}
    if where not in SIGNED:
        return known
    first = next(iter(known))
    return {first: known[first], "Signs": list(SIGNS), **known}


def _names(key: Key) -> str:
    # As many of its keys as there is room for; what has none is found by its name.
    shown = ""
    for name in key.each:
        longer = f"{shown} {shown_key(name)}".strip()
        shown = longer if not shown or len(longer) < KEYS - 1 else shown
    return shown or keymap.shown_of("palette")
