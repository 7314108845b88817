"""Refreshing: bringing in what feeds published."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import functools
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError
from pmlearn.services.keeping import kept_together
from pmlearn.storage.files import make_private, refuse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pmlearn.feeds.refresh import Result
    from pmlearn.model.feed import Feed, Fetched
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.fetches import Fetches

PATIENCE = 5 * 300
"""How often the lock of refreshes is sought, five times a second: five minutes."""

KEEP_EVERY = 100
"""After so many feeds, what the fetches left behind is kept: a refresh that is killed loses no more."""


@dataclass(frozen=True, slots=True)
class RefreshRow:
    """What came of asking a feed."""

    id: str
    url: str
    title: str
    outcome: str  # updated, unchanged, moved, gone, failed or waiting
    new: int  # entries not seen before
    error: str  # "" unless it failed
    done: int  # feeds asked so far, this one included
    total: int  # feeds to ask


class Refresher:
    """Asks the learner's feeds. Not thread-safe.

    Args:
        subscriptions: the feeds.
        entries: keeps what they published.
        fetches: keeps what the next refresh needs.
        now: tells the time.
        allow_private: feeds on private networks may be asked.
        lock: the file that is locked by the one refresh that runs.
        touched: the ids of items that the learner did anything with, whose bodies are kept in any case.
    """

    def __init__(
        self,
        subscriptions: Subscriptions,
        entries: Entries,
        fetches: Fetches,
        *,
        now: Callable[[], datetime],
        allow_private: bool,
        lock: Path,
        touched: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._subscriptions = subscriptions
        self._entries = entries
        self._fetches = fetches
        self._now = now
        self._allow_private = allow_private
        self._lock = lock
        self._touched = touched

    async def refresh(self, ids: Sequence[str] = (), *, force: bool = False) -> AsyncIterator[RefreshRow]:
        """Ask feeds (all of them), many at once, and yield what came of each as it ends.

        One refresh at a time: a second one waits for the first, then asks by what that one learnt.

        Raises:
            UnknownError: there is no such feed: none is asked.
            StoreError: the place to keep what came cannot be written.
        """
        feeds = [self._subscriptions.find(id_) for id_ in ids] or list(self._subscriptions.all().values())
        async with self._alone():
            self._entries.sweep()
            async for row in self._refresh(list({feed.id: feed for feed in feeds}.values()), force=force):
                yield row

    async def _refresh(self, feeds: Sequence[Feed], *, force: bool) -> AsyncIterator[RefreshRow]:
        # httpx is imported only where something is fetched.
        from pmlearn.feeds.fetch import Fetcher  # noqa: PLC0415
        from pmlearn.feeds.pool import ParserPool  # noqa: PLC0415
        from pmlearn.feeds.refresh import Job, refresh  # noqa: PLC0415

        by_id = {feed.id: feed for feed in feeds}
        fetches = self._fetches
        held = self._entries.held()
        jobs = [
            Job(
                feed_id=feed.id,
                url=feed.url,
                fetched=self._asked(feed.id, held=feed.id in held),
                known=functools.partial(self._entries.known, feed.id),
            )
            for feed in feeds
        ]
        bodies = {feed.id: feed.bodies for feed in feeds if feed.bodies is not None}
        spared = frozenset(self._touched()) if bodies else frozenset()
        keep = functools.partial(self._keep_all, bodies=bodies, spared=spared)
        kept: dict[str, Fetched] = {}
        done = 0
        try:
            async with (
                Fetcher(allow_private=self._allow_private, now=self._now) as fetcher,
                ParserPool() as pool,
                contextlib.aclosing(refresh(jobs, fetcher, pool, self._now, force=force)) as results,
            ):
                async for result, (fetched, new) in kept_together(
                    results, keep, lambda result: result.parsed is not None
                ):
                    done += 1
                    kept[result.feed_id] = fetched
                    feed = by_id[result.feed_id]
                    outcome = "failed" if fetched.error and not result.error else result.outcome
                    title = feed.title or fetched.title or feed.id
                    yield RefreshRow(
                        feed.id, fetched.url or feed.url, title, outcome, new, fetched.error, done, len(feeds)
                    )
                    if len(kept) % KEEP_EVERY == 0:
                        fetches.put(kept)
        finally:
            if kept:
                fetches.put(kept)

    def _asked(self, id_: str, *, held: bool) -> Fetched:
        """What to ask a feed with: nothing that has it answer "unchanged" where its entries were lost."""
        fetched = self._fetches.get(id_)
        return fetched if held else replace(fetched, etag="", last_modified="", body_hash="")

    def _keep_all(
        self, results: Sequence[Result], *, bodies: Mapping[str, int], spared: Collection[str]
    ) -> list[tuple[Fetched, int]]:
        """Keep the entries first: validators of what was not kept would hide it from the next refresh."""
        kept = []
        for result in results:
            new = 0
            try:
                if result.parsed is not None:
                    most = bodies.get(result.feed_id)
                    new = self._entries.put(result.feed_id, result.parsed, most, spared)
            except StoreError as error:
                kept.append((_lost(result, error), 0))
            else:
                kept.append((result.fetched, new))
        try:
            if any(result.parsed is not None for result in results):
                self._entries.settle()
        except StoreError as error:
            return [
                (result.fetched if result.parsed is None else _lost(result, error), 0) for result in results
            ]
        return kept

    @contextlib.asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Hold the lock of refreshes; waiting for it can be cancelled, and ends: cron's shall not pile up."""
        make_private(self._lock.parent)
        try:
            fd = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            refuse(f"cannot lock {self._lock}", error)
        try:
            for _ in range(PATIENCE):
                try:
                    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    await asyncio.sleep(0.2)
            else:
                raise StoreError("another refresh has been under way for minutes", "end it, then try again")
            yield
        finally:
            os.close(fd)


def _lost(result: Result, error: StoreError) -> Fetched:
    text = f"{error.message}; {error.hint}"
    return replace(result.fetched, error=text, etag="", last_modified="", body_hash="")
