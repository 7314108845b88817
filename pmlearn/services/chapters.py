"""What comes with a recording: its chapters, fetched when they are asked for, and what is said in it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pmlearn.errors import FetchError, InputError, StoreError
from pmlearn.model.feed import Chapter, item_id
from pmlearn.model.recording import recording_of
from pmlearn.model.text import clean
from pmlearn.storage.files import read_own, write_atomic
from pmlearn.storage.room import make_room

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from pmlearn.feeds.response import Response
    from pmlearn.model.feed import Entry, Transcript
    from pmlearn.model.queue import QueueItem
    from pmlearn.services.queue import Queue
    from pmlearn.storage.entries import Entries

MOST = 2 << 20
"""Bytes of a chapters document or a transcript."""

ROOM, KEPT = 8 << 20, 1_000
"""Bytes of the chapters that are kept, and files of them."""

DEADLINE = 30.0
"""Seconds for all of one."""


class Chapters:
    """See the module. Not thread-safe."""

    def __init__(
        self,
        queue: Queue,
        entries: Entries,
        *,
        now: Callable[[], datetime],
        allow_private: bool,
        directory: Path,
        to_markdown: Callable[[str, str], str],
    ) -> None:
        self._queue = queue
        self._entries = entries
        self._now = now
        self._allow_private = allow_private
        self._directory = directory
        self._to_markdown = to_markdown

    def known(self, id_: str) -> tuple[Chapter, ...]:
        """The chapters of an item, by their start, as far as they are known without asking anybody.

        Those that were fetched, else those that the feed lists, else those that its notes do. Slow: notes are
        made safe in a process of their own.

        Raises:
            UnknownError: there is no such item.
            ParseError: its notes were too much for the limits.
        """
        item = self._queue.get(id_)
        entry = self._entry(item)
        if entry is None:
            return ()
        if entry.chapters and (kept := self._load(item.id, entry.chapters)):
            return kept
        if entry.marks:
            return entry.marks
        found = recording_of(item.enclosures)
        from pmlearn.feeds.chapters import chapters_of_notes  # noqa: PLC0415 - when it is needed

        return chapters_of_notes(self._queue.text(item.id), found.duration if found else None)

    def missing(self, id_: str) -> bool:
        """Whether an item has chapters that were not fetched yet."""
        item = self._queue.get(id_)
        entry = self._entry(item)
        return entry is not None and bool(entry.chapters) and not self._load(item.id, entry.chapters)

    def fetch(self, id_: str) -> tuple[Chapter, ...]:
        """The chapters of an item, asked for where the feed names a file of them.

        Raises:
            UnknownError: there is no such item.
            FetchError: the file cannot be had.
            ParseError: it is none of chapters.
        """
        if not self.missing(id_):
            return self.known(id_)
        item = self._queue.get(id_)
        entry = self._entry(item)
        assert entry is not None
        from pmlearn.feeds.chapters import chapters_of_json  # noqa: PLC0415 - when it is needed

        chapters = chapters_of_json(self._ask(entry.chapters).body)
        note = {"url": entry.chapters, "chapters": [asdict(chapter) for chapter in chapters]}
        try:
            write_atomic(self._path(item.id), json.dumps(note).encode())
            make_room(self._directory, ROOM, KEPT)
        except StoreError:
            return chapters  # they are asked for again next time
        return chapters

    def transcripts(self, id_: str) -> tuple[Transcript, ...]:
        """The transcripts that a feed names for an item.

        Raises:
            UnknownError: there is no such item.
        """
        entry = self._entry(self._queue.get(id_))
        return entry.transcripts if entry else ()

    def transcript(self, id_: str) -> str:
        """What is said in a recording, as text, without its times.

        Raises:
            UnknownError: there is no such item.
            InputError: there is no transcript, or none that can be shown.
            FetchError: it cannot be had.
            ParseError: it was too much for the limits.
        """
        item = self._queue.get(id_)
        from pmlearn.feeds.transcript import best, text_of  # noqa: PLC0415 - when it is needed

        found = best(self.transcripts(item.id))
        if found is None:
            raise InputError(
                f"there is no transcript with {item.title} that can be shown",
                f"see what comes with it: pmlearn queue show {item.id}",
            )
        body = self._ask(found.url).body
        if found.type == "text/html":
            return self._to_markdown(body.decode("utf-8", "replace"), found.url)
        return text_of(body, found.type)

    def _ask(self, url: str) -> Response:
        # httpx is imported only where something is fetched.
        from pmlearn.feeds.fetch import Fetcher, Limits  # noqa: PLC0415

        async def ask() -> Response:
            limits = Limits(deadline=DEADLINE, sent=MOST, expanded=MOST)
            async with Fetcher(allow_private=self._allow_private, now=self._now, limits=limits) as fetcher:
                return await fetcher.fetch(url)

        answer = asyncio.run(ask())
        if answer.status != 200:
            raise FetchError(f"{clean(answer.url, 200)} answers {answer.status}", "try again later")
        return answer

    def _entry(self, item: QueueItem) -> Entry | None:
        if not item.feed:
            return None
        return next((e for e in self._entries.load(item.feed) if item_id(item.feed, e.id) == item.id), None)

    def _path(self, item: str) -> Path:
        return self._directory / f"{item}.json"

    def _load(self, item: str, url: str) -> tuple[Chapter, ...]:
        try:
            note: dict[str, Any] = json.loads(read_own(self._path(item)))
            if note["url"] != url:
                return ()
            return tuple(
                Chapter(int(c["start"]), clean(c["title"]), str(c["link"])) for c in note["chapters"]
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return ()
