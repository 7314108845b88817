"""What is set of a feed: its weight, its filters, what is kept of it; one undoable action a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pmlearn.errors import InputError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.feed import HEAVIEST, slug
from pmlearn.model.query import Query, asking, parse_filter
from pmlearn.model.queue import State
from pmlearn.model.text import clean, plural
from pmlearn.services.links import place
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pmlearn.model.action import Action, Value
    from pmlearn.model.feed import Feed
    from pmlearn.model.queue import QueueItem
    from pmlearn.services.queue import Queue
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.fetches import Fetches
    from pmlearn.storage.store import Store

FILE = "change it there, under [[feeds]]"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is to become of the filters of a feed."""

    mute: tuple[str, ...] = ()  # queries to add: what one of them finds goes
    keep: tuple[str, ...] = ()  # queries to add: what none of them finds goes
    afresh: bool = False  # those that there were go first

    def names(self) -> set[str]:
        """The fields that change."""
        return {"mute", "keep"} if self.afresh else {n for n in ("mute", "keep") if getattr(self, n)}

    def on(self, feed: Feed) -> Feed:
        """The feed with these filters."""
        before = replace(feed, mute=(), keep=()) if self.afresh else feed
        return replace(
            feed,
            mute=tuple(dict.fromkeys((*before.mute, *self.mute))),
            keep=tuple(dict.fromkeys((*before.keep, *self.keep))),
        )


class FeedSettings:
    """Sets what there is to set of feeds. Not thread-safe."""

    def __init__(self, store: Store, subscriptions: Subscriptions, fetches: Fetches, queue: Queue) -> None:
        self._store = store
        self._subscriptions = subscriptions
        self._fetches = fetches
        self._queue = queue

    def change(
        self, ids: Sequence[str], values: Mapping[str, Any], filters: Filters | None = None
    ) -> Outcome:
        """Set fields of feeds: title, topics, weight, paused, bodies, expires, full_text and folder.

        Args:
            ids: the feeds.
            values: what the fields hold from now on; None takes a setting away.
            filters: what becomes of the filters.

        Raises:
            UnknownError: there is no such feed: nothing changes.
            InputError: a value or a query is none, or a config.toml has the say: nothing changes.
        """
        filters = filters or Filters()
        _check(values, filters)
        feeds = self._find(ids, values.keys() | filters.names())

        def wanted(feed: Feed) -> dict[str, Value]:
            after = filters.on(feed)
            return _plain(values) | {name: list(getattr(after, name)) or None for name in filters.names()}

        return self._outcome(feeds, self._set(feeds, wanted), _word(values))

    def weigh(self, ids: Sequence[str], by: int) -> Outcome:
        """Make feeds heavier or lighter by so much, as far as that goes, each from what it weighs.

        Raises:
            UnknownError, InputError: as for `change`.
        """

        def weight(feed: Feed) -> dict[str, Value]:
            return _plain({"weight": max(-HEAVIEST, min(feed.weight + by, HEAVIEST))})

        feeds = self._find(ids, {"weight"})
        action = self._set(feeds, weight)
        weights = {self._subscriptions.find(feed.id).weight for feed in feeds}
        alike = _word({"weight": weights.pop()}) if len(weights) == 1 else ""
        return self._outcome(feeds, action, alike or ("heavier" if by > 0 else "lighter"))

    def _set(self, feeds: Sequence[Feed], wanted: Callable[[Feed], dict[str, Value]]) -> Action | None:
        """Set what is wanted of each feed, as it is by then, in one action; None where all is so already."""
        table = self._store.table("feeds")

        def decide() -> list[Change]:
            known = self._subscriptions.all()
            changes = []
            for feed in feeds:
                doc = table.doc(f"feed:{feed.id}")
                changes += [
                    Change(f"feed:{feed.id}", field, value, fold.value(doc, field))
                    for field, value in wanted(known.get(feed.id, feed)).items()
                    if (fold.value(doc, field) or None) != (value or None)
                ]
            return changes

        return self._store.record("set", decide)

    def pause(self, *ids: str) -> Outcome:
        """Pause feeds, or go on with them where all are paused.

        Raises:
            UnknownError, InputError: as for `change`.
        """
        return self.change(ids, {"paused": not all(self._subscriptions.find(id_).paused for id_ in ids)})

    def would_go(self, ids: Sequence[str], filters: Filters) -> list[QueueItem]:
        """The items of the inbox that the filters would have counted as archived.

        Raises:
            UnknownError: there is no such feed.
            InputError: a query is none, or a config.toml has the say.
        """
        _check({}, filters)
        gone = []
        for feed in self._find(ids, filters.names()):
            after = filters.on(feed)
            waiting = asking([State.INBOX], feed=feed.id, starred=False)
            muted = self._found(feed.id, after.mute)
            kept = self._found(feed.id, after.keep)
            gone += [
                item
                for item in self._queue.page(waiting).items
                if item.id in muted or (after.keep and item.id not in kept)
            ]
        return gone

    def _found(self, feed: str, queries: Sequence[str]) -> set[str]:
        """The ids of a feed's items that any of the queries finds."""
        wanted = (Query((*asking(feed=feed).terms, *parse_filter(query).terms)) for query in queries)
        pages = map(self._queue.page, wanted)
        return {item.id for page in pages for item in page.items}

    def _find(self, ids: Sequence[str], names: set[str]) -> list[Feed]:
        feeds = list({feed.id: feed for feed in map(self._subscriptions.find, ids)}.values())
        for feed in feeds:
            if feed.preset:
                raise InputError(f"{feed.id} comes from config.toml", FILE)
            if given := names & self._subscriptions.set_by_file(feed.id):
                raise InputError(f"the {min(given)} of {feed.id} is set in config.toml", FILE)
        return feeds

    def _outcome(self, feeds: list[Feed], action: Action | None, word: str) -> Outcome:
        known = self._subscriptions.all()
        one = known.get(feeds[0].id, feeds[0])
        what = plural(len(feeds), "feed")
        if len(feeds) == 1:
            what = one.title or self._fetches.get(one.id).title or place(one.url)
        if action is None:
            return Outcome(f"already {word}: {what}")
        changed = dict.fromkeys(change.ref.partition(":")[2] for change in action.changes)
        return Outcome(f"{word}: {what}", tuple(changed), action.id)


