"""How loud feeds are: as the learner says, else less once every curriculum that they came with is done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pmlearn.model import fold

if TYPE_CHECKING:
    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.feed import Feed
    from pmlearn.services.plan import Plan
    from pmlearn.services.progress import Progress
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.store import Store

QUIET = -1
"""The weight of a feed whose stages are finished."""

DONE = 100
"""Percent of a curriculum that is finished."""


class Volume:
    """Derives weights; none of it is written. Not thread-safe."""

    def __init__(
        self, catalog: Catalog, store: Store, subscriptions: Subscriptions, *, progress: Progress, plan: Plan
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._subscriptions = subscriptions
        self._progress = progress
        self._plan = plan
        self._done: tuple[tuple[int, object], frozenset[str]] | None = None
        self._heard: tuple[dict[str, Feed], frozenset[str]] | None = None
        self._feeds: dict[str, Feed] = {}

    def all(self) -> dict[str, Feed]:
        """Every subscribed feed with the weight that holds, by id; the same object while nothing changed."""
        feeds, finished = self._subscriptions.all(), self._finished()
        if self._heard is None or self._heard[0] is not feeds or self._heard[1] != finished:
            self._heard = (feeds, finished)
            self._feeds = {
                id_: replace(feed, weight=QUIET) if self._is_quiet(feed, finished) else feed
                for id_, feed in feeds.items()
            }
        return self._feeds

    def quiet(self) -> list[str]:
        """The ids of the feeds that are turned down because their stages are finished."""
        return [id_ for id_, feed in self.all().items() if feed is not self._subscriptions.all()[id_]]

    def _is_quiet(self, feed: Feed, finished: frozenset[str]) -> bool:
        if feed.url not in finished or feed.weight or "weight" in self._subscriptions.set_by_file(feed.id):
            return False
        return fold.value(self._store.table("feeds").doc(f"feed:{feed.id}"), "weight") is None

    def _finished(self) -> frozenset[str]:
        """The addresses of feeds that came with curricula of the learner's, all of which are done."""
        state = (self._store.table("steps").version, self._catalog.ties())  # others once a file changed
        if self._done is None or self._done[0] != state:
            done: set[str] = set()
            going: set[str] = set()
            for id_ in self._plan.active():
                if (curriculum := self._catalog.get(id_)) is not None and curriculum.feeds:
                    finished = self._progress.tally(curriculum).percent == DONE
                    (done if finished else going).update(offer.url for offer in curriculum.feeds)
            self._done = (state, frozenset(done - going))
        return self._done[1]
