"""The reading queue: what feeds published and links that were saved, with the reader's state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pmlearn.errors import UnknownError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.feed import Enclosure, item_id
from pmlearn.model.queue import ItemKind, QueueItem, State
from pmlearn.model.text import clean, plural
from pmlearn.services.following import follow
from pmlearn.services.items import kept_of
from pmlearn.services.links import web_address
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pmlearn.model.query import QueueFilter
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.fetches import Fetches
    from pmlearn.storage.index import Index, Row
    from pmlearn.storage.store import Store


Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A stretch of a list, and what the whole of it adds up to."""

    items: tuple[QueueItem, ...]  # newest first
    total: int  # items in the whole list
    minutes: int  # to read or hear all of it, as far as that is known


class Queue:
    """The learner's queue. Not thread-safe."""

    def __init__(
        self,
        store: Store,
        subscriptions: Subscriptions,
        entries: Entries,
        fetches: Fetches,
        *,
        index: Callable[[], Index],
        to_markdown: Callable[[str, str], str],
    ) -> None:
        self._store = store
        self._subscriptions = subscriptions
        self._entries = entries
        self._fetches = fetches
        self._open_index = index
        self._to_markdown = to_markdown

    def page(self, wanted: QueueFilter, limit: int = -1, offset: int = 0) -> QueuePage:
        """A stretch of the items that the filter lets through, newest first; a negative limit is none."""
        where, values = self._where(wanted)

        def ask(index: Index) -> QueuePage:
            total, minutes = index.count(where, values)
            rows = index.select(where, values, limit, offset) if limit else []
            return QueuePage(tuple(self._items(rows)), total, minutes)

        return self._ask(ask)

    def counts(self) -> dict[State, int]:
        """How many items each state has."""
        return self._ask(lambda index: index.states())

    def feed_counts(self) -> dict[str, tuple[int, int]]:
        """For each feed, how many entries it has and how many of them are in the inbox."""
        return self._ask(lambda index: index.feeds())

    def get(self, id_: str) -> QueueItem:
        """An item, by its id or a unique beginning of it.

        Raises:
            UnknownError: none, or more than one, fits.
        """
        return self._find([id_])[0]

    def _find(self, ids: Sequence[str]) -> list[QueueItem]:
        def ask(index: Index) -> list[QueueItem]:
            whole = index.rows(ids)
            short = {id_: _only(index, id_) for id_ in ids if id_ not in whole}
            whole |= index.rows(list(short.values()))
            return list(self._items(whole[short.get(id_, id_)] for id_ in ids))

        return self._ask(ask)

    def text(self, id_: str) -> str:
        """The body of an item as Markdown of a safe subset; its summary where there is no body.

        Slow: HTML is made safe in a process of its own.

        Raises:
            UnknownError: there is no such item.
            ParseError: its HTML was too much for the limits.
        """
        item = self.get(id_)
        body = self.body(item)
        return self._to_markdown(body, item.link) if body else item.summary

    def body(self, item: QueueItem) -> str:
        """The HTML of an item, as it was published; "" where there is none."""
        return self._entries.body(item.feed, item.id) if item.feed else ""

    def set_state(self, ids: Sequence[str], state: State) -> Outcome:
        """Put items into a state.

        Raises:
            UnknownError: there is no such item: nothing changes.
        """
        words = {State.INBOX: "back in the inbox", State.QUEUED: "for later"}
        return self._set("triage", ids, "state", lambda _: state.value, words.get(state, state.value))

    def star(self, ids: Sequence[str], *, on: bool | None = None) -> Outcome:
        """Star items, or take the star away; without `on`, the other way round.

        Raises:
            UnknownError: there is no such item: nothing changes.
        """
        items = self._find(ids)
        to = on if on is not None else not all(item.starred for item in items)
        return self._set(
            "star" if to else "unstar", ids, "starred", lambda _: to, "starred" if to else "unstarred"
        )

    def opened(self, id_: str) -> Outcome:
        """Note that an item is being read, if it was waiting to be."""
        item = self.get(id_)
        if item.state not in (State.INBOX, State.QUEUED):
            return Outcome(f"{item.state}: {item.title}")
        return self.set_state([item.id], State.READING)

    def add(self, url: str, title: str = "") -> Outcome:
        """Save a link as an item for later; `changed` holds its id.

        Raises:
            InputError: it is no http or https address.
        """
        url = web_address(url)
        id_ = item_id("", url)
        ref = f"item:{id_}"
        title = clean(title) or clean(url)
        entry = {"id": url, "title": title, "link": url, "feed": "", "kind": ItemKind.LINK.value}
        table = self._store.table("queue")

        def decide() -> list[Change]:
            doc = table.doc(ref)
            if fold.value(doc, "state"):
                return []
            kept = fold.value(doc, "entry")
            return [Change(ref, "entry", entry, kept), Change(ref, "state", State.QUEUED.value, None)]

        action = self._store.record("save", decide)
        if action is None:
            return Outcome(f"already saved: {title}", (id_,))
        return Outcome(f"saved: {title}", (id_,), action.id)

    def _set(
        self, kind: str, ids: Sequence[str], field: str, to: Callable[[QueueItem], Any], word: str
    ) -> Outcome:
        items = self._find(ids)
        table = self._store.table("queue")

        def decide() -> list[Change]:
            changes = []
            for item in {item.id: item for item in items}.values():
                ref = f"item:{item.id}"
                doc = table.doc(ref)
                held = fold.value(doc, field)
                now = held if held is not None else {"state": State.INBOX.value, "starred": False}[field]
                if now == to(item):
                    continue
                # What it is goes with the first touch, so that it outlives its feed.
                if fold.value(doc, "entry") is None:
                    changes.append(Change(ref, "entry", kept_of(item), None))
                changes.append(Change(ref, field, to(item), held))
            return changes

        action = self._store.record(kind, decide)
        what = items[0].title if len(items) == 1 else plural(len(items), "item")
        if action is None:
            return Outcome(f"already {word}: {what}")
        refs = dict.fromkeys(change.ref.partition(":")[2] for change in action.changes)
        return Outcome(f"{word}: {what}", tuple(refs), action.id)

    def _where(self, wanted: QueueFilter) -> tuple[str, list[str | int]]:
        where = ["1"]
        values: list[str | int] = []
        if wanted.states:
            where.append(f"state IN ({', '.join('?' * len(wanted.states))})")
            values += [state.value for state in wanted.states]
        if wanted.kinds:
            where.append(f"kind IN ({', '.join('?' * len(wanted.kinds))})")
            values += [kind.value for kind in wanted.kinds]
        if wanted.feed:
            where.append("feed LIKE ? ESCAPE '\\'")
            values.append(f"{_like(wanted.feed)}%")
        if wanted.starred is not None:
            where.append("starred = ?")
            values.append(int(wanted.starred))
        if wanted.topics:
            topics = set(wanted.topics)
            feeds = [f.id for f in self._subscriptions.all().values() if topics & set(f.topics)]
            any_of = ["topics LIKE ? ESCAPE '\\'"] * len(topics) + ["feed = ?"] * len(feeds)
            where.append(f"({' OR '.join(any_of)})")
            values += [f"% {_like(topic)} %" for topic in topics] + feeds
        for word in wanted.words.split():
            where.append("title LIKE ? ESCAPE '\\'")
            values.append(f"%{_like(word)}%")
        return " AND ".join(where), values

    def _items(self, rows: Iterable[Row]) -> Iterator[QueueItem]:
        feeds = self._subscriptions.all()
        titles = self._fetches.titles()
        for row in rows:
            (
                item,
                feed,
                title,
                link,
                author,
                published,
                summary,
                kind,
                minutes,
                topics,
                media,
                state,
                starred,
            ) = row
            known = feeds.get(feed)
            name = (known.title if known else "") or titles.get(feed) or feed
            yield QueueItem(
                item,
                title,
                link,
                feed,
                name,
                published if feed else "",  # of a saved link the index holds when it was saved
                ItemKind(kind),
                State(state),
                bool(starred),
                minutes,
                tuple(dict.fromkeys((*topics.split(), *(known.topics if known else ())))),
                author,
                summary,
                tuple(Enclosure(**enclosure) for enclosure in json.loads(media)),
            )

    def _ask(self, question: Callable[[Index], Answer]) -> Answer:
        """Ask the index, in step with what it follows."""
        index = self._open_index()

        def ask() -> Answer:
            follow(index, self._store, self._subscriptions.all().keys(), self._entries)
            return question(index)

        return index.surely(ask)


def _only(index: Index, prefix: str) -> str:
    """The one id that begins so."""
    found = index.starting_with(prefix.lower()) if prefix else []
    if len(found) > 1 and prefix.lower() not in found:
        raise UnknownError(f"{clean(prefix)} is the beginning of several items", "write more of the id")
    if not found:
        raise UnknownError(f"no item {clean(prefix) or '“”'}", "see them with: pmlearn queue list")
    return found[0]


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
