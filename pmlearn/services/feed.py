"""Feeds: subscribing to them, and how each stands."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.feed import slug
from pmlearn.model.text import clean, plural
from pmlearn.services.due import due, twins
from pmlearn.services.links import place, refuse_secrets, web_address, without_user
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pmlearn.model.curriculum import FeedOffer
    from pmlearn.model.feed import Feed
    from pmlearn.services.queue import Queue
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.fetches import Fetches
    from pmlearn.storage.store import Store


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed in a list."""

    id: str
    url: str  # where it lives now
    title: str
    topics: tuple[str, ...]
    entries: int  # all of them
    unread: int  # in the inbox
    error: str  # why the last fetch failed; "" if it did not
    checked: str  # when it was last asked, RFC 3339 in UTC; "" where never
    gone: bool  # its server said that it is gone for good
    preset: bool  # from a config.toml
    feed: Feed  # with all that was set of it
    next: str  # its time to be asked again, RFC 3339 in UTC; "" for at once
    failures: int  # how often in a row it failed
    twin: str  # the id of another feed that lives at the same address; "" where there is none

    def due(self, now: datetime) -> str:
        """When it is asked next, in words."""
        return due(self.next, now, paused=self.feed.paused, gone=self.gone)


class Feeds:
    """The learner's feeds. Not thread-safe."""

    def __init__(self, store: Store, subscriptions: Subscriptions, fetches: Fetches, queue: Queue) -> None:
        self._store = store
        self._subscriptions = subscriptions
        self._fetches = fetches
        self._queue = queue

    def add(self, url: str, title: str = "", topics: Sequence[str] = ()) -> Outcome:
        """Subscribe to a feed by its address; `changed` holds its id.

        Of a feed that is subscribed already, the title and the topics change where they are given.

        Raises:
            InputError: it is no http or https address, or one with a password in it.
        """
        refuse_secrets(url)
        return self._subscribe(
            [(web_address(url), clean(title), [slug(topic) for topic in topics])], revise=True
        )

    def add_found(
        self, found: Sequence[Feed], title: str = "", topics: Sequence[str] = (), *, learn: bool = True
    ) -> Outcome:
        """Subscribe to feeds that were found, in one action.

        Args:
            found: the feeds.
            title: what to call them; else what they call themselves.
            topics: what they help with.
            learn: they have been looked at, and their titles are their own.

        Raises:
            InputError: the address of one is none.
        """
        wanted = [(web_address(feed.url), clean(title), [slug(topic) for topic in topics]) for feed in found]
        outcome = self._subscribe(wanted, revise=True, called=found[0].title if learn else "")
        learnt = {
            id_: replace(self._fetches.get(id_), title=feed.title)
            for id_, feed in zip(outcome.changed, found, strict=True)
            if learn and feed.title and not self._fetches.get(id_).title
        }
        if learnt:
            # A refresh learns it as well, so that a disk that does not take it costs nothing.
            with contextlib.suppress(StoreError):
                self._fetches.put(learnt)
        return outcome

    def add_offers(self, offers: Sequence[FeedOffer]) -> Outcome:
        """Subscribe to feeds that a curriculum recommends."""
        return self._subscribe([(offer.url, offer.title, list(offer.topics)) for offer in offers])

    def addresses(self) -> set[str]:
        """The addresses that are subscribed."""
        return {feed.url for feed in self._subscriptions.all().values()}

    def offers(self, offers: Sequence[FeedOffer]) -> list[FeedOffer]:
        """Of the feeds that a curriculum recommends, those not subscribed yet."""
        known = self.addresses()
        return [offer for offer in offers if offer.url not in known]

    def remove(self, ids: Sequence[str]) -> Outcome:
        """Unsubscribe; entries that were touched stay in the queue.

        Raises:
            UnknownError: there is no such feed: nothing changes.
        """
        found = [self._subscriptions.find(id_) for id_ in ids]
        table = self._store.table("feeds")

        def decide() -> list[Change]:
            known = self._subscriptions.all()
            refs = dict.fromkeys(f"feed:{feed.id}" for feed in found if feed.id in known)
            return [
                Change(ref, "subscribed", False, fold.value(table.doc(ref), "subscribed")) for ref in refs
            ]

        action = self._store.record("unsubscribe", decide)
        what = self._name(found[0]) if len(found) == 1 else plural(len(found), "feed")
        if action is None:
            return Outcome(f"not subscribed any more: {what}")
        return Outcome(f"unsubscribed: {what}", tuple(f.id for f in found), action.id)

    def _subscribe(
        self, wanted: Sequence[tuple[str, str, list[str]]], *, revise: bool = False, called: str = ""
    ) -> Outcome:
        ids = [self._subscriptions.id_for(url) for url, _, _ in wanted]

        def decide() -> list[Change]:
            known = self._subscriptions.all()
            changes = []
            for id_, (url, title, topics) in zip(ids, wanted, strict=True):
                ref = f"feed:{id_}"
                doc = self._store.table("feeds").doc(ref)
                values = {"subscribed": True, "url": url, "title": title, "topics": topics}
                if id_ in known:
                    # A preset is the configuration's to change, and an offer that was taken changes nothing.
                    given = revise and not known[id_].preset
                    values = {"title": title, "topics": topics} if given else {}
                    held = self._subscriptions.set_by_file(id_)
                    values = {f: value for f, value in values.items() if value and f not in held}
                changes += [
                    Change(ref, field, value, fold.value(doc, field))
                    for field, value in values.items()
                    if fold.value(doc, field) != value
                ]
            return changes

        action = self._store.record("subscribe", decide)
        what = (wanted[0][1] or called or wanted[0][0]) if len(wanted) == 1 else plural(len(wanted), "feed")
        if action is None:
            return Outcome(f"already subscribed: {what}", tuple(ids))
        new = any(change.field == "subscribed" for change in action.changes)
        return Outcome(f"{'subscribed' if new else 'changed'}: {what}", tuple(ids), action.id)

    def _name(self, feed: Feed) -> str:
        return feed.title or self._fetches.get(feed.id).title or place(feed.url)

    def list(self) -> list[FeedRow]:
        """Every subscribed feed, by title."""
        counts = self._queue.feed_counts()
        fetches = self._fetches
        rows = []
        same = twins(self._subscriptions.all().values(), fetches)
        for feed in self._subscriptions.all().values():
            fetched = fetches.get(feed.id)
            entries, unread = counts.get(feed.id, (0, 0))
            rows.append(
                FeedRow(
                    feed.id,
                    without_user(fetched.url or feed.url),
                    feed.title or fetched.title or place(feed.url),
                    feed.topics,
                    entries,
                    unread,
                    fetched.error,
                    fetched.checked,
                    fetched.gone,
                    feed.preset,
                    feed,
                    fetched.next,
                    fetched.failures,
                    same.get(feed.id, ""),
                )
            )
        return sorted(rows, key=lambda row: row.title.casefold())

    def get(self, id_: str) -> FeedRow:
        """A feed with everything that is known of it.

        Raises:
            UnknownError: there is no such feed.
        """
        wanted = self._subscriptions.find(id_).id
        return next(row for row in self.list() if row.id == wanted)
