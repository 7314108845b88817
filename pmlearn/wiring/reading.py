"""The services of feeds and of the queue: what there is to read and hear."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pmlearn.wiring.learning import Learning

if TYPE_CHECKING:
    from pmlearn.services.feed import Feeds
    from pmlearn.services.queue import Queue
    from pmlearn.services.refresh import Refresher
    from pmlearn.services.today import Today


class Reading(Learning):
    """Each is imported and built when it is first asked for."""

    @cached_property
    def feeds(self) -> Feeds:
        """Subscriptions."""
        from pmlearn.services.feed import Feeds

        return Feeds(self._store, self._subscriptions, self._fetches, self.queue)

    @cached_property
    def refresher(self) -> Refresher:
        """Bringing in what feeds published."""
        from pmlearn.services.refresh import Refresher

        return Refresher(
            self._subscriptions,
            self._entries,
            self._fetches,
            now=self.now,
            allow_private=self.settings.allow_private,
            lock=self.settings.places.state / "refresh.lock",
            touched=lambda: [doc["ref"].partition(":")[2] for doc in self._store.table("queue").docs()],
        )

    @cached_property
    def queue(self) -> Queue:
        """What there is to read and hear."""
        from pmlearn.services.queue import Queue

        return Queue(
            self._store,
            self._subscriptions,
            self._entries,
            self._fetches,
            index=lambda: self._index,
            to_markdown=_to_markdown,
        )

    @cached_property
    def today(self) -> Today:
        """The day's page."""
        from pmlearn.services.today import Today

        return Today(self.plan, self.queue, self.curricula)


def _to_markdown(html: str, base: str) -> str:
    from pmlearn.feeds.pool import to_markdown_apart

    return to_markdown_apart(html, base)
