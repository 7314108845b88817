"""The services of recordings: what there is to hear and see."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pmlearn.wiring.searching import Searching

if TYPE_CHECKING:
    from pmlearn.services.chapters import Chapters
    from pmlearn.services.listening import Listening
    from pmlearn.services.media import Media


class Hearing(Searching):
    """Each is imported and built when it is first asked for."""

    @cached_property
    def media(self) -> Media:
        """Recordings on this machine."""
        from pmlearn.services.media import Media
        from pmlearn.storage.media import MediaFiles

        settings = self.settings
        return Media(
            self.queue,
            MediaFiles(settings.places.cache / "media"),
            now=self.now,
            allow_private=settings.allow_private,
            cache_mb=settings.cache_mb,
            download_mb=settings.download_mb,
        )

    @cached_property
    def listening(self) -> Listening:
        """Playing recordings, and how far they were heard."""
        from pmlearn.services.listening import Listening

        settings = self.settings
        return Listening(
            self._store,
            self.queue,
            self.media,
            player=settings.player,
            remote=settings.play_remote,
            allow_private=settings.allow_private,
            env=self.env,
            # A home that hosts share has one file for each: what is fast in one room is not in another.
            speeds=settings.places.state / f"speeds-{self._store.journals.device}.json",
        )

    @cached_property
    def chapters(self) -> Chapters:
        """What comes with a recording."""
        from pmlearn.services.chapters import Chapters

        return Chapters(
            self.queue,
            self._entries,
            now=self.now,
            allow_private=self.settings.allow_private,
            directory=self.settings.places.cache / "chapters",
            to_markdown=self._markdowns,
        )
