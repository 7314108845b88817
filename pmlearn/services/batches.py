"""Keeping what a refresh brings in, many feeds at once: the disk is synced for all that came meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

WAITING = 16
"""Results that may wait to be kept; the bodies in them are in memory."""

R = TypeVar("R")
K = TypeVar("K")


async def kept_together(
    results: AsyncIterator[R], keep: Callable[[Sequence[R]], Sequence[K]], needed: Callable[[R], bool]
) -> AsyncIterator[tuple[R, K]]:
    """Yield each result, once it is kept, with what came of that.

    Args:
        results: what is to be kept.
        keep: keeps some at once; called in a thread, one call at a time.
        needed: whether a result has anything for the disk; where none has, no thread is needed.
    """
    waiting: asyncio.Queue[R | None] = asyncio.Queue(WAITING)

    async def listen() -> None:
        try:
            async for result in results:
                await waiting.put(result)
        except Exception:
            await waiting.put(None)
            raise
        await waiting.put(None)

    listener = asyncio.create_task(listen())
    try:
        more = True
        while more:
            batch = [await waiting.get()]
            while not waiting.empty():
                batch.append(waiting.get_nowait())
            more = batch[-1] is not None
            some = [result for result in batch if result is not None]
            kept = await asyncio.to_thread(keep, some) if any(map(needed, some)) else keep(some)
            for pair in zip(some, kept, strict=True):
                yield pair
        await listener
    finally:
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)
