"""The services of feeds and of the queue: what there is to read and hear."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pmlearn.wiring.learning import Learning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.services.discovery import Discovery
    from pmlearn.services.feed import Feeds
    from pmlearn.services.feedlist import FeedLists
    from pmlearn.services.feedset import FeedSettings
    from pmlearn.services.helping import Helping
    from pmlearn.services.highlight import Highlights
    from pmlearn.services.matching import Matching
    from pmlearn.services.queue import Queue
    from pmlearn.services.reading import Reading as ReadingService
    from pmlearn.services.refresh import Refresher
    from pmlearn.services.session import Sessions
    from pmlearn.services.spare import Spare
    from pmlearn.services.stats import Stats
    from pmlearn.services.today import Today
    from pmlearn.services.view import Views
    from pmlearn.services.volume import Volume
    from pmlearn.services.welcome import Welcome
    from pmlearn.storage.markdowns import Markdowns


class Reading(Learning):
    """Each is imported and built when it is first asked for."""

    @cached_property
    def feeds(self) -> Feeds:
        """Subscriptions."""
        from pmlearn.services.feed import Feeds

        return Feeds(self._store, self._subscriptions, self._fetches, self.queue)

    @cached_property
    def discovery(self) -> Discovery:
        """What an address or a file holds, before it is subscribed."""
        from pmlearn.services.discovery import Discovery

        return Discovery(self._subscriptions, allow_private=self.settings.allow_private, now=self.now)

    @cached_property
    def feed_lists(self) -> FeedLists:
        """Lists of feeds, in and out."""
        from pmlearn.services.feedlist import FeedLists

        return FeedLists(self._store, self._subscriptions, self._fetches, self._entries, self.now)

    @cached_property
    def feed_settings(self) -> FeedSettings:
        """What is set of feeds."""
        from pmlearn.services.feedset import FeedSettings

        return FeedSettings(self._store, self._subscriptions, self._fetches, self.queue)

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
            interval=self.settings.interval,
            shared=self._shared,
            touched=lambda: [doc["ref"].partition(":")[2] for doc in self._store.table("queue").docs()],
        )

    def system_refresher(self) -> Refresher:
        """Bringing in what feeds published, for all learners of this machine.

        Raises:
            ConfigError: no directory for that is set.
            StoreError: that directory cannot be used.
        """
        from pmlearn.errors import ConfigError
        from pmlearn.services.refresh import Refresher
        from pmlearn.storage.shared import PublicEntries, PublicFetches, make_public

        directory = self.settings.shared
        if directory is None:
            raise ConfigError(
                "there is no directory that learners share",
                'set shared = "/var/lib/pmlearn" under [network] in /etc/xdg/pmlearn/config.toml',
            )
        make_public(directory)
        return Refresher(
            self._subscriptions,
            PublicEntries(directory / "entries", self.now),
            PublicFetches(directory, self.now),
            now=self.now,
            allow_private=self.settings.allow_private,
            lock=directory / "refresh.lock",
            interval=self.settings.interval,
            public=True,
        )

    @cached_property
    def queue(self) -> Queue:
        """What there is to read and hear."""
        from pmlearn.services.following import Following
        from pmlearn.services.queue import Queue

        settings = self.settings
        following = Following(
            self._store,
            self.volume,
            self._entries,
            now=self.now,
            cap=settings.inbox,
            expires=settings.expires,
        )
        return Queue(
            self._store,
            following,
            self._subscriptions,
            self._entries,
            self._fetches,
            index=lambda: self._index,
            current=lambda: " ".join(self.matching.renew(unit.ref for unit in self.plan.next())),
            to_markdown=self._markdowns,
            page=self._pages.get,
        )

    @cached_property
    def views(self) -> Views:
        """Saved views of the queue."""
        from pmlearn.services.view import Views

        return Views(self._store)

    @cached_property
    def highlights(self) -> Highlights:
        """What was kept of what was read."""
        from pmlearn.services.highlight import Highlights

        return Highlights(self._store, self.queue, self.now)

    @cached_property
    def reading(self) -> ReadingService:
        """Reading an item."""
        from pmlearn.feeds.pool import ParserPool
        from pmlearn.services.reading import Reading as Service

        return Service(self._store, self.queue, self.highlights, self._markdowns, lambda: ParserPool(size=1))

    @cached_property
    def _markdowns(self) -> Markdowns:
        from pmlearn.storage.markdowns import Markdowns

        return Markdowns(self.settings.places.cache / "markdown", _to_markdown)

    @cached_property
    def today(self) -> Today:
        """The day's page."""
        from pmlearn.services.today import Today

        return Today(
            self.plan,
            self.queue,
            self.curricula,
            matching=self.matching,
            sessions=self.sessions,
            offers=self.welcome.offers,
            feeds=self._subscriptions.all,
        )

    @cached_property
    def welcome(self) -> Welcome:
        """The first questions."""
        from pmlearn.services.welcome import Welcome

        return Welcome(
            self._store,
            self.profile,
            catalog=self._catalog,
            curricula=self.curricula,
            progress=self._progress,
            feeds=self.feeds,
            journal=self.settings.places.journal,
        )

    @cached_property
    def sessions(self) -> Sessions:
        """Time, filled."""
        from pmlearn.services.session import Sessions

        return Sessions(self.plan, self.matching)

    @cached_property
    def matching(self) -> Matching:
        """What is fresh for a step."""
        from pmlearn.services.matching import Matching
        from pmlearn.services.refusal import Refusals

        refusals = Refusals(self._store, self._progress)
        return Matching(
            self._catalog,
            self.steps,
            self.volume,
            refusals,
            plan=self.plan,
            queue=self.queue,
            score=self._score_texts,
            now=self.now,
        )

    def _score_texts(self, phrases: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """What the index of words says of texts; nothing where it was not made yet."""
        if "_textindex" not in self.__dict__:
            name = f"search-{self._store.journals.device}.sqlite3"
            if not (self.settings.places.cache / name).exists():
                return []
        index = self._textindex
        return index.surely(lambda: index.score(phrases, limit))

    @cached_property
    def helping(self) -> Helping:
        """What the learner says of items and steps."""
        from pmlearn.services.helping import Helping

        return Helping(
            self._store, self._progress, self.steps, plan=self.plan, queue=self.queue, matching=self.matching
        )

    @cached_property
    def spare(self) -> Spare:
        """Feeds that nothing needs any more."""
        from pmlearn.services.spare import Spare

        return Spare(self._catalog, self._subscriptions, plan=self.plan, queue=self.queue)

    @cached_property
    def stats(self) -> Stats:
        """What was learnt and read, over time."""
        from pmlearn.services.deeds import Deeds
        from pmlearn.services.stats import Stats

        return Stats(
            self._catalog,
            self._progress,
            Deeds(self._catalog, self._store, self._progress),
            curricula=self.curricula,
            queue=self.queue,
            feeds=self.feeds,
            now=self.now,
            profile=self.profile,
        )

    @cached_property
    def volume(self) -> Volume:
        """How loud feeds are."""
        from pmlearn.services.volume import Volume

        return Volume(
            self._catalog, self._store, self._subscriptions, progress=self._progress, plan=self.plan
        )


def _to_markdown(html: str, base: str) -> str:
    from pmlearn.feeds.pool import to_markdown_apart

    return to_markdown_apart(html, base)
