"""Lists of feeds, in and out: OPML of other programs, and ours for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pmlearn.errors import InputError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.feed import slug
from pmlearn.model.text import plural
from pmlearn.services.links import refuse_secrets, web_address, without_user
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pmlearn.model.feed import Feed, FeedList
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.fetches import Fetches
    from pmlearn.storage.store import Store

TITLE = "Feeds of pmlearn"


class FeedLists:
    """Takes lists of feeds, and writes one. Not thread-safe."""

    def __init__(
        self,
        store: Store,
        subscriptions: Subscriptions,
        fetches: Fetches,
        entries: Entries,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._subscriptions = subscriptions
        self._fetches = fetches
        self._entries = entries
        self._now = now

    def take(self, found: FeedList, topics: Sequence[str] = (), *, dry_run: bool = False) -> Outcome:
        """Subscribe to the feeds of a list, in one action; those subscribed already are left as they are.

        Args:
            found: the list.
            topics: what all of them help with, besides what the list says.
            dry_run: nothing is written; the outcome says what would be.

        Raises:
            InputError: the list holds no feed.
        """
        feeds, refused = _usable(found.feeds)
        if not feeds:
            raise InputError("the list holds no feed that can be subscribed", "look into it with an editor")
        more = tuple(slug(topic) for topic in topics)
        feeds = [replace(feed, topics=tuple(dict.fromkeys((*feed.topics, *more)))) for feed in feeds]
        ids = [self._subscriptions.id_for(feed.url) for feed in feeds]
        new: dict[str, Feed] = {}

        def decide() -> list[Change]:
            known = self._subscriptions.all()
            new.clear()
            new.update((id_, feed) for id_, feed in zip(ids, feeds, strict=True) if id_ not in known)
            return [change for id_, feed in new.items() for change in self._changes(id_, feed)]

        if dry_run:
            decide()
        action = None if dry_run else self._store.record("subscribe", decide)
        words = f"{'would subscribe' if dry_run else 'subscribed'}: {plural(len(new), 'feed')}"
        if len(new) < len(feeds):
            words += f", {len(feeds) - len(new):,} subscribed already"
        if refused:
            left = plural(refused, "address", "addresses")
            words += f", {left} left out that no feed can have, or with a password"
        return Outcome(words, tuple(new), action.id if action else "")

    def _changes(self, id_: str, feed: Feed) -> list[Change]:
        ref = f"feed:{id_}"
        doc = self._store.table("feeds").doc(ref)
        return [
            Change(ref, field, value, fold.value(doc, field))
            for field, value in _values(feed).items()
            if fold.value(doc, field) != value
        ]

    def export(self) -> str:
        """Return every subscribed feed as OPML, for others to read: without user names and passwords."""
        from pmlearn.feeds.opml import write_opml  # noqa: PLC0415 - only what is written out needs it

        feeds = (
            (
                replace(
                    feed,
                    url=without_user(feed.url),
                    link=without_user(self._entries.home(feed.id) or feed.link),
                ),
                self._fetches.get(feed.id).title,
            )
            for feed in self._subscriptions.all().values()
        )
        return write_opml(TITLE, feeds, self._now())


def _usable(found: Sequence[Feed]) -> tuple[list[Feed], int]:
    """The feeds with an address that can be one, and how many have none."""
    feeds: dict[str, Feed] = {}
    refused = 0
    for feed in found:
        try:
            refuse_secrets(feed.url)
            url = web_address(feed.url)
        except InputError:
            refused += 1
        else:
            feeds.setdefault(url, replace(feed, url=url))
    return list(feeds.values()), refused


def _values(feed: Feed) -> dict[str, Any]:
    """The fields of a subscription as the journal has them: null for what is as usual."""
    return {
        "subscribed": True,
        "url": feed.url,
        "title": feed.title,
        "topics": list(feed.topics),
        "weight": feed.weight or None,
        "paused": feed.paused or None,
        "mute": list(feed.mute) or None,
        "keep": list(feed.keep) or None,
        "bodies": feed.bodies,
        "expires": feed.expires,
        "full_text": feed.full_text or None,
        "folder": feed.folder or None,
        "link": feed.link or None,
    }
