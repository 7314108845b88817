"""Which entries of one feed are the same one: by id, else by link, else by what they say.

A link tells entries apart only where it is theirs alone: feeds exist whose entries all link to one page.
What two entries say counts where title, date, body and recordings are all alike: an open thread says the same
every week, on another day.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from pmlearn.model.feed import Entry


@dataclass(frozen=True, slots=True)
class Facts:
    """What an entry is known by."""

    id: str
    link: str  # "" where there is none
    media: tuple[str, ...]  # addresses of what is attached
    content: tuple[str, ...]  # title, date and digest of the body; empty where that says too little


T = TypeVar("T")


def digest_of(body: bytes) -> str:
    """A short digest of a body, hex: to see whether it is the same."""
    return blake2b(body, digest_size=8).hexdigest()


def facts_of(entry: Entry) -> Facts:
    """What an entry is known by."""
    digest = digest_of(entry.body.encode("utf-8", "replace")) if entry.words else ""
    return facts(entry, digest)


def facts(entry: Entry, digest: str) -> Facts:
    """The same where the digest of its body is known."""
    media = tuple(enclosure.url for enclosure in entry.enclosures)
    return Facts(entry.id, entry.link, media, content_of(entry.title, entry.published, digest, entry.words))


def content_of(title: str, published: str, digest: str, words: int) -> tuple[str, ...]:
    """What an entry says, as far as that can tell it from others: a body alone, or a title, cannot."""
    return (title, published, digest) if words and (title or published) else ()


def first_of_each(found: Sequence[Facts], home: str) -> list[int]:
    """The places of entries that repeat no earlier one.

    Args:
        found: the entries of a document, in its order.
        home: the feed's own page: links to it tell nothing.
    """
    ids: set[str] = set()
    seen: set[Hashable] = set()
    kept = []
    for place, one in enumerate(found):
        marks = [(mark, one.media) for mark in (one.link, one.content) if mark and mark != home]
        if one.id in ids or not seen.isdisjoint(marks):
            continue
        ids.add(one.id)
        seen.update(marks)
        kept.append(place)
    return kept


def assign(stored: Mapping[str, Facts], fetched: Sequence[Facts], home: str) -> list[str | None]:
    """For each fetched entry, the key of the stored one that it is; None for a new one.

    Args:
        stored: the entries that are kept, by key.
        fetched: those of a document, each another one.
        home: the feed's own page: links to it tell nothing.
    """
    by_id = {one.id: key for key, one in stored.items()}
    keys = [by_id.get(one.id) for one in fetched]
    marks: tuple[Callable[[Facts], Hashable], ...] = (
        lambda one: one.link if one.link != home else "",
        lambda one: (one.content, one.media) if one.content else "",
    )
    for mark in marks:
        taken = set(keys)
        # A mark that several have, of what is kept or of what came, belongs to none of them.
        once = _only_once((mark(one), key) for key, one in stored.items())
        came = _only_once((mark(one), place) for place, one in enumerate(fetched))
        for value, place in came.items():
            key = once.get(value)
            if keys[place] is None and key is not None and key not in taken:
                keys[place] = key
    return keys


def _only_once(pairs: Iterable[tuple[Hashable, T]]) -> dict[Hashable, T]:
    each = [(mark, value) for mark, value in pairs if mark]
    count = Counter(mark for mark, _ in each)
    return {mark: value for mark, value in each if count[mark] == 1}
