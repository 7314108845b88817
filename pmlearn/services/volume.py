"""How loud feeds are: as the learner says, else less once every curriculum that they came with is done."""

from __future__ import annotations

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
        self._known: tuple[tuple[int, int, object], frozenset[str]] | None = None

    def weight(self, feed: Feed) -> int:
        """The weight that holds for a feed, -3 to 3."""
        return QUIET if self.is_quiet(feed) else feed.weight

    def is_quiet(self, feed: Feed) -> bool:
        """Nobody gave it a weight, and every curriculum on the learner's list that recommends it is done."""
        own = fold.value(self._store.table("feeds").doc(f"feed:{feed.id}"), "weight")
        return own is None and feed.weight == 0 and feed.url in self._finished()

    def _finished(self) -> frozenset[str]:
        """The addresses of feeds that came with curricula which are all done."""
        versions = (
            self._store.table("steps").version,
            self._store.table("feeds").version,
            self._catalog.ties(),  # another one once a file changed
        )
        if self._known is None or self._known[0] != versions:
            done: set[str] = set()
            going: set[str] = set()
            for id_ in self._plan.active():
                if (curriculum := self._catalog.get(id_)) is not None and curriculum.feeds:
                    finished = self._progress.tally(curriculum).percent == DONE
                    (done if finished else going).update(offer.url for offer in curriculum.feeds)
            self._known = (versions, frozenset(done - going))
        return self._known[1]
