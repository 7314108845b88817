"""Downloading recordings and fetching chapters, in processes of their own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from pmlearn.errors import BusyError
from pmlearn.model.text import clean
from pmlearn.tui.child import Child, heard, rows, said, told_of
from pmlearn.tui.refresh import CANCELS
from pmlearn.tui.told import told

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from pmlearn.tui.child import Say


class Downloads(Child):
    """At most one download at a time; the next begins when it has ended."""

    def __init__(self, say: Say, pause: float) -> None:
        super().__init__()
        self._say = say
        self._pause = pause  # seconds between two lines of progress, at least

    async def run(self, id_: str) -> None:
        """Download an item's recording, and say how far it is."""
        if self.running:
            self._say(told("something is being downloaded already: {cancel} cancels"))
            return
        self._say(told(f"downloading…{CANCELS}"))
        try:
            await self._run(id_)
        except BusyError as error:
            self._say(told_of(error), bad=True)

    async def _run(self, id_: str) -> None:
        async with self.started("queue", "download", "--progress", id_) as process:
            errors = asyncio.create_task(heard(process.stderr))
            last = await self._follow(process)
            wrong = said(await errors)
            status = await process.wait()
        if last.get("outcome") == "loading" or (status < 0 and not last):
            self._say(told("download cancelled: what came is kept, {download} goes on with it"))
        elif last.get("error"):
            self._say(clean(str(last["error"])), bad=True)
        elif last:
            word = "already here" if last["outcome"] == "kept" else "downloaded"
            title = clean(str(last["title"]))
            self._say(told("{word}: {title} · {play} plays it", "queue", word=word, title=title))
        else:
            self._say(wrong or "nothing was downloaded", bad=True)

    async def _follow(self, process: Process) -> dict[str, Any]:
        """Say how far it is; returns what was written last."""
        loop = asyncio.get_running_loop()
        told, last = loop.time(), dict[str, Any]()
        async for row in rows(process.stdout):
            last = row
            if loop.time() - told >= self._pause:
                told = loop.time()
                self._say(_far(row))
        return last


async def fetch_chapters(id_: str) -> str:
    """Have the chapters of an item fetched into the cache; returns what went wrong, "" for nothing."""
    status, _, wrong = await Child().ask("queue", "chapters", "--json", id_)
    return wrong if status else ""


def _far(row: dict[str, Any]) -> str:
    received, size = row.get("received") or 0, row.get("size")
    if not isinstance(size, int) or size < received:
        return f"downloading: {received / 1e6:.1f} MB{told(CANCELS)}"
    return f"downloading: {received / 1e6:.1f} of {size / 1e6:.1f} MB{told(CANCELS)}"
