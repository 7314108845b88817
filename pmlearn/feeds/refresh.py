"""Many feeds asked at once: fetched, parsed, decided on, each handed out as it ends; nothing is written here.

Feeds wait in line by host, two of a host at a time, so that a host with a hundred feeds or one that drips
keeps no other waiting; thirty-two are under way in all, which bounds the bodies held in memory.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pmlearn.errors import FetchError, ParseError
from pmlearn.feeds import decide
from pmlearn.feeds.schedule import planned

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable
    from datetime import datetime

    from pmlearn.feeds.decide import Decision, Outcome
    from pmlearn.feeds.fetch import Fetcher
    from pmlearn.feeds.pool import ParserPool
    from pmlearn.feeds.response import Response
    from pmlearn.feeds.schedule import Pace
    from pmlearn.feeds.secret import Key
    from pmlearn.model.feed import Fetched, ParsedFeed

WORKERS = 32
"""Feeds under way at once."""

PER_HOST = 2
"""Of these, feeds of one host."""


@dataclass(frozen=True, slots=True)
class Job:
    """A feed to ask."""

    feed_id: str
    fetched: Fetched  # what the last time left behind
    url: str  # the address first subscribed
    key: Callable[[], Awaitable[Key]] | None = field(default=None, repr=False)  # fetches what opens it
    known: Callable[[], Collection[str]] | None = None  # reads which entries need not be read; None for all

    @property
    def address(self) -> str:
        """Where to ask: where it lives now."""
        return self.fetched.url or self.url


@dataclass(frozen=True, slots=True)
class Result:
    """How it ended for one feed."""

    feed_id: str
    outcome: Outcome
    fetched: Fetched  # to be kept for the next time
    parsed: ParsedFeed | None = None  # what the feed holds now; None where it did not change
    error: str = ""  # one sentence; "" where nothing failed


async def refresh(
    jobs: Iterable[Job],
    fetcher: Fetcher,
    pool: ParserPool,
    now: Callable[[], datetime],
    *,
    force: bool = False,
    named: bool = False,
    pace: Pace | None = None,
) -> AsyncGenerator[Result, None]:
    """Ask feeds, and yield how it ended for each as it ends, in no order.

    Feeds that are gone, or whose time has not come, are not asked unless forced; where they were named, only
    what their servers asked for counts. To stop early close the generator (`contextlib.aclosing`): what is
    under way is cancelled.

    Args:
        jobs: the feeds.
        fetcher: asks them.
        pool: reads what they answer.
        now: tells the time.
        force: ask all of them, whatever is known.
        named: somebody asked for these by name.
        pace: when each may be asked again; None to leave that open.
    """
    lines: dict[str, deque[Job]] = {}
    count = 0
    for job in jobs:
        early = decide.not_asked(job.fetched, now(), force=force, named=named)
        if early is not None:
            yield _result(job, early)
        else:
            lines.setdefault(_host(job.address), deque()).append(job)
            count += 1
    # The host that just answered comes next: its connection is still open.
    turns: asyncio.LifoQueue[str] = asyncio.LifoQueue()
    for turn in reversed(range(PER_HOST)):
        for host, line in reversed(lines.items()):
            if len(line) > turn:
                turns.put_nowait(host)
    results: asyncio.Queue[Result | Exception] = asyncio.Queue(WORKERS)

    async def work() -> None:
        while True:
            host = await turns.get()
            if not lines[host]:
                continue
            job = lines[host].popleft()
            try:
                answer = await _ask(job, fetcher, now)
                # The host's next feed need not wait for this one to be parsed.
                turns.put_nowait(host)
                result = await _read(job, answer, pool, now)
                if pace is not None:
                    result = replace(result, fetched=planned(job.fetched, result.fetched, now(), pace))
            except Exception as crash:  # noqa: BLE001 - raised again below, where somebody sees it
                await results.put(crash)
            else:
                await results.put(result)

    workers = [asyncio.create_task(work()) for _ in range(min(WORKERS, count))]
    try:
        for _ in range(count):
            ended = await results.get()
            if isinstance(ended, Exception):
                raise ended
            yield ended
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def _ask(job: Job, fetcher: Fetcher, now: Callable[[], datetime]) -> Decision | Response:
    known = job.fetched
    try:
        key = await job.key() if job.key else None
        response = await fetcher.fetch(job.address, known.etag, known.last_modified, key)
    except FetchError as error:
        return decide.failed(known, error, now())
    return decide.answered(known, response, now()) or response


async def _read(
    job: Job, answer: Decision | Response, pool: ParserPool, now: Callable[[], datetime]
) -> Result:
    if isinstance(answer, decide.Decision):
        return _result(job, answer)
    try:
        known = await asyncio.to_thread(job.known) if job.known else None
        parsed = await pool.feed(answer.body, answer.content_type, answer.url, known)
    except ParseError as error:
        return _result(job, decide.failed(job.fetched, error, now()))
    return _result(job, decide.parsed(job.fetched, answer, parsed, now()), parsed)


def _result(job: Job, decision: Decision, parsed: ParsedFeed | None = None) -> Result:
    return Result(job.feed_id, decision.outcome, decision.fetched, parsed, decision.error)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
