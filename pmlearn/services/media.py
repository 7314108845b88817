"""Recordings on this machine: downloading them, and the cache that they are kept in."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pmlearn.errors import InputError, PmlearnError, StoreError, UnknownError
from pmlearn.model.queue import State
from pmlearn.model.recording import recording_of
from pmlearn.model.text import clean, plural
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from pmlearn.feeds.download import Facts, Pace
    from pmlearn.feeds.streaming import Streamer
    from pmlearn.model.feed import Enclosure
    from pmlearn.model.queue import QueueItem
    from pmlearn.services.queue import Queue
    from pmlearn.storage.media import Held, MediaFiles, Part

AT_ONCE = 4
"""Downloads under way at once; of one host there are two."""


@dataclass(frozen=True, slots=True)
class Download:
    """How far a download is."""

    id: str  # the item's
    title: str
    outcome: str  # loading, downloaded, kept (it was there) or failed
    received: int = 0  # bytes, those of the times before too
    size: int | None = None  # bytes of the whole file; None where the server does not say
    error: str = ""  # why it failed, and the next move; "" otherwise
    done: int = 0  # downloads that ended, this one included
    total: int = 0  # downloads asked for


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording in the cache."""

    id: str  # the item's
    title: str  # "" where the queue has it no longer
    size: int  # bytes
    at: str  # when it came, RFC 3339 in UTC
    state: str  # inbox, queued, reading, done, dropped; "" where the queue has it no longer
    starred: bool
    whole: bool  # all of it is there


class Media:
    """The recordings of a learner. Not thread-safe."""

    def __init__(
        self,
        queue: Queue,
        files: MediaFiles,
        *,
        now: Callable[[], datetime],
        allow_private: bool,
        cache_mb: int,
        download_mb: int,
    ) -> None:
        self._queue = queue
        self._files = files
        self._now = now
        self._allow_private = allow_private
        self._cache = cache_mb * 1_000_000
        self._most = min(download_mb, cache_mb) * 1_000_000

    async def download(self, ids: Sequence[str]) -> AsyncIterator[Download]:
        """Bring recordings, several at once, and yield how far each is; what was begun is gone on with.

        Raises:
            UnknownError: there is no such item: none is downloaded.
            InputError: an item has no recording: none is downloaded.
        """
        items = {item.id: item for item in map(self._queue.get, ids)}
        wanted = [(item, recording(item)) for item in items.values()]
        # httpx is imported only where something is fetched.
        from pmlearn.feeds.download import Pace  # noqa: PLC0415
        from pmlearn.feeds.streaming import Streamer  # noqa: PLC0415

        news: asyncio.Queue[Download | None] = asyncio.Queue()
        slots = asyncio.Semaphore(AT_ONCE)
        async with Streamer(allow_private=self._allow_private, now=self._now) as streamer:

            async def bring(item: QueueItem, enclosure: Enclosure) -> None:
                async with slots:
                    await self._bring(item, enclosure, streamer, Pace(), news)

            tasks = [asyncio.create_task(bring(item, enclosure)) for item, enclosure in wanted]
            for task in tasks:
                task.add_done_callback(lambda _: news.put_nowait(None))
            try:
                done = ended = 0
                while ended < len(tasks):
                    row = await news.get()
                    if row is None:
                        ended += 1
                        continue
                    done += row.outcome != "loading"
                    yield replace(row, done=done, total=len(tasks))
                await asyncio.gather(*tasks)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _bring(
        self,
        item: QueueItem,
        enclosure: Enclosure,
        streamer: Streamer,
        pace: Pace,
        news: asyncio.Queue[Download | None],
    ) -> None:
        from pmlearn.feeds.download import Progress, download  # noqa: PLC0415

        row = Download(item.id, item.title, "loading", size=enclosure.length)
        try:
            if held := self._files.find(item.id):
                await news.put(replace(row, outcome="kept", received=held.size, size=held.size))
                return
            with self._files.part(item.id) as part:
                steps = download(streamer, enclosure.url, _Target(part), most=self._most, pace=pace)
                async with contextlib.aclosing(steps):
                    async for step in steps:
                        if isinstance(step, Progress):
                            row = replace(row, received=step.received, size=step.total or row.size)
                            await news.put(row)
                        else:
                            part.finish(step)
            self.make_room(item.id)
            await news.put(replace(row, outcome="downloaded", size=row.received))
        except PmlearnError as error:
            text = f"{error.message}: {error.hint}" if error.hint else error.message
            await news.put(replace(row, outcome="failed", error=text))

    def kept(self) -> list[Kept]:
        """Everything in the cache, the oldest first."""
        return self._kept(self._files.list())

    def path(self, id_: str) -> Held | None:
        """The file of an item's recording, if all of it is there."""
        return self._files.find(id_)

    def lend(self, held: Held) -> int:
        """Open a recording so that it stays until the descriptor is closed.

        Raises:
            StoreError: it is gone, or cannot be read.
        """
        return self._files.lend(held)

    def remove(self, ids: Sequence[str]) -> Outcome:
        """Remove recordings from the cache; without ids, all of them that are not in use.

        Raises:
            UnknownError: of one of them nothing is here: nothing is removed.
            StoreError: one of them is in use, or the disk did not let it be removed.
        """
        files = self._files.list()
        chosen = [held for id_ in ids for held in self._named(files, id_)] if ids else files
        busy = [held for held in dict.fromkeys(chosen) if not self._files.remove(held)]
        if busy and ids:
            raise StoreError(f"{busy[0].item} is in use", "stop it first")
        gone = [held for held in dict.fromkeys(chosen) if held not in busy]
        size = sum(held.size for held in gone)
        text = f"removed {plural(len(gone), 'recording')}, {size / 1e6:,.1f} MB"
        return Outcome(f"{text}; {len(busy)} in use" if busy else text, tuple(held.item for held in gone))

    @staticmethod
    def _named(files: Sequence[Held], id_: str) -> list[Held]:
        found = [held for held in files if id_ and held.item.startswith(id_.lower())]
        if len({held.item for held in found}) != 1:
            what = "is the beginning of several downloads" if found else "is not downloaded"
            raise UnknownError(f"{clean(id_)} {what}", "see what is there with: pmlearn queue downloads")
        return found

    def make_room(self, spare: str = "") -> int:
        """Remove recordings until the cache is no larger than it may be; returns how many.

        Heard ones go first, then those without a star, then the others; of each the oldest. What is in use
        stays, and so does the item `spare`, which was downloaded just now.
        """
        files = self._files.list()
        over = sum(held.size for held in files) - self._cache
        if over <= 0:
            return 0
        removed = 0
        by_worth = sorted(zip(self._kept(files), files, strict=True), key=lambda each: _worth(each[0]))
        for _, held in by_worth:
            if over <= 0:
                break
            if held.item != spare and self._files.remove(held):
                over -= held.size
                removed += 1
        return removed

    def _kept(self, files: Sequence[Held]) -> list[Kept]:
        known = self._queue.known([held.item for held in files])
        return [_kept(held, known.get(held.item)) for held in files]


