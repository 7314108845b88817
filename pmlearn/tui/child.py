"""Commands of pmlearn in processes of their own: what fetches or indexes holds up no key."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any, Protocol

from pmlearn.errors import BusyError
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

LONGEST_LINE = 1 << 20


class Say(Protocol):
    """Shows a line above the footer."""

    def __call__(self, text: str, *, bad: bool = False) -> None:
        """Show it; `bad` is what failed."""


class Child:
    """At most one such process at a time."""

    def __init__(self) -> None:
        self.running = False  # from the moment on that it was asked for
        self.cancelled = False  # the last one was
        self._process: Process | None = None

    def cancel(self) -> None:
        """End it; what came so far is kept."""
        self.cancelled = self.running
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()

    @contextlib.asynccontextmanager
    async def started(self, *words: str) -> AsyncIterator[Process]:
        """Run a command, which whoever leaves ends.

        Raises:
            BusyError: the machine starts no process more: shared ones have a limit for each user.
        """
        self.running, self.cancelled = True, False
        # -P: not what happens to be called pmlearn in the directory that the learner is in.
        command = (sys.executable, "-P", "-m", "pmlearn", *words)
        pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        try:
            try:
                self._process = process = await asyncio.create_subprocess_exec(
                    *command, stdin=null, stdout=pipe, stderr=pipe, limit=LONGEST_LINE
                )
            except OSError as error:
                why = f"cannot start {words[0]} {words[1]}: {error.strerror}"
                raise BusyError(why, "end a program that runs, and try again") from error
            if self.cancelled:
                process.terminate()
            yield process
        finally:
            left, self._process, self.running = self._process, None, False
            if left is not None and left.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    left.terminate()

    async def ask(self, *words: str) -> tuple[int, bytes, str]:
        """Run a command to its end; returns its status, what it wrote, and what it said, as `said` has it."""
        try:
            async with self.started(*words) as process:
                wrote, errors = await process.communicate()
        except BusyError as error:
            return error.exit_status, b"", told_of(error)
        return process.returncode or 0, wrote, said(errors)


def told_of(error: BusyError) -> str:
    """The same of a command that could not be started."""
    return f"{error.message}: {error.hint}"


def said(errors: bytes) -> str:
    """What a command said of what went wrong, and the next move: one line."""
    lines = errors.decode("utf-8", "replace").splitlines()
    return clean(": ".join(line.strip().removeprefix("pmlearn: ") for line in lines))


async def heard(stream: asyncio.StreamReader | None) -> bytes:
    """All that a command writes to a pipe, until it closes it."""
    return await stream.read() if stream else b""


async def rows(stream: asyncio.StreamReader | None) -> AsyncIterator[dict[str, Any]]:
    """The lines of JSON that a command with `--progress` writes; what is none is passed over."""
    async for line in stream or ():  # type: ignore[union-attr]
        with contextlib.suppress(ValueError):
            yield json.loads(line)
