"""The services that find by words, and keep what was found on the web."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pmlearn.wiring.reading import Reading

if TYPE_CHECKING:
    from pmlearn.services.indexing import Indexing
    from pmlearn.services.saving import Saving
    from pmlearn.services.search import Search


class Searching(Reading):
    """Each is imported and built when it is first asked for."""

    @cached_property
    def indexing(self) -> Indexing:
        """Keeping the index of words in step."""
        from pmlearn.services.indexing import Indexing
        from pmlearn.storage.textindex import TextIndex

        cache, device = self.settings.places.cache, self._store.journals.device
        return Indexing(
            lambda: self._textindex,
            self._store,
            self._subscriptions,
            self._entries,
            pages=self._pages,
            catalog=self._catalog,
            open_new=lambda name: TextIndex(cache, device, name),
        )

    @cached_property
    def search(self) -> Search:
        """Finding by words."""
        from pmlearn.services.search import Search

        return Search(
            self.indexing,
            self.queue,
            self._catalog,
            self._progress,
            store=self._store,
            entries=self._entries,
            pages=self._pages,
        )

    @cached_property
    def saving(self) -> Saving:
        """Links and their texts."""
        from pmlearn.services.saving import Saving

        return Saving(
            self._store,
            self.queue,
            self._pages,
            subscriptions=self._subscriptions,
            now=self.now,
            allow_private=self.settings.allow_private,
        )
