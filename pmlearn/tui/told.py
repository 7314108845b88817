"""Sentences that speak of keys: written with the names of actions, told with the keys that are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.tui import keymap
from pmlearn.tui.keyring import in_force

if TYPE_CHECKING:
    from pmlearn.tui.key import Key


class _Shown(str):
    """A key in a sentence; `{open:up}` begins one: Enter, but f, which is another key than F."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return self[:1].upper() + self[1:] if spec == "up" and len(self) > 1 else str(self)


class _Words(dict[str, object]):
    """What a sentence is filled with: values, and the keys of actions by what people call them."""

    def __init__(self, where: str, values: dict[str, object]) -> None:
        super().__init__(values)
        self._where = where

    def __missing__(self, id_: str) -> _Shown:
        return _Shown(key_for(id_, self._where))


def told(sentence: str, where: str = "app", /, **values: object) -> str:
    """A sentence with the keys that are in force, as of `Press {refresh} to ask the feeds`.

    Args:
        sentence: the sentence; ours, never a stranger's.
        where: the page that its keys are pressed on. What only another page has is found there.
        values: whatever else stands in it.
    """
    return sentence.format_map(_Words(where, values))


def key_for(id_: str, where: str) -> str:
    """The key of an action on a page, or else where there is one; by way of the palette where it has none."""
    here: tuple[Key, ...] = keymap.keys_of(where)
    key = next(key for among in (here, in_force) for key in among if key.id == id_)
    return key.shown or f"{keymap.shown_of('palette')} {key.words}"
