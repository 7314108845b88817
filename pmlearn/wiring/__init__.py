"""Putting it together: here alone the real clock, disk and network are picked.

Each service is imported and built when it is first asked for, so that a light command pays for nothing else.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from pmlearn import config
from pmlearn.errors import StoreError
from pmlearn.wiring.hearing import Hearing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pmlearn.config import Settings
    from pmlearn.services.archive import Archive
    from pmlearn.services.clipboard import Clipboard
    from pmlearn.services.doctor import Doctor
    from pmlearn.services.drafts import Drafts
    from pmlearn.services.history import History
    from pmlearn.services.links import Links
    from pmlearn.services.place import Place
    from pmlearn.services.theme import ThemeChoice
    from pmlearn.storage.watch import Watcher


def build(
    settings: Settings | None = None,
    *,
    env: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] | None = None,
    device: str = "",
    thrifty: bool | None = None,
) -> Services:
    """Put the services together for an environment; `thrifty`, where given, is set above the configuration.

    Raises:
        ConfigError: the configuration cannot be used.
    """
    settings = settings or config.load(env)
    if thrifty is not None:
        settings = replace(settings, thrifty=thrifty)
    return Services(settings, env, now or _now, device)


def _now() -> datetime:
    return datetime.now(UTC)


class Services(Hearing):
    """What the front ends call. Not thread-safe: the app calls it on one thread, not the event loop's."""

    _fetched = 0  # when what refreshes left behind was last seen to change

    @cached_property
    def history(self) -> History:
        """What was done, and taking it back."""
        from pmlearn.services.history import History

        return History(self._store, self._progress, self.steps, lambda id_: self._fetches.get(id_).title)

    @cached_property
    def links(self) -> Links:
        """The one opener."""
        from pmlearn.services.links import Links

        return Links(self.settings.opener, self.env)

    @cached_property
    def clipboard(self) -> Clipboard:
        """The learner's clipboard."""
        from pmlearn.services.clipboard import Clipboard

        return Clipboard(self.settings.clipboard, self.env)

    @cached_property
    def drafts(self) -> Drafts:
        """What was written and is not kept yet."""
        from pmlearn.services.drafts import Drafts

        return Drafts(self.settings.places.state / "drafts", self._store.journals.device, self.now)

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

    @cached_property
    def theme(self) -> ThemeChoice:
        """Which theme is shown."""
        from pmlearn.services.theme import ThemeChoice

        said_by = "PMLEARN_THEME" if self.env.get("PMLEARN_THEME") else "config.toml"
        device = self._store.journals.device
        return ThemeChoice(self.settings.places.state, device, self.settings.theme, said_by)

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
