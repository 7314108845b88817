"""Rows of the index, made of what a feed published and of what the learner touched."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from pmlearn.errors import InputError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.canonical import canonical, work
from pmlearn.model.feed import Enclosure, item_id
from pmlearn.model.query import parse_filter
from pmlearn.model.queue import ItemKind, Shelf, State, kind_of, minutes_of
from pmlearn.model.recording import recording_of
from pmlearn.model.terms import Facts, folded
from pmlearn.model.text import clean
from pmlearn.model.when import date_of
from pmlearn.storage.index import enclosures_column, topics_column
from pmlearn.storage.schema import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmlearn.model.feed import Entry, Feed
    from pmlearn.model.fold import Doc
    from pmlearn.model.query import Query
    from pmlearn.model.queue import QueueItem
    from pmlearn.storage.index import Row

ITEM = "item:"
"""How the refs of queue items begin."""


def kept_of(item: QueueItem) -> dict[str, Any]:
    """What an action keeps of an item: what it is, and where its recording is."""
    recording = recording_of(item.enclosures)
    return {
        "title": item.title,
        "link": item.link,
        "feed": item.feed,
        "feed_title": item.feed_title,
        "published": item.published,
        "kind": item.kind.value,
        "minutes": item.minutes,
        "topics": list(item.topics),
        **({"enclosures": [asdict(recording)]} if recording else {}),
    }


def settings_of(feed: Feed, expires: int | None) -> str:
    """A text that differs once the rows of a feed differ by its settings.

    Args:
        feed: the subscription.
        expires: the days that hold where the feed says none.
    """
    return repr((feed.topics, feed.weight, feed.mute, feed.keep, feed.expires or expires))


def entry_rows(feed: Feed, entries: Sequence[Entry], expires: int | None) -> Iterable[Row]:
    """The rows of a feed's entries that nobody touched yet; `expires` as in `settings_of`."""
    mute, keep = _filters(feed.mute), _filters(feed.keep)
    # A page that many entries link to is none of them.
    links = Counter(canonical(entry.link) for entry in entries)
    for entry in entries:
        kind = kind_of(entry.enclosures, feed=True)
        published = entry.published or entry.updated
        minutes = minutes_of(kind, entry.words, entry.enclosures)
        own = dict.fromkeys(entry.topics)
        topics = tuple(own | dict.fromkeys(feed.topics))
        facts = Facts(
            entry.title,
            ((feed.id, feed.title),),
            published,
            kind,
            minutes,
            topics,
            Shelf.INBOX,
            starred=False,
        )
        yield (
            item_id(feed.id, entry.id),
            feed.id,
            entry.title,
            entry.link,
            entry.author,
            published,
            entry.summary,
            kind.value,
            minutes,
            topics_column((*own, OWN, *topics[len(own) :])),
            enclosures_column(asdict(enclosure) for enclosure in entry.enclosures),
            folded(entry.title),
            work(entry.link, entry.title) if links[canonical(entry.link)] == 1 else "",
            int(_muted(facts, mute, keep)),
            _until(published, feed.expires or expires),
            feed.weight,
        )


def _filters(queries: Sequence[str]) -> list[Query]:
    """The filters of a feed; one that cannot be read, written by hand or a newer pmlearn, filters nothing."""
    found = []
    for query in queries:
        try:
            found.append(parse_filter(query))
        except InputError:
            continue
    return found


def _muted(facts: Facts, mute: Sequence[Query], keep: Sequence[Query]) -> bool:
    # Filters ask for nothing that a day decides on.
    wanted = not keep or any(query.holds(facts, date.min) for query in keep)
    return not wanted or any(query.holds(facts, date.min) for query in mute)


def _until(published: str, expires: int | None) -> str:
    """The last day on which an entry is fresh, YYYY-MM-DD; "" where that never ends."""
    day = date_of(published[:10]) if expires else None
    if day is None or expires is None:
        return ""
    return date.fromordinal(min(day.toordinal() + expires, date.max.toordinal())).isoformat()


def first_touch(doc: Doc | None, item: QueueItem) -> list[Change]:
    """What the first action on an item writes besides: what it is, so that it outlives its feed."""
    if fold.value(doc, "entry") is not None:
        return []
    return [Change(f"item:{item.id}", "entry", kept_of(item), None)]


def is_touched(doc: Doc | None) -> bool:
    """The learner gave it a state or a star or put it off, and did not take that back by undoing."""
    return any(fold.value(doc, field) for field in ("state", "starred", "snoozed"))


def snoozed_until(doc: Doc | None) -> str:
    """The day that an item was put off until, YYYY-MM-DD; "" where it is not."""
    held = fold.value(doc, "snoozed")
    return held if isinstance(held, str) and date_of(held) else ""


def _enclosures(held: Any) -> Iterable[Enclosure]:
    """What a journal says of recordings, which may be a stranger's: what is of no use is left out."""
    for one in held if isinstance(held, list) else ():
        if not isinstance(one, dict):
            continue
        url, type_ = clean(str(one.get("url") or ""), 2000), clean(str(one.get("type") or ""), 100)
        sizes = (one.get(name) for name in ("length", "duration"))
        length, seconds = (size if type(size) is int and size >= 0 else None for size in sizes)
        if url.startswith(("http://", "https://")):
            yield Enclosure(url, type_, length, seconds)


def touched_row(doc: Doc) -> Row:
    """The row of an item that the learner touched; a saved link stands where it was saved in time."""
    entry = fold.value(doc, "entry")
    state = fold.value(doc, "state")
    entry = entry if isinstance(entry, dict) else {}
    kinds, states = set(ItemKind), set(State)
    minutes, topics = entry.get("minutes"), entry.get("topics")
    title, link = clean(str(entry.get("title", ""))), str(entry.get("link", ""))
    return (
        doc["ref"].removeprefix(ITEM),
        str(entry.get("feed", "")),
        title,
        link,
        "",
        str(entry.get("published") or ("" if entry.get("feed") else fold.changed_at(doc, "entry"))),
        "",
        kind if (kind := entry.get("kind")) in kinds else ItemKind.LINK.value,
        minutes if isinstance(minutes, int) else None,
        topics_column(str(topic) for topic in topics) if isinstance(topics, list) else topics_column(()),
        enclosures_column(asdict(enclosure) for enclosure in _enclosures(entry.get("enclosures"))),
        folded(title),
        work(link, title),
        0,
        "",
        0,
        state if state in states else State.INBOX.value,
        int(bool(fold.value(doc, "starred"))),
        snoozed_until(doc),
    )
