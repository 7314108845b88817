"""Many addresses asked whether something is there: two of a host at a time, each address once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pmlearn.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pmlearn.feeds.fetch import Fetcher
    from pmlearn.feeds.response import Probe

WORKERS = 16
"""Addresses under way at once."""

PER_HOST = 2
"""Of these, addresses of one host; more would wait in the fetcher, and seem slow."""


async def probe_all(
    urls: Iterable[str], fetcher: Fetcher, tell: Callable[[str, Probe | FetchError], None]
) -> None:
    """Ask addresses, and tell what came of each as it ends, in no order."""
    lines: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        lines.setdefault(_host(url), []).insert(0, url)
    under_way = asyncio.Semaphore(WORKERS)

    async def work(line: list[str]) -> None:
        while line:
            async with under_way:
                if line:
                    url = line.pop()
                    tell(url, await _ask(url, fetcher))

    async with asyncio.TaskGroup() as group:
        for line in lines.values():
            for _ in range(min(PER_HOST, len(line))):
                group.create_task(work(line))


async def _ask(url: str, fetcher: Fetcher) -> Probe | FetchError:
    try:
        return await fetcher.probe(url)
    except FetchError as error:
        return error


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
