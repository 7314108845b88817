"""Refreshing: bringing in what feeds published."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import random
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError
from pmlearn.services.batches import kept_together
from pmlearn.services.due import twins
from pmlearn.services.links import names_user, place, without_user
from pmlearn.storage.files import alone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pmlearn.feeds.refresh import Job, Result
    from pmlearn.feeds.secret import Keys
    from pmlearn.model.feed import Feed, Fetched
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.fetches import Fetches
    from pmlearn.storage.shared import Shared

PATIENCE = 5 * 300
"""How often the lock of refreshes is sought, five times a second: five minutes."""

A_MOMENT = 3
"""After so many of these it is said that another refresh is under way."""

KEEP_EVERY = 100
"""After so many feeds, what the fetches left behind is kept: a refresh that is killed loses no more."""


@dataclass(frozen=True, slots=True)
class RefreshRow:
    """What came of asking a feed."""

    id: str
    url: str
    title: str
    outcome: str  # updated, unchanged, moved, gone, failed, waiting, paused, shared or private
    new: int  # entries not seen before
    error: str  # "" unless it failed
    done: int  # feeds asked so far, this one included
    total: int  # feeds to ask
    next: str = ""  # its time to be asked again, RFC 3339 in UTC; "" for at once
    twin: str = ""  # the id of another feed that lives where this one moved to; "" where there is none


class Refresher:
    """Asks the learner's feeds. Not thread-safe.

    Args:
        subscriptions: which there are.
        entries: keeps what they published.
        fetches: keeps what is known of them.
        now: tells the time.
        allow_private: hosts on private networks may be asked.
        lock: the file that one refresh at a time holds.
        interval: minutes at least between two askings of a feed that nobody named.
        shared: what is kept for all learners of this machine: what is fresh there is not asked for.
        public: what comes is for everybody to read: feeds that are not for everybody are left out.
        chance: random numbers, 0 to 1.
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
        interval: int = 60,
        shared: Shared | None = None,
        public: bool = False,
        chance: Callable[[], float] = random.random,
        touched: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._subscriptions = subscriptions
        self._entries = entries
        self._fetches = fetches
        self._now = now
        self._allow_private = allow_private
        self._lock = lock
        self._interval = timedelta(minutes=interval)
        self._shared = shared
        self._public = public
        self._chance = chance
        self._touched = touched

    async def refresh(
        self,
        ids: Sequence[str] = (),
        *,
        force: bool = False,
        on_wait: Callable[[], None] = lambda: None,
    ) -> AsyncIterator[RefreshRow]:
        """Ask feeds (all of them), many at once, and yield what came of each as it ends.

        One refresh at a time: a second one waits for the first, then goes by what that one learnt. What the
        first one asked is not asked again, for its time has not come.

        Args:
            ids: the feeds; those that are named are asked whatever the interval and their own wishes are.
            force: ask all the same: paused ones, those that are gone, those whose servers want to be left.
            on_wait: called once when another refresh is under way.

        Raises:
            UnknownError: there is no such feed: none is asked.
            StoreError: the place to keep what came cannot be written.
        """
        feeds = [self._subscriptions.find(id_) for id_ in ids] or list(self._subscriptions.all().values())
        async with self._alone(on_wait):
            self._entries.sweep()
            if self._shared and not self._shared.usable():
                what = f"what is kept for all learners in {self._shared.directory} is not used"
                self._entries.notices.append(f"{what}: {self._shared.trouble}")
            unique = list({feed.id: feed for feed in feeds}.values())
            done = 0
            asked: list[Feed] = []
            for feed in unique:
                early = None if force else self._left_alone(feed)
                if early is None:
                    asked.append(feed)
                else:
                    done += 1
                    yield replace(early, done=done, total=len(unique))
            if asked:
                async for row in self._refresh(asked, force=force, named=bool(ids)):
                    yield replace(row, done=row.done + done, total=len(unique))

    def _left_alone(self, feed: Feed) -> RefreshRow | None:
        """What there is to say of a feed that is not asked here; None for one that may be."""
        if feed.paused:
            return self._row(feed, self._fetches.get(feed.id), "paused")
        if self._public and (self._subscriptions.credentials(feed.id) or names_user(feed.url)):
            return self._row(feed, self._fetches.get(feed.id), "private")
        if self._shared and (known := self._shared.fresh(feed.id, self._now(), self._interval)):
            return self._row(feed, known, "gone" if known.gone else "shared")
        return None

    @staticmethod
    def _row(feed: Feed, known: Fetched, outcome: str, new: int = 0, done: int = 0) -> RefreshRow:
        title, url = feed.title or known.title or place(feed.url), without_user(known.url or feed.url)
        return RefreshRow(feed.id, url, title, outcome, new, known.error, done, 0, known.next)

    async def _refresh(self, feeds: Sequence[Feed], *, force: bool, named: bool) -> AsyncIterator[RefreshRow]:
        # httpx is imported only where something is fetched.
        from pmlearn.feeds.fetch import Fetcher  # noqa: PLC0415
        from pmlearn.feeds.pool import ParserPool  # noqa: PLC0415
        from pmlearn.feeds.refresh import refresh  # noqa: PLC0415
        from pmlearn.feeds.schedule import Pace  # noqa: PLC0415
        from pmlearn.feeds.secret import Keys  # noqa: PLC0415

        by_id = {feed.id: feed for feed in feeds}
        fetches = self._fetches
        held = self._entries.held()
        keys = Keys(allow_private=self._allow_private)
        jobs = [self._job(feed, keys, held=feed.id in held) for feed in feeds]
        pace = Pace(self._interval, self._chance)
        bodies = {feed.id: feed.bodies for feed in feeds if feed.bodies is not None}
        spared = frozenset(self._touched()) if bodies else frozenset()
        keep = functools.partial(self._keep_all, bodies=bodies, spared=spared)
        kept: dict[str, Fetched] = {}
        done = 0
        try:
            async with (
                Fetcher(allow_private=self._allow_private, now=self._now) as fetcher,
                ParserPool() as pool,
                contextlib.aclosing(
                    refresh(jobs, fetcher, pool, self._now, force=force, named=named, pace=pace)
                ) as results,
            ):
                async for result, (fetched, new) in kept_together(
                    results, keep, lambda result: result.parsed is not None
                ):
                    done += 1
                    kept[result.feed_id] = fetched
                    feed = by_id[result.feed_id]
                    outcome = "failed" if fetched.error and not result.error else result.outcome
                    if len(kept) % KEEP_EVERY == 0 or outcome == "moved":
                        fetches.put(kept)
                    row = self._row(feed, fetched, outcome, new, done)
                    yield replace(row, twin=self._twin(feed.id)) if outcome == "moved" else row
        finally:
            if kept:
                fetches.put(kept)

    def _job(self, feed: Feed, keys: Keys, *, held: bool) -> Job:
        """What to ask a feed with: nothing that has it answer "unchanged" where its entries were lost."""
        from pmlearn.feeds.refresh import Job  # noqa: PLC0415

        fetched = self._fetches.mine(feed.id)
        if not held:
            # One that was read once had entries; one that never was waits for its time.
            time = "" if fetched.body_hash else fetched.next
            fetched = replace(fetched, etag="", last_modified="", body_hash="", next=time)
        known = self._subscriptions.credentials(feed.id)
        key = functools.partial(keys.key, feed.url, known) if known else None
        entries = functools.partial(self._entries.known, feed.id)
        return Job(feed_id=feed.id, url=feed.url, fetched=fetched, key=key, known=entries)

    def _twin(self, id_: str) -> str:
        return twins(self._subscriptions.all().values(), self._fetches).get(id_, "")

    def _keep_all(
        self, results: Sequence[Result], *, bodies: Mapping[str, int], spared: Collection[str]
    ) -> list[tuple[Fetched, int]]:
        """Keep the entries first: validators of what was not kept would hide it from the next refresh."""
        kept = []
        put = set()  # where in the batch something was written that is still to be made to last
        for at, result in enumerate(results):
            new = 0
            try:
                if result.parsed is not None:
                    most = bodies.get(result.feed_id)
                    new = self._entries.put(result.feed_id, result.parsed, most, spared)
                    put.add(at)
            except StoreError as error:
                kept.append((_lost(result, error), 0))
            else:
                kept.append((result.fetched, new))
        try:
            if put:
                self._entries.settle()
        except StoreError as error:
            return [(_lost(result, error), 0) if at in put else kept[at] for at, result in enumerate(results)]
        return kept

    @contextlib.asynccontextmanager
    async def _alone(self, on_wait: Callable[[], None]) -> AsyncIterator[None]:
        """Hold the lock of refreshes; waiting for it can be cancelled, and ends: cron's shall not pile up."""
        with contextlib.ExitStack() as held:
            for turn in range(PATIENCE):
                try:
                    held.enter_context(alone(self._lock))
                    break
                except BlockingIOError:
                    if turn == A_MOMENT:
                        on_wait()
                    await asyncio.sleep(0.2)
            else:
                raise StoreError("another refresh has been under way for minutes", "end it, then try again")
            yield


def _lost(result: Result, error: StoreError) -> Fetched:
    text = f"{error.message}; {error.hint}"
    return replace(result.fetched, error=text, etag="", last_modified="", body_hash="", next="")
