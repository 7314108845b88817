"""The feeds' server, in a process of its own: `python -m tests.benchmarks.server FEEDS ENTRIES SIZE`.

Listens on the loopback network alone, on a hundred of its addresses, for what asks a host twice at a time
must not seem slow because all the world is one host. The first line it prints is its port. It answers 304 to
whoever names the ETag, keeps connections open, and does as it is told under `/control/`: `newer/N` publishes
so many entries more in every feed, `delay/MS` waits so long before each answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

from tests.benchmarks.bench import python
from tests.benchmarks.data.feed import document

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTS = 100


class Server:
    """The server as the benchmarks see it."""

    def __init__(self, port: int, feeds: int) -> None:
        self._port = port
        self._feeds = feeds

    @property
    def addresses(self) -> list[str]:
        """The addresses of the feeds."""
        return [f"http://{_host(feed)}:{self._port}/{feed}.xml" for feed in range(self._feeds)]

    def publish(self, newer: int) -> None:
        """Publish so many entries more in every feed."""
        self._control(f"newer/{newer}")

    def delay(self, milliseconds: int) -> None:
        """Answer later, as a server far away does."""
        self._control(f"delay/{milliseconds}")

    def _control(self, order: str) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/control/{order}", timeout=60) as answer:
            answer.read()


@contextlib.contextmanager
def serving(feeds: int, entries: int, size: int) -> Iterator[Server]:
    """Run a server of so many feeds with so many entries, each document of roughly `size` bytes."""
    argv = python("-m", "tests.benchmarks.server", str(feeds), str(entries), str(size))
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Server(int(process.stdout.readline()), feeds)
    finally:
        process.terminate()
        process.wait()


def _host(feed: int) -> str:
    return f"127.0.0.{feed % HOSTS + 1}"


class _Feeds:
    """What is served."""

    def __init__(self, feeds: int, entries: int, size: int) -> None:
        self._shape = (feeds, entries, size)
        self._newer = 0
        self._delay = 0.0
        self._documents: list[bytes] = []
        self._publish()

    def _publish(self) -> None:
        feeds, entries, size = self._shape
        self._documents = [document(feed, entries, size, self._newer) for feed in range(feeds)]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = head.split(" ", 2)[1]
                if path.startswith("/control/"):
                    self._obey(*path.split("/")[2:])
                    writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
                    continue
                if self._delay:
                    await asyncio.sleep(self._delay)
                writer.write(self._answer(path, head))
                await writer.drain()
        writer.close()

    def _obey(self, order: str, number: str) -> None:
        if order == "newer":
            self._newer += int(number)
            self._publish()
        else:
            self._delay = int(number) / 1000

    def _answer(self, path: str, head: str) -> bytes:
        etag = f'"{self._newer}"'
        if f"\r\nif-none-match: {etag}\r\n" in head.lower():
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        body = self._documents[int(path[1:].partition(".")[0])]
        kind = "application/rss+xml" if body.find(b"<rss", 0, 100) >= 0 else "application/atom+xml"
        return (
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body


async def _main(feeds: int, entries: int, size: int) -> None:
    served = _Feeds(feeds, entries, size)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    hosts = [f"127.0.0.{number + 1}" for number in range(HOSTS)]
    server = await asyncio.start_server(served.serve, hosts, port, limit=1 << 20, backlog=1000)
    print(port, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(*map(int, sys.argv[1:4])))
