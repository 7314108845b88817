"""An app whose work is done by services, on a thread of their own; what other windows do shows here, too."""

from __future__ import annotations

import asyncio
import os
from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.app import App
from textual.worker import WorkerFailed

from pmlearn.errors import PmlearnError
from pmlearn.tui.driver import Terminal
from pmlearn.tui.refresh import Refresh
from pmlearn.tui.undo import UndoStack
from pmlearn.tui.worker import ServiceThread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmlearn.services.outcome import Outcome
    from pmlearn.storage.watch import Watcher
    from pmlearn.wiring import Services

T = TypeVar("T")


class ServiceApp(App[None], inherit_bindings=False):
    """See the module. Everything given to `attempt` and `change` runs on the services' thread."""

    def __init__(self, services: Services) -> None:
        super().__init__(driver_class=Terminal, ansi_color=True)
        self.services = services
        self.thread = ServiceThread()
        self.thrifty = services.settings.thrifty or "SSH_CONNECTION" in os.environ
        self.refresh_feeds = Refresh(self.say, pause=1.0 if self.thrifty else 0.25)
        self.drafts: dict[str, str] = {}  # notes that could not be kept, by ref
        self._undo = UndoStack()
        self._watcher: Watcher | None = None
        self._hears: asyncio.AbstractEventLoop | None = None  # the loop that waits for it

    @abstractmethod
    def say(self, text: str, *, bad: bool = False) -> None:
        """Show a line above the footer, until there is another."""

    @abstractmethod
    async def renew(self) -> None:
        """Show again what may have changed."""

    async def attempt(self, work: Callable[[Services], T]) -> T | None:
        """Let the services work; what fails is said in the line for messages, and None comes back."""
        try:
            return await self.thread.submit(work, self.services)
        except PmlearnError as error:
            self.say(f"{error.message}: {error.hint}" if error.hint else error.message, bad=True)
            return None

    async def change(self, work: Callable[[Services], Outcome]) -> Outcome | None:
        """Do something that can be undone, say what came of it, and show it."""
        return await self._act(self._undo.did, work)

    async def action_undo(self) -> None:
        """Take back what this window did last."""
        if not self._undo.done:
            self.say("nothing to undo in this window")
            return
        action = self._undo.done[-1]
        await self._act(partial(self._undo.took_back, action), lambda s: s.history.undo(action))

    async def action_redo(self) -> None:
        """Do again what this window took back last."""
        if not self._undo.undone:
            self.say("nothing to redo in this window")
            return
        action = self._undo.undone[-1]
        await self._act(partial(self._undo.did_again, action), lambda s: s.history.redo(action))

    async def _act(
        self, then: Callable[[Outcome], None], work: Callable[[Services], Outcome]
    ) -> Outcome | None:
        outcome = await self.attempt(work)
        if outcome is not None:
            then(outcome)
            await self.renew()
            # Said last, so that the news and what is said of it are one paint.
            self.say(outcome.message)
        return outcome

    def action_refresh_feeds(self, *ids: str) -> None:
        """Ask feeds for what is new, all of them where none is named."""
        self.run_worker(self._refresh_feeds(ids))

    async def _refresh_feeds(self, ids: Sequence[str]) -> None:
        await self.refresh_feeds.run(ids)
        await self.renew()

    async def watch_others(self) -> None:
        """Hear of what other windows and commands write, and of what is to be known about the disk."""
        watcher = self._watcher = await self.attempt(lambda s: s.watcher())
        if watcher is not None and watcher.fd >= 0:
            self._hears = asyncio.get_running_loop()
            self._hears.add_reader(watcher.fd, self._stirred)
        await self.attempt(lambda s: s.archive.backup_if_due())
        for notice in await self.attempt(lambda s: s.notices()) or ():
            self.say(notice, bad=True)

    async def look_around(self) -> None:
        """Take in what others wrote, where the kernel cannot tell that they did."""
        if self._watcher is None or self._watcher.fd < 0:
            await self.attempt(lambda s: s.catch_up())

    def _stirred(self) -> None:
        if self._watcher is not None and self._watcher.names():
            self.run_worker(self._catch_up(), group="catch-up")

    async def _catch_up(self) -> None:
        if await self.attempt(lambda s: s.catch_up()):
            await self.renew()

    def close_services(self) -> None:
        """Let the services go: after the end of the loop."""
        if self._watcher is not None:
            if self._hears is not None and not self._hears.is_closed():
                # A loop that goes on would take another file with the same number for this one.
                self._hears.remove_reader(self._watcher.fd)
            self._watcher.close()
        self.thread.run(self.services.save)
        self.thread.close()

    @property
    def crash(self) -> BaseException | None:
        """A mistake of our own that ended the app."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _fatal_error(self) -> None:
        # Textual's own prints every local variable, the learner's notes among them.
        self._close_messages_no_wait()
