"""What servers answered when links were last checked: JSON in the cache directory, good for a while."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pmlearn.errors import StoreError
from pmlearn.storage.files import read_own, write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

GOOD = timedelta(days=7)
"""How long a link that led somewhere is not asked again."""

BAD = timedelta(hours=1)
"""How long one that did not is not: its author may be about to mend it, and checks often meanwhile."""

VERSION = 1
"""Of the file; one of another version is as good as not there."""

_DAMAGED = (OSError, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking an address."""

    at: str  # when, ISO 8601
    status: int = 0  # of HTTP; 0 where there was no answer
    moved: str = ""  # where it lives now, "" where it did not move for good
    seconds: float = 0.0  # until the answer began
    error: str = ""  # why there was no answer; "" where there was one
    hint: str = ""  # what to do about that
    unknown: bool = False  # there was none because the host does not exist
    kept: bool = True  # it is worth remembering


class LinkCache:
    """The answers in one file; it need not exist, and may be lost at any time.

    Args:
        path: the file.
        now: tells the time.
    """

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now

    def fresh(self, urls: Iterable[str], good: Callable[[Answer], bool]) -> dict[str, Answer]:
        """Return those answers to some addresses that are still good enough."""
        held = self._load()
        return {
            url: held[url]
            for url in urls
            if url in held and self._age(held[url]) < (GOOD if good(held[url]) else BAD)
        }

    def keep(self, answers: Mapping[str, Answer]) -> None:
        """Keep answers beside those that are there; those that are too old for any use go."""
        held = {url: answer for url, answer in self._load().items() if self._age(answer) < GOOD}
        held |= {url: answer for url, answer in answers.items() if answer.kept}
        doc = {"version": VERSION, "links": {url: asdict(answer) for url, answer in held.items()}}
        with suppress(StoreError):  # a cache that cannot be written costs time and nothing else
            write_atomic(self._path, json.dumps(doc).encode())

    def _load(self) -> dict[str, Answer]:
        try:
            doc = json.loads(read_own(self._path))
            if doc["version"] != VERSION:
                return {}
            held = {url: _answer(each) for url, each in doc["links"].items()}
            for answer in held.values():
                self._age(answer)
        except _DAMAGED:
            return {}
        return held

    def _age(self, answer: Answer) -> timedelta:
        # A clock that was set back makes an answer of the future: as old as can be.
        age = self._now() - datetime.fromisoformat(answer.at)
        return age if age >= timedelta(0) else GOOD


def _answer(doc: dict[str, Any]) -> Answer:
    if {name: type(value) for name, value in doc.items()} != _TYPES:
        raise TypeError("not what was kept")
    return Answer(**doc)


_TYPES = {name: type(value) for name, value in asdict(Answer("")).items()}
