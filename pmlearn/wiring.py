"""Putting it together: here alone the real clock, disk and network are picked.

Each service is imported and built when it is first asked for, so that a light command pays for nothing else.
"""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from pmlearn import config
from pmlearn.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pmlearn.catalog.finder import Catalog
    from pmlearn.config import Settings
    from pmlearn.services.archive import Archive
    from pmlearn.services.curriculum import Curricula
    from pmlearn.services.doctor import Doctor
    from pmlearn.services.exchange import Exchange
    from pmlearn.services.feed import Feeds
    from pmlearn.services.history import History
    from pmlearn.services.links import Links
    from pmlearn.services.place import Place
    from pmlearn.services.plan import Plan
    from pmlearn.services.queue import Queue
    from pmlearn.services.step import Steps
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.services.today import Today
    from pmlearn.storage.entries import Entries, Fetches
    from pmlearn.storage.index import Index
    from pmlearn.storage.store import Store
    from pmlearn.storage.watch import Watcher


def build(
    settings: Settings | None = None,
    *,
    env: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] | None = None,
    device: str = "",
) -> Services:
    """Put the services together for an environment.

    Raises:
        ConfigError: the configuration cannot be used.
    """
    return Services(settings or config.load(env), env, now or _now, device)


def _now() -> datetime:
    return datetime.now(UTC)


class Services:
    """What the front ends call. Not thread-safe: the app calls it on one thread, not the event loop's."""

    def __init__(
        self, settings: Settings, env: Mapping[str, str], now: Callable[[], datetime], device: str
    ) -> None:
        self.settings = settings
        self.env = env
        self.now = now
        self._device = device
        self._fetched = 0  # when what refreshes left behind was last seen to change

    @cached_property
    def steps(self) -> Steps:
        """Ticks and notes."""
        from pmlearn.services.step import Steps

        return Steps(self._catalog, self._store)

    @cached_property
    def curricula(self) -> Curricula:
        """What can be learnt."""
        from pmlearn.services.curriculum import Curricula

        return Curricula(self._catalog, self._store, self.steps)

    @cached_property
    def exchange(self) -> Exchange:
        """Curricula from files of others, and for them."""
        from pmlearn.services.exchange import Exchange

        return Exchange(self.curricula, self.steps, self._store)

    @cached_property
    def plan(self) -> Plan:
        """What to do next."""
        from pmlearn.services.plan import Plan

        hours = self.settings.hours_a_week
        return Plan(self._catalog, self._store, self.steps, self.curricula, now=self.now, hours_a_week=hours)

    @cached_property
    def today(self) -> Today:
        """The day's page."""
        from pmlearn.services.today import Today

        return Today(self.plan, self.queue, self.curricula)

    @cached_property
    def history(self) -> History:
        """What was done, and taking it back."""
        from pmlearn.services.history import History

        return History(self._store, self.steps)

    @cached_property
    def feeds(self) -> Feeds:
        """Subscriptions and refreshing."""
        from pmlearn.services.feed import Feeds

        return Feeds(
            self._store,
            self._subscriptions,
            self._entries,
            self._fetches,
            self.queue,
            now=self.now,
            allow_private=self.settings.allow_private,
            lock=self.settings.places.state / "refresh.lock",
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
    def links(self) -> Links:
        """The one opener."""
        from pmlearn.services.links import Links

        return Links(self.settings.opener, self.env)

    @cached_property
    def archive(self) -> Archive:
        """Backups, export and import."""
        from pmlearn.services.archive import Archive

        return Archive(self._store, self.settings.places, self.now, self.settings.keep_backups)

    @cached_property
    def doctor(self) -> Doctor:
        """Looks at everything."""
        from pmlearn.services.doctor import Doctor

        return Doctor(
            self.settings,
            self._store,
            curricula=self.curricula,
            feeds=self.feeds,
            entries=self._entries,
            archive=self.archive,
        )

    @cached_property
    def place(self) -> Place:
        """Where the learner was."""
        from pmlearn.services.place import Place

        return Place(self.settings.places.state, self._store.journals.device)

    def watcher(self) -> Watcher:
        """Watch for what other sessions write; the caller closes it."""
        from pmlearn.storage.files import make_private
        from pmlearn.storage.watch import Watcher

        places = self.settings.places
        for directory in (places.journal, places.state):
            # A home that cannot be written is read all the same, and there is nobody to be heard in it.
            with contextlib.suppress(StoreError):
                make_private(directory)
        self._fetched = self._fetches.changed_at()
        return Watcher([places.journal, places.state])

    def catch_up(self) -> set[str]:
        """Take in what other sessions wrote; returns what changed: steps, queue, feeds, entries.

        Raises:
            StoreError: a journal cannot be read.
        """
        changed = set(self._store.catch_up())
        # A refresh writes what it brought first, and what it learnt of the feeds last.
        fetched = self._fetches.changed_at()
        if fetched != self._fetched:
            self._fetched = fetched
            changed.add("entries")
        return changed

    def notices(self) -> list[str]:
        """What the learner should know about the disk, each once."""
        found: dict[str, None] = {}
        for name in ("_store", "_entries", "_fetches"):
            if name in self.__dict__:
                found |= dict.fromkeys(getattr(self, name).notices)
                getattr(self, name).notices.clear()
        return list(found)

    def save(self) -> None:
        """Write the tables that changed; the journal has everything already."""
        if "_store" in self.__dict__:
            self._store.save()

    @cached_property
    def _catalog(self) -> Catalog:
        from pmlearn.catalog.finder import Catalog, shipped_dir
        from pmlearn.storage.files import sweep, write_atomic

        places = self.settings.places
        sweep(places.cache / "catalog")
        return Catalog(shipped_dir(), places.system_curricula, places.curricula, places.cache, write_atomic)

    @cached_property
    def _store(self) -> Store:
        from pmlearn.storage.store import Store

        places = self.settings.places
        return Store(places.journal, places.state, self.now, self._device)

    @cached_property
    def _subscriptions(self) -> Subscriptions:
        from pmlearn.services.subscription import Subscriptions

        return Subscriptions(self._store, self.settings.feeds)

    @cached_property
    def _entries(self) -> Entries:
        from pmlearn.storage.entries import Entries

        return Entries(self.settings.places.entries, self.now)

    @cached_property
    def _fetches(self) -> Fetches:
        from pmlearn.storage.entries import Fetches

        return Fetches(self.settings.places.state, self.now)

    @cached_property
    def _index(self) -> Index:
        from pmlearn.storage.index import Index

        return Index(self.settings.places.cache, self._store.journals.device)


def _to_markdown(html: str, base: str) -> str:
    from pmlearn.feeds.pool import to_markdown_apart

    return to_markdown_apart(html, base)
