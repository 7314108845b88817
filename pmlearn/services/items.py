"""Rows of the index, made of what a feed published and of what the learner touched."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.feed import item_id
from pmlearn.model.queue import ItemKind, State, kind_of, minutes_of
from pmlearn.model.text import clean
from pmlearn.storage.index import enclosures_column, topics_column

if TYPE_CHECKING:
    from pmlearn.model.feed import Entry
    from pmlearn.model.fold import Doc
    from pmlearn.model.queue import QueueItem
    from pmlearn.storage.index import Row


def kept_of(item: QueueItem) -> dict[str, Any]:
    """What an action keeps of an item."""
    return {
        "title": item.title,
        "link": item.link,
        "feed": item.feed,
        "feed_title": item.feed_title,
        "published": item.published,
        "kind": item.kind.value,
        "minutes": item.minutes,
        "topics": list(item.topics),
    }


def first_touch(doc: Doc | None, item: QueueItem) -> list[Change]:
    """What the first action on an item writes besides: what it is, so that it outlives its feed."""
    if fold.value(doc, "entry") is not None:
        return []
    return [Change(f"item:{item.id}", "entry", kept_of(item), None)]


def entry_row(feed: str, entry: Entry) -> Row:
    """The row of an entry that nobody touched yet."""
    kind = kind_of(entry.enclosures, feed=True)
    return (
        item_id(feed, entry.id),
        feed,
        entry.title,
        entry.link,
        entry.author,
        entry.published or entry.updated,
        entry.summary,
        kind.value,
        minutes_of(kind, entry.words, entry.enclosures),
        topics_column(entry.topics),
        enclosures_column(asdict(enclosure) for enclosure in entry.enclosures),
        State.INBOX.value,
        0,
    )


def is_touched(doc: Doc | None) -> bool:
    """The learner gave it a state or a star, and did not take that back by undoing."""
    return fold.value(doc, "state") is not None or bool(fold.value(doc, "starred"))


def touched_row(doc: Doc) -> Row:
    """The row of an item that the learner touched; a saved link stands where it was saved in time."""
    entry = fold.value(doc, "entry")
    state = fold.value(doc, "state")
    entry = entry if isinstance(entry, dict) else {}
    kinds, states = set(ItemKind), set(State)
    minutes, topics = entry.get("minutes"), entry.get("topics")
    return (
        doc["ref"].partition(":")[2],
        str(entry.get("feed", "")),
        clean(str(entry.get("title", ""))),
        str(entry.get("link", "")),
        "",
        str(entry.get("published") or ("" if entry.get("feed") else fold.changed_at(doc, "entry"))),
        "",
        kind if (kind := entry.get("kind")) in kinds else ItemKind.LINK.value,
        minutes if isinstance(minutes, int) else None,
        topics_column(str(topic) for topic in topics) if isinstance(topics, list) else topics_column(()),
        "[]",
        state if state in states else State.INBOX.value,
        int(bool(fold.value(doc, "starred"))),
    )
