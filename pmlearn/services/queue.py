"""The reading queue: what feeds published and links that were saved, with the reader's state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmlearn.errors import UnknownError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.feed import Enclosure, item_id
from pmlearn.model.queue import ItemKind, QueueItem, State
from pmlearn.model.text import clean, plural
from pmlearn.services.items import entry_row, is_saved, kept_of, touched_row
from pmlearn.services.links import web_address
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pmlearn.model.query import QueueFilter
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.entries import Entries, Fetches
    from pmlearn.storage.index import Index, Row
    from pmlearn.storage.store import Store


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
        index = self._index()
        where, values = self._where(wanted)
        total, minutes = index.count(where, values)
        rows = index.select(where, values, limit, offset)
        return QueuePage(tuple(self._items(rows)), total, minutes)

    def counts(self) -> dict[State, int]:
        """How many items each state has."""
        return self._index().states()

    def feed_counts(self) -> dict[str, tuple[int, int]]:
        """For each feed, how many entries it has and how many of them are in the inbox."""
        return self._index().feeds()

    def get(self, id_: str) -> QueueItem:
        """An item, by its id or a unique beginning of it.

        Raises:
            UnknownError: none, or more than one, fits.
        """
        index = self._index()
        found = index.starting_with(id_.lower()) if id_ else []
        if len(found) > 1:
            raise UnknownError(f"{clean(id_)} is the beginning of several items", "write more of the id")
        if not found:
            raise UnknownError(f"no item {clean(id_)}", "see them with: pmlearn queue list")
        return next(self._items(index.select("item = ?", found)))

    def text(self, id_: str) -> str:
        """The body of an item as Markdown of a safe subset; its summary where there is no body.

        Slow: HTML is made safe in a process of its own.

        Raises:
            UnknownError: there is no such item.
            ParseError: its HTML was too much for the limits.
        """
        item = self.get(id_)
        body = self._entries.body(item.feed, item.id) if item.feed else ""
        return self._to_markdown(body, item.link) if body else item.summary

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
        items = [self.get(id_) for id_ in ids]
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
        doc = self._store.table("queue").doc(f"item:{id_}")
        title = clean(title) or clean(url)
        if fold.value(doc, "state"):
            return Outcome(f"already saved: {title}", (id_,))
        entry = {"id": url, "title": title, "link": url, "feed": "", "kind": ItemKind.LINK.value}
        changes = [
            Change(f"item:{id_}", "entry", entry, fold.value(doc, "entry")),
            Change(f"item:{id_}", "state", State.QUEUED.value, None),
        ]
        action = self._store.record("save", lambda: changes)
        return Outcome(f"saved: {title}", (id_,), action.id if action else "")

    def _set(
        self, kind: str, ids: Sequence[str], field: str, to: Callable[[QueueItem], Any], word: str
    ) -> Outcome:
        items = [self.get(id_) for id_ in ids]
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
        fetches = self._fetches
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
            name = (known.title if known else "") or (fetches.get(feed).title if feed else "") or feed
            yield QueueItem(
                item,
                title,
                link,
                feed,
                name,
                published,
                ItemKind(kind),
                State(state),
                bool(starred),
                minutes,
                tuple(dict.fromkeys((*topics.split(), *(known.topics if known else ())))),
                author,
                summary,
                tuple(Enclosure(**enclosure) for enclosure in json.loads(media)),
            )

    def _index(self) -> Index:
        """The index, in step with the entries' files and with the queue's table."""
        index = self._open_index()
        table = self._store.table("queue")
        feeds = self._subscriptions.all()
        files = self._entries.signatures()
        followed = index.followed()
        stale = False
        for feed in feeds:
            if feed in files and followed.get(f"feed:{feed}") != files[feed]:
                rows = [entry_row(feed, entry) for entry in self._entries.load(feed)]
                index.put_feed(feed, files[feed], rows)
                stale = True
        for name in followed:
            feed = name.removeprefix("feed:")
            if name != "queue" and (feed not in feeds or feed not in files):
                index.drop_feed(feed)
                stale = True
        signature = json.dumps([cursor.to_json() for cursor in table.cursors.values()])
        if stale or followed.get("queue") != signature:
            rows = [touched_row(doc) for doc in table.docs()]
            gone = [row[0] for row in rows if not row[1] and not is_saved(table.doc(f"item:{row[0]}"))]
            index.put_touched(rows, gone, signature)
        return index


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
