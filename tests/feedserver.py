"""A web server on loopback that does what it is told: for tests, and from a command line for a directory.

    server.feeds["/a.xml"] = Reply(body=b"<rss>…", etag='"1"')
    server.url("/a.xml")         # http://127.0.0.1:PORT/a.xml
    server.asked["/a.xml"]       # requests so far

`python -m tests.feedserver DIR` serves the files of a directory, with ETag and Last-Modified, and prints its
address.
"""

from __future__ import annotations

import asyncio
import gzip
import mimetypes
import socket
import struct
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping


class Gate:
    """Keeps an answer back until the test lets it go; tells the test that somebody waits."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._lock = threading.Lock()
        self._is_open = False
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    def open(self) -> None:
        with self._lock:
            self._is_open = True
            for loop, event in self._waiting:
                loop.call_soon_threadsafe(event.set)

    async def wait(self) -> None:
        event = asyncio.Event()
        with self._lock:
            if self._is_open:
                return
            self._waiting.append((asyncio.get_running_loop(), event))
        self.reached.set()
        await event.wait()


@dataclass
class Reply:
    """An answer, and how it is given."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""  # sent, and answered with 304 when it comes back
    last_modified: str = ""  # the same
    gzipped: bool = False
    gate: Gate | None = None  # nothing is sent before it opens
    drip: bool = False  # after the headers a byte every few milliseconds, without end
    cut: int | None = None  # bytes of the body after which the connection is closed
    head: int = 0  # the status of the answer to HEAD; 0 for the same as to GET
    ranges: bool = False  # knows Range and If-Range
    raw: bytes | None = None  # the whole answer as it is, not HTTP perhaps; then the connection is closed
    hold: bool = False  # after what is sent as it is, the connection stays open
    reset: bool = False  # the connection is reset instead of closed; before the answer, where nothing is cut


def redirect(to: str, status: int = 301) -> Reply:
    return Reply(status=status, headers={"Location": to}, body=b"moved")


class FeedServer:
    """Serves `feeds` by path from a thread of its own; a context manager."""

    def __init__(self, feeds: Mapping[str, Reply] | None = None, root: Path | None = None) -> None:
        self.feeds: dict[str, Reply] = dict(feeds or {})
        self.root = root
        self.asked: Counter[str] = Counter()  # path: requests
        self.methods: list[str] = []  # method and path of each request, with a blank between them
        self.statuses: Counter[int] = Counter()  # status: answers
        self.seen: list[tuple[str, dict[str, str]]] = []  # path and headers of each request, names lower case
        self.connections = 0  # so far
        self.open = 0  # now
        self.most_open = 0  # at once
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="feed server", daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.open -= 1
            self._tasks.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; whether the connection lives on."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request, *lines = head.split("\r\n")
        method, path = request.split(" ")[:2]
        asked = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
        }
        self.asked[path] += 1
        self.methods.append(f"{method} {path}")
        self.seen.append((path, asked))
        reply = self._reply(path)
        if reply.gate is not None:
            await reply.gate.wait()
        if reply.reset and reply.cut is None:
            _reset(writer)
            return False
        if reply.raw is not None:
            self.statuses[0] += 1
            writer.write(reply.raw)
            await writer.drain()
            while reply.hold:
                await reader.readexactly(1)
            return False
        status, headers, body = _answer(reply, asked)
        if method == "HEAD":
            status, body = reply.head or status, b""
        self.statuses[status] += 1
        lines = [f"HTTP/1.1 {status} Status", *(f"{name}: {value}" for name, value in headers.items())]
        # In one piece: two would wait for each other's acknowledgement.
        writer.write(
            "\r\n".join([*lines, "", ""]).encode("latin-1")
            + (body if reply.cut is None else body[: reply.cut])
        )
        await writer.drain()
        while reply.drip and method != "HEAD":
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.005)
        if reply.reset:
            _reset(writer)
        return reply.cut is None

    def _reply(self, path: str) -> Reply:
        if path in self.feeds:
            return self.feeds[path]
        if self.root is not None:
            file = (self.root / path.partition("?")[0].lstrip("/")).resolve()
            if file.is_relative_to(self.root.resolve()) and file.is_file():
                return _file_reply(file)
        return Reply(b"nothing here", 404)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close a connection so that the other end meets a reset: with nothing sent after it."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def _answer(reply: Reply, asked: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
    headers = {"Content-Type": "application/xml"} | dict(reply.headers)
    if reply.etag:
        headers["ETag"] = reply.etag
    if reply.last_modified:
        headers["Last-Modified"] = reply.last_modified
    if (reply.etag and asked.get("if-none-match") == reply.etag) or (
        not reply.etag and reply.last_modified and asked.get("if-modified-since") == reply.last_modified
    ):
        return 304, headers, b""
    body = reply.body
    if reply.gzipped:
        body = gzip.compress(body, mtime=0)
        headers["Content-Encoding"] = "gzip"
    status = reply.status
    wanted = asked.get("range", "") if reply.ranges else ""
    if wanted and asked.get("if-range", reply.etag) in (reply.etag, reply.last_modified):
        start = int(wanted.removeprefix("bytes=").rstrip("-"))
        status = 206 if start < len(body) else 416
        span = f"{start}-{len(body) - 1}" if status == 206 else "*"
        headers["Content-Range"] = f"bytes {span}/{len(body)}"
        body = body[start:]
    if not reply.drip:
        headers.setdefault("Content-Length", str(len(body)))
    return status, headers, body


def _file_reply(file: Path) -> Reply:
    body = file.read_bytes()
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Reply(
        body,
        headers={"Content-Type": kind},
        etag=f'"{sha256(body).hexdigest()[:16]}"',
        last_modified=formatdate(file.stat().st_mtime, usegmt=True),
    )


def main() -> None:
    with FeedServer(root=Path(sys.argv[1])) as server:
        print(server.url(), flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
