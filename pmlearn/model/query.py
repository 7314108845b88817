"""Asking for items in words: `state:inbox topic:discovery starred:yes pricing`."""

from __future__ import annotations

from dataclasses import dataclass

from pmlearn.errors import InputError
from pmlearn.model.feed import slug
from pmlearn.model.queue import ItemKind, State
from pmlearn.model.text import clean


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which items to list; what is left empty asks for nothing."""

    states: frozenset[State] = frozenset()  # any of these
    kinds: frozenset[ItemKind] = frozenset()  # any of these
    feed: str = ""  # a feed's id, or a beginning of it
    topics: tuple[str, ...] = ()  # any of these
    starred: bool | None = None  # with a star, or without
    words: str = ""  # all of them in the title, whatever their case


OPEN = frozenset({State.INBOX, State.QUEUED, State.READING})
"""The states that a list shows where no state is asked for."""


def parse(query: str) -> QueueFilter:
    """Read a query: `key:value` words, and plain words that titles must hold.

    Keys: `state`, `kind`, `feed`, `topic`, `starred` (yes or no). Commas part several values of one key.

    Raises:
        InputError: a key or a value is unknown; the message names the word.
    """
    states: set[State] = set()
    kinds: set[ItemKind] = set()
    topics: list[str] = []
    feed = ""
    starred: bool | None = None
    words: list[str] = []
    for word in query.split():
        key, colon, text = word.partition(":")
        values = [value for value in text.lower().split(",") if value]
        if not colon or "/" in text:
            words.append(word)
        elif key == "state":
            states |= {State(_one_of(word, value, list(State))) for value in values}
        elif key == "kind":
            kinds |= {ItemKind(_one_of(word, value, list(ItemKind))) for value in values}
        elif key == "topic":
            topics += [slug(value) for value in values]
        elif key == "feed":
            feed = text
        elif key == "starred":
            starred = _one_of(word, text.lower(), ["yes", "no"]) == "yes"
        else:
            raise InputError(f"{clean(word)}: no such key", "the keys are state, kind, feed, topic, starred")
    return QueueFilter(frozenset(states), frozenset(kinds), feed, tuple(topics), starred, " ".join(words))


def _one_of(word: str, value: str, among: list[str]) -> str:
    if value not in among:
        raise InputError(
            f"{clean(word)}: {clean(value)!r} is none of these", f"write one of {', '.join(among)}"
        )
    return value
