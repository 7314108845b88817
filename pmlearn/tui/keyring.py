"""The keys that are in force, and what is made of them: `keymap` has them all, and puts them here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pmlearn.tui.key import Key, shown

if TYPE_CHECKING:
    from textual.dom import DOMNode

CALLED = {
    "app": "Everywhere",
    "list": "In every list",
    "prose": "In every text",
    "marking": "In the reader, while a passage is chosen",
    "jump": "In the lists over the reader",
}
"""How people call what has keys and is no page."""

in_force: list[Key] = []
"""The keys as they are set, in the order of the registry; they change before there is an app alone."""


def keys_in(*where: str) -> tuple[Key, ...]:
    """The keys in force of pages and widgets, in the order of the registry."""
    return tuple(key for key in in_force if set(where) & set(key.where))


def bind(node: DOMNode, *where: str) -> None:
    """Give a page, a widget or the app the keys that are in force."""
    from textual.binding import Binding, BindingsMap  # noqa: PLC0415 - the list of keys is light without

    node._bindings = BindingsMap(  # noqa: SLF001 - those of its class were made before config.toml was read
        Binding(each, key.action.replace("{key}", each), key.words, show=False, priority=key.priority)
        for key in keys_in(*where)
        for each in key.each
    )


@cache
def by_shown() -> dict[str, str]:
    """Every key that does something somewhere, as Textual names it, by the way people write it."""
    return {shown(each): each for key in in_force for each in key.each}
