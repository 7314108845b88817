"""Feeds that came with curricula which are followed no longer, and that nothing else needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.query import asking
from pmlearn.model.queue import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.feed import Feed
    from pmlearn.services.plan import Plan
    from pmlearn.services.queue import Queue
    from pmlearn.services.subscription import Subscriptions

IN_HAND = (Shelf.QUEUED, Shelf.READING, Shelf.SNOOZED)
"""Where an item stands that somebody means to read."""


class Spare:
    """Finds them; dropping them is for the learner to say. Not thread-safe."""

    def __init__(self, catalog: Catalog, subscriptions: Subscriptions, *, plan: Plan, queue: Queue) -> None:
        self._catalog = catalog
        self._subscriptions = subscriptions
        self._plan = plan
        self._queue = queue

    def feeds(self, curricula: Sequence[str]) -> list[Feed]:
        """Of the feeds that these curricula recommend, by their ids, those that may go.

        A feed stays that the configuration names, that another curriculum recommends which the learner is on,
        and one of which something is starred, queued, begun or put off.
        """
        offered = self._offered(curricula)
        needed = self._offered([id_ for id_ in self._plan.active() if id_ not in curricula])
        return [
            feed
            for feed in self._subscriptions.all().values()
            if feed.url in offered and feed.url not in needed and not feed.preset and not self._held(feed.id)
        ]

    def _offered(self, curricula: Sequence[str]) -> set[str]:
        found = filter(None, map(self._catalog.get, curricula))
        return {offer.url for curriculum in found for offer in curriculum.feeds}

    def _held(self, feed: str) -> bool:
        asked = (asking(IN_HAND, feed=feed), asking(feed=feed, starred=True))
        return any(self._queue.page(query, 0).total for query in asked)
