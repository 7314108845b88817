"""Parser processes and how they are asked: a few at once, each task under limits, none outliving the program.

They are our own, and not a ProcessPoolExecutor's: there one killed child fails every later task.
"""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from pmlearn.errors import ParseError
from pmlearn.feeds.discover import load
from pmlearn.feeds.frames import LENGTHS, LONGEST, load_feed, pack

if TYPE_CHECKING:
    from collections.abc import Collection

    from pmlearn.feeds.frames import Header
    from pmlearn.model.feed import FeedList, ParsedFeed

WALL_SECONDS = 15.0
"""Time for one task on the clock."""

CPU_SECONDS = 5
"""Processor time for one task."""

TASKS = 500
"""Tasks of one process at the most; it is replaced before, once it says that it is worn."""

_HINT = "tell its author, or remove the feed"

# -P keeps the directory that the learner happens to be in off the module path.
_COMMAND = (sys.executable, "-P", "-m", "pmlearn.feeds.worker")
# A session of its own: no terminal, and the terminal's ctrl+c is the program's to answer.
_APART: dict[str, Any] = {
    "stdin": subprocess.PIPE,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.DEVNULL,
    "start_new_session": True,
}


class ParserPool:
    """Parser processes, started when they are needed; an asynchronous context manager that ends them.

    Args:
        size: how many at once.
        wall: seconds on the clock for one task.
        cpu: seconds of processor time for one task.
    """

    def __init__(self, size: int = 2, wall: float = WALL_SECONDS, cpu: int = CPU_SECONDS) -> None:
        self._slots = asyncio.Semaphore(size)
        self._idle: list[_Worker] = []
        self._wall = wall
        self._cpu = cpu

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        while self._idle:
            await self._idle.pop().end()

    async def feed(
        self, body: bytes, content_type: str, url: str, known: Collection[str] | None = None
    ) -> ParsedFeed:
        """Parse a feed's document that came from `url`.

        Args:
            body: the document.
            content_type: the header that came with it.
            url: where it came from.
            known: digests of entries that need not be read; None to read the document whole.

        Raises:
            ParseError: it is none, or is not read within the limits.
        """
        header = {"task": "feed", "content_type": content_type, "url": url}
        answer = await self._run(header | {"known": None if known is None else sorted(known)}, body)
        try:
            return load_feed(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise _unreadable() from error

    async def look(self, body: bytes, content_type: str, url: str) -> tuple[str, FeedList]:
        """Say what a document is, as `pmlearn.feeds.discover.look` does.

        Raises:
            ParseError: it is nothing with feeds in it, or is not read within the limits.
        """
        answer = await self._run({"task": "look", "content_type": content_type, "url": url}, body)
        try:
            return load(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise _unreadable() from error

    async def text(self, html: str, base: str = "") -> str:
        """Turn HTML into Markdown as `pmlearn.feeds.text.to_markdown` does.

        Raises:
            ParseError: it is not read within the limits.
        """
        return (await self._run(*_text_task(html, base))).decode("utf-8", "replace")

    async def _run(self, header: Header, body: bytes) -> bytes:
        async with self._slots:
            worker = self._idle.pop() if self._idle else await _Worker.start()
            if worker.ended:
                await worker.end()
                worker = await _Worker.start()
            try:
                async with asyncio.timeout(self._wall):
                    reply, answer = await worker.run(header | {"cpu": self._cpu}, body)
            except TimeoutError as error:
                await worker.end()
                raise ParseError(f"it takes more than {self._wall:g} seconds to read", _HINT) from error
            except (asyncio.IncompleteReadError, OSError, ValueError) as error:
                raise _unreadable(await worker.end(), self._cpu) from error
            except BaseException:
                await worker.end()
                raise
            if worker.tasks < TASKS and not reply.get("worn"):
                self._idle.append(worker)
            else:
                await worker.end()
        if "error" in reply:
            raise _refused(reply)
        return answer


class _Worker:
    """One process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._to = process.stdin
        self._from = process.stdout
        self.tasks = 0

    @classmethod
    async def start(cls) -> Self:
        try:
            return cls(await asyncio.create_subprocess_exec(*_COMMAND, **_APART))
        except OSError as error:
            raise _no_process(error) from error

    @property
    def ended(self) -> bool:
        return self._from.at_eof() or self._process.returncode is not None

    async def run(self, header: Header, body: bytes) -> tuple[Header, bytes]:
        self.tasks += 1
        self._to.write(pack(header, body))
        await self._to.drain()
        lengths = LENGTHS.unpack(await self._from.readexactly(LENGTHS.size))
        if sum(lengths) > LONGEST:
            raise ValueError("a frame without end")
        reply = json.loads(await self._from.readexactly(lengths[0]))
        return reply, await self._from.readexactly(lengths[1])

    async def end(self) -> int:
        """Kill it if it lives, and return what it ended with."""
        if self._from.at_eof():
            # It is ending by itself: to kill it now would take its exit status out of asyncio's hands.
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    return await self._process.wait()
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        return await self._process.wait()


def to_markdown_apart(html: str, base: str = "", wall: float = WALL_SECONDS) -> str:
    """Turn HTML into Markdown in a parser process of its own, for a thread that can wait.

    Raises:
        ParseError: it is not read within the limits.
    """
    return run_apart(*_text_task(html, base), wall).decode("utf-8", "replace")


def run_apart(header: Header, body: bytes, wall: float = WALL_SECONDS) -> bytes:
    """Have a task done in a parser process of its own, for a thread that can wait.

    Raises:
        ParseError: it is not done within the limits.
    """
    header = {"cpu": CPU_SECONDS} | header
    try:
        ended = subprocess.run(  # noqa: S603 - the command is our own, and what strangers wrote is its input
            _COMMAND,
            input=pack(header, body),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=wall,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ParseError(f"it takes more than {wall:g} seconds to read", _HINT) from error
    except OSError as error:
        raise _no_process(error) from error
    if len(ended.stdout) < LENGTHS.size:
        raise _unreadable(ended.returncode, header["cpu"])
    head, rest = LENGTHS.unpack_from(ended.stdout)
    answer = ended.stdout[LENGTHS.size :]
    if len(answer) != head + rest:
        raise _unreadable(ended.returncode, header["cpu"])
    reply = json.loads(answer[:head])
    if "error" in reply:
        raise _refused(reply)
    return answer[head:]


def _text_task(html: str, base: str) -> tuple[Header, bytes]:
    return {"task": "text", "base": base, "cpu": CPU_SECONDS}, html.encode("utf-8", "replace")


def _refused(reply: Header) -> ParseError:
    return ParseError(str(reply["error"]), str(reply.get("hint", _HINT)))


def _no_process(error: OSError) -> ParseError:
    return ParseError(
        f"no process to read it in could be started: {error.strerror}", "close other programs, then try again"
    )


def _unreadable(status: int = 0, cpu: int = 0) -> ParseError:
    if status == -signal.SIGXCPU:
        return ParseError(f"it takes more than {cpu} seconds of processor time to read", _HINT)
    return ParseError("it breaks the parser, which was ended", _HINT)
