"""Leases of connections: so many to one host at once, the idle ones kept for the next request."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Hashable


class Closable(Protocol):
    """What can be leased."""

    async def aclose(self) -> None:
        """Close it for good."""


T = TypeVar("T", bound=Closable)


@dataclass(slots=True)
class _Host(Generic[T]):
    slots: asyncio.Semaphore
    idle: list[T] = field(default_factory=list)
    users: int = 0  # leases that are running or waiting


class Connections(Generic[T]):
    """Things that hold one connection each, leased by host.

    A thing never serves two hosts: a TLS connection that was verified for one name is not used for another,
    even where both names have one address.

    Args:
        each: leases to one host at once; more wait for their turn.
        idle: how many unused ones are kept open, over all hosts.
    """

    def __init__(self, each: int, idle: int) -> None:
        self._each = each
        self._most_idle = idle
        self._hosts: dict[Hashable, _Host[T]] = {}
        self._idle: OrderedDict[T, Hashable] = OrderedDict()

    @asynccontextmanager
    async def lease(self, host: Hashable, make: Callable[[], T]) -> AsyncIterator[T]:
        """Lend an idle one of this host, or a new one."""
        held = self._hosts.setdefault(host, _Host(asyncio.Semaphore(self._each)))
        held.users += 1
        try:
            async with held.slots:
                if held.idle:
                    connection = held.idle.pop()
                    del self._idle[connection]
                else:
                    connection = make()
                try:
                    yield connection
                finally:
                    held.idle.append(connection)
                    self._idle[connection] = host
        finally:
            held.users -= 1
            self._forget(host)
        while len(self._idle) > self._most_idle:
            await self._close_oldest()

    async def aclose(self) -> None:
        """Close those that are not leased."""
        while self._idle:
            await self._close_oldest()

    async def _close_oldest(self) -> None:
        connection, host = self._idle.popitem(last=False)
        self._hosts[host].idle.remove(connection)
        self._forget(host)
        await connection.aclose()

    def _forget(self, host: Hashable) -> None:
        if not self._hosts[host].idle and not self._hosts[host].users:
            del self._hosts[host]