def _check(values: Mapping[str, Any], filters: Filters) -> None:
    weight, bodies, expires = (values.get(name) for name in ("weight", "bodies", "expires"))
    if weight is not None and not -HEAVIEST <= weight <= HEAVIEST:
        raise InputError(
            f"a feed weighs from -{HEAVIEST} to {HEAVIEST}, not {weight}", "0 is neither more nor less"
        )
    if bodies is not None and bodies < 0:
        raise InputError(f"no feed can have {bodies} bodies kept", "write a number, or all")
    if expires is not None and expires < 1:
        raise InputError(f"nothing expires after {expires} days", "write a number of days, or never")
    for query in (*filters.mute, *filters.keep):
        if not query.strip():
            raise InputError("a query is empty", "write words, or such as topic:discovery")
        parse_filter(query)


_MAKE: dict[str, Callable[[Any], Any]] = {
    "title": clean,
    "folder": lambda text: clean(text) or None,
    "topics": lambda topics: [word for topic in topics if (word := slug(topic))],
}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the journal has them."""
    return {
        name: _MAKE[name](value) if name in _MAKE and value is not None else value
        for name, value in values.items()
    }


def _word(values: Mapping[str, Any]) -> str:
    if values.keys() == {"paused"}:
        return "paused" if values["paused"] else "going on"
    if values.keys() == {"weight"}:
        return f"weight {values['weight']:+d}" if values["weight"] else "weight 0"
    return "set"
