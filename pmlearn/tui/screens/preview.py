"""A file that its author is working on, as learners will see it, and what is wrong with it beside that."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from pmlearn.tui.ear import Ear
from pmlearn.tui.outlinepage import OutlinePage
from pmlearn.tui.widgets.panes import Panes
from pmlearn.tui.widgets.problems import Problems

if TYPE_CHECKING:
    from datetime import datetime

    from textual.worker import WorkType

    from pmlearn.services.checklist import Checklist
    from pmlearn.services.preview import Draft, Preview
    from pmlearn.wiring import Services

CALM = 0.1
"""Seconds to wait after something was written: an editor writes a file in several steps."""

ASK = 1.0
"""Seconds between two looks at the file, where the kernel does not tell of changes."""


FIRST = "It cannot be shown yet. Mend the errors and save it: the checklist then appears here by itself."


class Data(NamedTuple):
    """What there is to show."""

    file: str  # its name
    draft: Draft
    checklist: Checklist | None  # None where no version could be shown yet
    now: datetime


class PreviewPage(OutlinePage):
    """A checklist with a panel; it follows the file."""

    NAME = "preview"
    PLACE = "learn"

    def __init__(self, preview: Preview, at: str = "") -> None:
        super().__init__(at)
        self._preview = preview
        self._problems = Problems()
        self.panes = Panes(self.lines, self.beside, self._problems)
        self._draft: Draft | None = None
        self._names: set[str] = set()  # under which the file may be written
        self._ear: Ear | None = None

    def fetch(self, services: Services) -> Data:
        """Read the file, if it has changed, and the progress that was made in it here."""
        draft = self._preview.look()
        checklist = services.checklists.of(draft.curriculum) if draft.curriculum else None
        return Data(self._preview.file.name, draft, checklist, services.now())

    def accept(self, data: Data) -> None:
        """Show the checklist, and what is wrong with the file."""
        self._draft = data.draft
        self._problems.show(
            data.draft.problems,
            about="last good version shown" if data.draft.stale else "",
            first="" if data.draft.curriculum else FIRST,
        )
        shown = data.checklist is not None
        if shown is self.has_class("-empty"):
            self.set_class(not shown, "-empty")
            if self.is_attached:
                self._put_focus()
        if data.checklist is not None:
            self.show_checklist(data.checklist, data.now, "Preview")
        else:
            self.head.set("Preview", data.file)

    def on_mount(self) -> None:
        """Follow the file."""
        self._put_focus()
        self.run_worker(self._listen())

    def on_unmount(self) -> None:
        """Follow it no longer."""
        if self._ear is not None:
            self._ear.close()

    def action_problems(self) -> None:
        """Let the keys move what is wrong, or the list again."""
        if not self._problems.prose.display:
            self.shell.say("nothing is wrong with the file")
        elif self.focused is self.lines or self.has_class("-empty"):
            self._problems.prose.focus()
        else:
            self.lines.focus()

    def _put_focus(self) -> None:
        (self._problems.prose if self.has_class("-empty") else self.lines).focus()

    async def _listen(self) -> None:
        self._names = await self.shell.attempt(lambda _: self._preview.names) or set()
        watcher = await self.shell.attempt(lambda _: self._preview.watcher())
        if watcher is None or not self.is_attached:
            return
        self._ear = Ear(watcher, self._stirred)
        if self._ear.deaf:
            self.set_interval(ASK, self._look)
        await self._look()  # it may have been saved before anybody listened

    def _stirred(self, names: set[str]) -> None:
        if self.is_attached and names & {*self._names, ""}:
            look: WorkType[None] = self._look_soon  # not called here: see `ServiceApp`
            self.run_worker(look, group="file", exclusive=True)

    async def _look_soon(self) -> None:
        await asyncio.sleep(CALM)
        await self._look()

    async def _look(self) -> None:
        draft = await self.shell.attempt(lambda _: self._preview.look())
        if draft is not self._draft:
            await self.shell.renew()
