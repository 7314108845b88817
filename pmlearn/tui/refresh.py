"""Refreshing the feeds, in a process of its own: fetching and parsing never touch the interface's threads."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pmlearn.errors import BusyError
from pmlearn.model.text import clean, plural
from pmlearn.tui.child import Child, rows, said, told_of
from pmlearn.tui.told import told

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Sequence

    from pmlearn.tui.child import Say


WAITS = "pmlearn: another refresh is under way"
"""How the line begins in which a refresh says that it waits for another (`pmlearn/cli/feed.py`)."""


CANCELS = "   {cancel} cancels"
"""What is said beside what can be cancelled."""


@dataclass
class Progress:
    """How far a refresh has come."""

    done: int = 0
    total: int = 0
    new: int = 0
    failed: list[str] = field(default_factory=list)  # titles of feeds
    waiting: int = 0  # whose time has not come
    paused: int = 0

    def add(self, row: dict[str, Any]) -> None:
        """Count a line that the process wrote."""
        self.done, self.total = int(row["done"]), int(row["total"])
        self.new += int(row["new"])
        if row["outcome"] == "failed":
            self.failed.append(clean(str(row["title"])))
        self.waiting += row["outcome"] in ("waiting", "shared")
        self.paused += row["outcome"] == "paused"

    def __str__(self) -> str:
        far = f"refreshing: {self.done} of {plural(self.total, 'feed')} · {self.new} new"
        return f"{far}{told(CANCELS)}"

    def summary(self, why: str = "") -> str:
        """What came of it, in a line; `why` is said where a feed failed."""
        why = why or told("{feeds} says why")
        asked = self.total - self.waiting - self.paused
        if not asked and self.total:
            if not self.waiting:
                paused = plural(self.paused, "feed")
                return told("{paused} paused: {pause-feed} on the feeds ({feeds}) goes on", paused=paused)
            return told("no feed is due yet: {refresh-this} on one of the feeds ({feeds}) asks it now")
        text = f"refreshed {plural(asked, 'feed')}: {self.new or 'nothing'} new"
        if self.failed:
            who = self.failed[0] if len(self.failed) == 1 else plural(len(self.failed), "feed")
            if len(self.failed) == self.total > 1:
                return f"all {self.total} feeds failed: {why}"
            text += f" · {who} failed, {why}"
        return text


class Refresh(Child):
    """At most one refresh at a time."""

    def __init__(self, say: Say, pause: float) -> None:
        super().__init__()
        self._say = say
        self.why = ""  # where to see why one failed, from where the learner is
        self.where = ""  # and where what is new
        self._pause = pause  # seconds between two lines of progress, at least
        self._after: dict[str, None] = {}  # feeds that were named while others were being asked

    async def run(self, ids: Sequence[str]) -> None:
        """Refresh feeds, all of them where none is named, and say how far it has come.

        Feeds that are named while others are being asked have their turn after them: whoever subscribes to
        two feeds, one after the other, wants what both have.
        """
        if self.running and ids:
            self._after |= dict.fromkeys(ids)
            self._say(told(f"asked after those that are being asked{CANCELS}"))
            return
        if self.running:
            self._say(told("feeds are being refreshed already: {cancel} cancels"))
            return
        try:
            await self._run(ids)
            while self._after and not self.cancelled:
                ids = tuple(self._after)
                self._after.clear()
                await self._run(ids)
        except BusyError as error:
            self._say(told_of(error), bad=True)
        self._after.clear()

    async def _run(self, ids: Sequence[str]) -> None:
        self._say(told(f"refreshing the feeds…{CANCELS}"))
        async with self.started("feed", "refresh", "--progress", *ids) as process:
            errors = asyncio.create_task(self._hear(process.stderr))
            progress = await self._follow(process)
            wrong = said(await errors)
            status = await process.wait()
        if status < 0 or self.cancelled:
            self._say(f"refresh cancelled: {progress.new} new so far")
        elif not progress.total:
            self._say(wrong or told("there is no feed to refresh: {feeds} adds one"))
        else:
            self._say(progress.summary(self.why) + (self.where if progress.new else ""))

    async def _hear(self, stream: asyncio.StreamReader | None) -> bytes:
        """Say it where the process waits for another refresh; returns all that it says."""
        heard = b""
        async for line in stream or ():  # type: ignore[union-attr]
            heard += line
            if line.startswith(WAITS.encode()):
                self._say(told(f"another refresh is under way: waiting for it{CANCELS}"))
        return heard

    async def _follow(self, process: Process) -> Progress:
        progress = Progress()
        loop = asyncio.get_running_loop()
        last = loop.time()
        async for row in rows(process.stdout):
            progress.add(row)
            if loop.time() - last >= self._pause:
                last = loop.time()
                self._say(str(progress))
        return progress
