"""Leases of connections: so many to a host, none shared between hosts, the oldest idle ones closed."""

from __future__ import annotations

from pmlearn.feeds.connections import Connections


class Line:
    """Stands for a connection."""

    def __init__(self) -> None:
        self.closed = False

    async def aclose(self) -> None:
        self.closed = True


async def use(lines: Connections[Line], host: str) -> Line:
    async with lines.lease(host, Line) as line:
        return line


async def test_a_connection_is_used_again_for_its_host_alone() -> None:
    lines: Connections[Line] = Connections(each=2, idle=4)
    first = await use(lines, "a")
    assert await use(lines, "a") is first
    assert await use(lines, "b") is not first


async def test_the_oldest_idle_ones_are_closed() -> None:
    lines: Connections[Line] = Connections(each=2, idle=2)
    used = [await use(lines, host) for host in "abcd"]
    assert [line.closed for line in used] == [True, True, False, False]
    await lines.aclose()
    assert all(line.closed for line in used)
    assert lines._hosts == {}


async def test_two_at_once_are_two() -> None:
    lines: Connections[Line] = Connections(each=2, idle=2)
    async with lines.lease("a", Line) as one, lines.lease("a", Line) as other:
        assert one is not other
