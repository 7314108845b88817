"""What is being written in this window: in memory at once, then on the disk, until the journal has it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pmlearn.errors import PmlearnError
from pmlearn.services.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer
    from textual.worker import WorkType

    from pmlearn.tui.serviceapp import ServiceApp

PAUSE = 1.0
"""Seconds after which what was typed is on the disk: what a machine that stops may cost."""


class Drafting:
    """The drafts of a window, each by what it is on."""

    def __init__(self, app: ServiceApp) -> None:
        self._app = app
        self._drafts: dict[str, Draft] = {}
        self._unsaved: set[str] = set()
        self._timer: Timer | None = None
        self.failed: Callable[[PmlearnError], None] = app.fail  # what to do where the disk refuses

    async def take(self, key: str) -> Draft | None:
        """What was written on something and not kept: here, or in a window that is gone."""
        if key not in self._drafts:
            found = await self._app.attempt(lambda s: s.drafts.take(key))
            if found is not None:
                self._drafts[key] = found
        return self._drafts.get(key)

    def put(self, key: str, text: str, base: tuple[str, ...]) -> None:
        """Remember what was written; the disk has it once the hand rests, and at the end."""
        self._drafts[key] = Draft(text, base)
        self._unsaved.add(key)
        if self._timer is None and self._app.is_running:
            self._timer = self._app.set_timer(PAUSE, self._save_soon)

    async def drop(self, key: str) -> None:
        """Let go of a draft: it was kept, or is not wanted."""
        self._drafts.pop(key, None)
        self._unsaved.discard(key)
        await self._app.attempt(lambda s: s.drafts.drop(key))

    async def save(self, *, quiet: bool = False) -> None:
        """Write what is not on the disk yet.

        Args:
            quiet: the learner knows already that the disk refuses.
        """
        self._timer = None
        for key in list(self._unsaved):
            if key not in self._unsaved:
                continue  # it was kept, or let go of, while another one was written
            draft = self._drafts[key]
            self._unsaved.discard(key)
            try:
                await self._app.thread.submit(lambda k=key, d=draft: self._keep(k, d))
            except PmlearnError as error:
                if key in self._drafts:
                    self._unsaved.add(key)
                if not quiet:
                    self.failed(error)

    def close(self) -> None:
        """Write what is left, after the end of the loop, and let others have it."""
        for key in self._unsaved:
            # What the disk refuses now, nobody is there to be told.
            with suppress(PmlearnError):
                self._app.thread.run(self._keep, key, self._drafts[key])
        if self._drafts:
            self._app.thread.run(self._app.services.drafts.close)

    def _save_soon(self) -> None:
        # Not called here: an app that closes meanwhile would let a coroutine go that nobody awaited.
        save: WorkType[None] = self.save
        self._app.run_worker(save)

    def _keep(self, key: str, draft: Draft) -> None:
        self._app.services.drafts.keep(key, draft.text, draft.base)
