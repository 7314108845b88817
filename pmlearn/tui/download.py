"""Downloading recordings and fetching chapters, in processes of their own: httpx never loads in the app."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any

from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable


class Downloads:
    """At most one download at a time; the next begins when it has ended."""

    def __init__(self, say: Callable[[str], None], pause: float) -> None:
        self._say = say
        self._pause = pause  # seconds between two lines of progress, at least
        self._process: asyncio.subprocess.Process | None = None

    @property
    def running(self) -> bool:
        """Something is being downloaded."""
        return self._process is not None

    def cancel(self) -> None:
        """End a download; what came so far is kept."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()

    async def run(self, id_: str) -> None:
        """Download an item's recording, and say how far it is."""
        if self.running:
            self._say("something is being downloaded already: esc cancels")
            return
        self._say("downloading…   esc cancels")
        self._process = process = await _start("download", "--progress", id_)
        try:
            errors = asyncio.create_task(_read(process.stderr))
            last = await self._follow(process)
            said = clean(await errors)
            status = await process.wait()
        finally:
            self._process = None
            if process.returncode is None:
                process.kill()
        if last.get("outcome") == "loading" or (status < 0 and not last):
            self._say("download cancelled: what came is kept, D goes on with it")
        elif last.get("error"):
            self._say(clean(str(last["error"])))
        elif last:
            word = "already here" if last["outcome"] == "kept" else "downloaded"
            self._say(f"{word}: {clean(str(last['title']))} · P plays it")
        else:
            self._say(said or "nothing was downloaded")

    async def _follow(self, process: asyncio.subprocess.Process) -> dict[str, Any]:
        """Say how far it is; returns what was written last."""
        loop = asyncio.get_running_loop()
        told, row = loop.time(), dict[str, Any]()
        async for line in process.stdout or ():  # type: ignore[union-attr]
            with contextlib.suppress(ValueError):
                row = json.loads(line)
                if loop.time() - told >= self._pause:
                    told = loop.time()
                    self._say(_far(row))
        return row


async def fetch_chapters(id_: str) -> str:
    """Have the chapters of an item fetched into the cache; returns what went wrong, "" for nothing."""
    process = await _start("chapters", "--json", id_)
    try:
        _, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    return clean(errors.decode("utf-8", "replace")) if process.returncode else ""


async def _start(*words: str) -> asyncio.subprocess.Process:
    pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    # -P: not what happens to be called pmlearn in the directory that the learner is in.
    command = (sys.executable, "-P", "-m", "pmlearn", "queue", *words)
    return await asyncio.create_subprocess_exec(*command, stdin=null, stdout=pipe, stderr=pipe, limit=1 << 20)


def _far(row: dict[str, Any]) -> str:
    received, size = row.get("received") or 0, row.get("size")
    if not isinstance(size, int) or size < received:
        return f"downloading: {received / 1e6:.1f} MB   esc cancels"
    return f"downloading: {received / 1e6:.1f} of {size / 1e6:.1f} MB   esc cancels"


async def _read(stream: asyncio.StreamReader | None) -> str:
    return (await stream.read()).decode("utf-8", "replace") if stream else ""