class _Target:
    """A part of the cache, as a download fills it."""

    def __init__(self, part: Part) -> None:
        self._part = part

    @property
    def facts(self) -> Facts | None:
        """What the part came from."""
        from pmlearn.feeds.download import Facts  # noqa: PLC0415

        source = self._part.source
        url, validator, total = (source.get(name) for name in ("url", "validator", "total"))
        if not isinstance(url, str) or not isinstance(validator, str):
            return None
        return Facts(url, validator, total if isinstance(total, int) else None)

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return self._part.size

    def begin(self, facts: Facts) -> None:
        """Begin anew."""
        note = {"url": facts.url, "validator": facts.validator, "total": facts.total}
        self._part.begin(note, facts.total)

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._part.write(piece)

    def discard(self) -> None:
        """Drop what is there."""
        self._part.discard()


def recording(item: QueueItem) -> Enclosure:
    """What is played of an item.

    Raises:
        InputError: there is nothing to hear or see.
    """
    found = recording_of(item.enclosures)
    if found is None:
        raise InputError(
            f"there is no recording with {item.title}", f"open it with: pmlearn queue open {item.id}"
        )
    return found


def _kept(held: Held, item: QueueItem | None) -> Kept:
    at = datetime.fromtimestamp(held.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if item is None:
        return Kept(held.item, "", held.size, at, "", False, held.whole)
    return Kept(held.item, item.title, held.size, at, item.state.value, item.starred, held.whole)


def _worth(kept: Kept) -> tuple[int, str]:
    """The order in which recordings go: the least first."""
    if kept.starred:
        return 2, kept.at
    return int(kept.state not in (State.DONE, State.DROPPED, "")), kept.at
