"""What there is in the queue: lists, counts, and single items."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from pmlearn.errors import UnknownError
from pmlearn.model.feed import Enclosure
from pmlearn.model.query import Order, asking
from pmlearn.model.queue import ItemKind, QueueItem, Shelf, Source, State
from pmlearn.model.terms import names_feed
from pmlearn.model.text import clean
from pmlearn.services.links import place
from pmlearn.storage.asking import TWIN, asked
from pmlearn.storage.schema import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pmlearn.model.query import Query
    from pmlearn.model.webpage import WebPage
    from pmlearn.services.following import Following
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.asking import Asked
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.fetches import Fetches
    from pmlearn.storage.index import Index, Row

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A stretch of a list, and what the whole of it adds up to."""

    items: tuple[QueueItem, ...]  # in the order that was asked for
    total: int  # items in the whole list
    minutes: int  # to read or hear all of it, as far as that is known


class QueueList:
    """The items, read from the index. Not thread-safe."""

    def __init__(
        self,
        following: Following,
        subscriptions: Subscriptions,
        entries: Entries,
        fetches: Fetches,
        *,
        index: Callable[[], Index],
        current: Callable[[], str],
        to_markdown: Callable[[str, str], str],
        page: Callable[[str], WebPage | None],
    ) -> None:
        """Read.

        Args:
            following: keeps the index in step.
            subscriptions: has the feeds.
            entries: has the bodies.
            fetches: has what feeds call themselves.
            index: opens the index.
            current: gives the refs of the current steps, with blanks between.
            to_markdown: makes safe Markdown of HTML and the address that it came from.
            page: gives the page of an item, where it was fetched.
        """
        self._following = following
        self._subscriptions = subscriptions
        self._entries = entries
        self._fetches = fetches
        self._open_index = index
        self._current = current
        self._to_markdown = to_markdown
        self._page = page

    def page(self, wanted: Query, limit: int = -1, offset: int = 0) -> QueuePage:
        """A stretch of the items that are asked for, in the query's order; a negative limit is none."""

        def ask(index: Index) -> QueuePage:
            rows, total, minutes = index.page(self._asked(index, wanted), limit, offset)
            return QueuePage(tuple(self._items(index, rows)), total, minutes)

        return self._ask(ask, ranked=wanted.sorting is Order.RANK)

    def matching(self, wanted: Query) -> list[str]:
        """The ids of all items that are asked for, in the query's order."""
        ranked = wanted.sorting is Order.RANK
        return self._ask(lambda index: index.ids(self._asked(index, wanted)), ranked=ranked)

    def counts(self) -> dict[str, int]:
        """How many items each state has, derived ones too."""
        found = self._ask(lambda index: index.shelves())
        return {shelf.value: found.get(shelf.value, 0) for shelf in Shelf}

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
        """Items by ids or beginnings of ids; of one that another stands for, that other."""

        def ask(index: Index) -> list[QueueItem]:
            whole = index.rows(ids)
            short = {id_: _only(index, id_) for id_ in ids if id_ not in whole}
            whole |= index.rows(list(short.values()))
            shown = {id_: row[0] for id_, row in whole.items()}
            for id_, row in list(whole.items()):
                if row[SHELF] == TWIN:
                    shown[id_] = index.standing_for(id_)
            whole |= index.rows([id_ for id_ in shown.values() if id_ not in whole])
            found = {
                item.id: item for item in self._items(index, [whole[id_] for id_ in set(shown.values())])
            }
            return [found[shown[short.get(id_, id_)]] for id_ in ids]

        return self._ask(ask)

    def known(self, ids: Sequence[str]) -> dict[str, QueueItem]:
        """Those of these items that there are, by id."""

        def ask(index: Index) -> dict[str, QueueItem]:
            return {item.id: item for item in self._items(index, index.rows(ids).values())}

        return self._ask(ask)

    def newest(self, shelf: Shelf, limit: int) -> list[Row]:
        """The rows of the newest items of a shelf, of the index as it is."""
        index = self._open_index()
        return index.page(self._asked(index, asking([shelf], order=Order.NEWEST)), limit)[0]

    def ask(self, question: Callable[[Index], Answer]) -> Answer:
        """Ask the index, in step with what it follows."""
        return self._ask(question)

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
        """The HTML of an item: of its page, where that was fetched, else as a feed has it; "" for none."""
        if page := self._page(item.id):
            return page.html
        bodies = (self._entries.body(source.feed, source.item) for source in item.sources if source.feed)
        return next(filter(None, bodies), "")

    def _members(self, items: Iterable[QueueItem]) -> list[QueueItem]:
        """Items, each once, and after each the ones that it stands for."""
        each = list({item.id: item for item in items}.values())
        others = [other.item for item in each for other in item.others]
        if not others:
            return each
        known = self.known(others)
        found = []
        for item in each:
            found += [item, *(known[other.item] for other in item.others if other.item in known)]
        return found

    def _asked(self, index: Index, wanted: Query) -> Asked:
        title = self._names()

        def named(name: str) -> list[str]:
            known = self._subscriptions.all().keys() | index.feeds().keys()
            return [feed for feed in sorted(known) if names_feed(name, feed, title(feed))]

        return asked(wanted, date.fromisoformat(self._following.today()), named)

    def _names(self) -> Callable[[str], str]:
        """What to call a feed: as the learner does, as it does itself, by where it lives, or its id."""
        feeds, titles = self._subscriptions.all(), self._fetches.titles()

        def name(feed: str) -> str:
            known = feeds.get(feed)
            called = (known.title if known else "") or titles.get(feed)
            return called or (place(known.url) if known else "") or feed

        return name

    def _items(self, index: Index, rows: Iterable[Row]) -> Iterable[QueueItem]:
        rows = list(rows)
        twins = index.twins([row[0] for row in rows])
        feed_of = index.rows([item for each in twins.values() for item in each])
        name = self._names()
        for row in rows:
            (item, feed, title, link, author, published, summary, kind, minutes, topics, media) = row[:11]
            state, starred, shelf, snoozed = row[11:]
            yield QueueItem(
                item,
                title,
                link,
                feed,
                name(feed),
                published if feed else "",
                _KINDS[kind],
                _STATES[state],
                bool(starred),
                minutes,
                tuple(topic for topic in topics.split() if topic != OWN),
                author,
                summary,
                () if media == "[]" else tuple(Enclosure(**enclosure) for enclosure in json.loads(media)),
                _SHELVES[shelf],
                snoozed if shelf == Shelf.SNOOZED else "",
                tuple(Source(twin, feed_of[twin][1], name(feed_of[twin][1])) for twin in twins.get(item, ())),
                "" if feed else published,  # of a saved link the index holds when it was saved
            )

    def _ask(self, question: Callable[[Index], Answer], *, ranked: bool = False) -> Answer:
        """Ask the index, in step with what it follows; `ranked` where the order hangs on the current step."""
        index = self._open_index()

        def ask() -> Answer:
            # What comes next is worked out where the order hangs on it, and not for every prompt.
            current = self._current() if ranked else None
            self._following.follow(index, current)
            return question(index)

        return index.surely(ask)


# Looked up: calling the classes costs as much as all else of an item, and a large list has thousands.
_KINDS = {kind.value: kind for kind in ItemKind}
_STATES = {state.value: state for state in State}
_SHELVES = {shelf.value: shelf for shelf in Shelf} | {TWIN: Shelf.INBOX}

SHELF = 13
"""Where a row has its shelf."""


def _only(index: Index, prefix: str) -> str:
    """The one id that begins so."""
    found = index.starting_with(prefix.lower()) if prefix else []
    if len(found) > 1 and prefix.lower() not in found:
        raise UnknownError(f"{clean(prefix)} is the beginning of several items", "write more of the id")
    if not found:
        raise UnknownError(f"no item {clean(prefix) or '“”'}", "see them with: pmlearn queue list")
    return found[0]
