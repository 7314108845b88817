"""The one thread that the services live on, so that nothing they wait for holds up a key."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class ServiceThread:
    """Runs functions one after the other, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="services")

    async def submit(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function and await what it returns, or raises."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)

    def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function and wait: before there is a loop, and after its end."""
        return self._pool.submit(function, *arguments).result()

    def post(self, function: Callable[[], object]) -> None:
        """Have a function run, and do not wait for it."""
        self._pool.submit(function)

    def close(self) -> None:
        """Wait for what was asked for already."""
        self._pool.shutdown()
