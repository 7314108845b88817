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
from pmlearn.wiring.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pmlearn.config import Settings
    from pmlearn.services.archive import Archive
    from pmlearn.services.check import Checks
    from pmlearn.services.checklist import Checklists
    from pmlearn.services.choice import Choices
    from pmlearn.services.curriculum import Curricula
    from pmlearn.services.doctor import Doctor
    from pmlearn.services.evidence import Evidence
    from pmlearn.services.exchange import Exchange
    from pmlearn.services.feed import Feeds
    from pmlearn.services.finding import Finding
    from pmlearn.services.history import History
    from pmlearn.services.library import Library
    from pmlearn.services.linkcheck import LinkCheck
    from pmlearn.services.links import Links
    from pmlearn.services.orphan import Orphans
    from pmlearn.services.place import Place
    from pmlearn.services.plan import Plan
    from pmlearn.services.queue import Queue
    from pmlearn.services.step import Steps
    from pmlearn.services.today import Today
    from pmlearn.services.writing import Writing
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


class Services(Parts):
    """What the front ends call. Not thread-safe: the app calls it on one thread, not the event loop's."""

    _fetched = 0  # when what refreshes left behind was last seen to change

    @cached_property
    def steps(self) -> Steps:
        """Ticks and notes."""
        from pmlearn.services.step import Steps

        return Steps(self._catalog, self._store, self._progress)

    @cached_property
    def checklists(self) -> Checklists:
        """Curricula and steps with what the learner did."""
        from pmlearn.services.checklist import Checklists

        return Checklists(self._catalog, self._progress, self.steps, self.orphans)

    @cached_property
    def orphans(self) -> Orphans:
        """What was done of steps that are gone."""
        from pmlearn.services.orphan import Orphans

        return Orphans(self._catalog, self._progress)

    @cached_property
    def choices(self) -> Choices:
        """Choices and self-assessments."""
        from pmlearn.services.choice import Choices

        return Choices(self._catalog, self._store, self._progress, self.steps)

    @cached_property
    def evidence(self) -> Evidence:
        """What shows that steps were done."""
        from pmlearn.services.evidence import Evidence

        return Evidence(self._store, self._progress, self.steps)

    @cached_property
    def curricula(self) -> Curricula:
        """What can be learnt."""
        from pmlearn.services.curriculum import Curricula

        return Curricula(self._catalog, self._store, self._progress)

    @cached_property
    def finding(self) -> Finding:
        """Curricula and steps by the words of their titles."""
        from pmlearn.services.finding import Finding

        return Finding(self._catalog, self.curricula)

    @cached_property
    def linkcheck(self) -> LinkCheck:
        """Whether the links of curricula lead somewhere."""
        from pmlearn.services.linkcheck import LinkCheck

        return LinkCheck(self.settings.places.cache, self.now, allow_private=self.settings.allow_private)

    @cached_property
    def checks(self) -> Checks:
        """What is wrong with files."""
        from pmlearn.services.check import Checks

        return Checks(self._catalog)

    @cached_property
    def writing(self) -> Writing:
        """The author's desk."""
        from pmlearn.services.writing import Writing

        return Writing(self.now)

    @cached_property
    def exchange(self) -> Exchange:
        """Curricula from files of others, and for them."""
        from pmlearn.services.exchange import Exchange

        return Exchange(self.curricula, self.orphans, self._progress)

    @cached_property
    def plan(self) -> Plan:
        """What to do next."""
        from pmlearn.services.plan import Plan

        hours = self.settings.hours_a_week
        return Plan(
            self._catalog,
            self._store,
            self._progress,
            self.steps,
            curricula=self.curricula,
            now=self.now,
            hours_a_week=hours,
        )

    @cached_property
    def today(self) -> Today:
        """The day's page."""
        from pmlearn.services.today import Today

        return Today(self.plan, self.queue, self.curricula)

    @cached_property
    def history(self) -> History:
        """What was done, and taking it back."""
        from pmlearn.services.history import History

        return History(self._store, self._progress, self.steps)

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
    def library(self) -> Library:
        """Installed curricula, and where they came from."""
        from pmlearn.services.haul import Sources
        from pmlearn.services.library import Library
        from pmlearn.storage.installed import Installed

        places = self.settings.places
        sources = Sources(allow_private=self.settings.allow_private, now=self.now, env=self.env)
        installed = Installed(places.curricula, places.state / "library.lock")
        return Library(
            installed,
            sources,
            self._catalog,
            self._store,
            progress=self._progress,
            checks=self.checks,
            now=self.now,
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
        directories = (places.journal, places.state, places.curricula)
        for directory in directories:
            # A home that cannot be written is read all the same, and there is nobody to be heard in it.
            with contextlib.suppress(StoreError):
                make_private(directory)
        self._fetched = self._fetches.changed_at()
        return Watcher(directories)

    def catch_up(self) -> set[str]:
        """Take in what other sessions wrote; returns what changed: steps, queue, feeds, entries, curricula.

        Raises:
            StoreError: a journal cannot be read.
        """
        changed = set(self._store.catch_up())
        # A refresh writes what it brought first, and what it learnt of the feeds last.
        fetched = self._fetches.changed_at()
        if fetched != self._fetched:
            self._fetched = fetched
            changed.add("entries")
        if "_catalog" in self.__dict__ and self._catalog.refresh():
            changed.add("curricula")
        return changed


def _to_markdown(html: str, base: str) -> str:
    from pmlearn.feeds.pool import to_markdown_apart

    return to_markdown_apart(html, base)
