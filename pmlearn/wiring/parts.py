"""What the services are built of: the catalog, the store, entries and fetches. Front ends do not call it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from pmlearn.catalog.finder import Catalog
    from pmlearn.config import Settings
    from pmlearn.services.progress import Progress
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.fetches import Fetches
    from pmlearn.storage.index import Index
    from pmlearn.storage.pages import Pages
    from pmlearn.storage.shared import Shared
    from pmlearn.storage.store import Store
    from pmlearn.storage.textindex import TextIndex


class Parts:
    """Each is imported and built when it is first asked for."""

    def __init__(
        self, settings: Settings, env: Mapping[str, str], now: Callable[[], datetime], device: str
    ) -> None:
        self.settings = settings
        self.env = env
        self.now = now
        self._device = device

    def notices(self) -> list[str]:
        """What the learner should know about the disk, each once."""
        found: dict[str, None] = {}
        for name in ("_store", "_entries", "_fetches"):
            if name in self.__dict__:
                found |= dict.fromkeys(getattr(self, name).notices)
                getattr(self, name).notices.clear()
        return list(found)

    def why_not_kept(self) -> str:
        """Why nothing that the learner does can be kept; "" where it can."""
        from pmlearn.services.writable import why_not

        return why_not(self.settings.places.journal)

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
        return Catalog(
            shipped_dir(),
            places.system_curricula,
            places.curricula,
            places.cache,
            write_atomic,
            languages=self.settings.languages,
        )

    @cached_property
    def _store(self) -> Store:
        from pmlearn.storage.store import Store

        places = self.settings.places
        return Store(places.journal, places.state, self.now, self._device)

    @cached_property
    def _progress(self) -> Progress:
        from pmlearn.services.progress import Progress

        return Progress(self._catalog, self._store)

    @cached_property
    def _subscriptions(self) -> Subscriptions:
        from pmlearn.services.subscription import Subscriptions

        return Subscriptions(self._store, self.settings.feeds)

    @cached_property
    def _entries(self) -> Entries:
        if self._shared is not None:
            from pmlearn.storage.shared import SharedEntries

            return SharedEntries(self.settings.places.entries, self.now, self._shared)
        from pmlearn.storage.entries import Entries

        return Entries(self.settings.places.entries, self.now)

    @cached_property
    def _fetches(self) -> Fetches:
        if self._shared is not None:
            from pmlearn.storage.shared import SharedFetches

            return SharedFetches(self.settings.places.state, self.now, self._shared)
        from pmlearn.storage.fetches import Fetches

        return Fetches(self.settings.places.state, self.now)

    @cached_property
    def _shared(self) -> Shared | None:
        if self.settings.shared is None:
            return None
        from pmlearn.storage.shared import Shared

        return Shared(self.settings.shared, self.now)

    @cached_property
    def _index(self) -> Index:
        from pmlearn.storage.index import Index

        return Index(self.settings.places.cache, self._store.journals.device)

    @cached_property
    def _pages(self) -> Pages:
        from pmlearn.storage.pages import Pages

        return Pages(self.settings.places.data / "pages")

    @cached_property
    def _textindex(self) -> TextIndex:
        from pmlearn.storage.textindex import TextIndex

        return TextIndex(self.settings.places.cache, self._store.journals.device)
