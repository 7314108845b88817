"""One step, or part, to read and to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.text import clean
from pmlearn.tui import detail
from pmlearn.tui.page import Page
from pmlearn.tui.widgets.glyphs import BOXES
from pmlearn.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

    from pmlearn.tui.detail import Detail
    from pmlearn.wiring import Services


class StepPage(Page):
    """The detail that stands beside the checklist in a wide terminal, as a page."""

    NAME = "step"
    PLACE = "learn"
    UP = "checklist"

    def __init__(self, ref: str) -> None:
        super().__init__()
        self._ref = ref
        self._prose = Prose(classes="main")
        self._links: list[str] = []
        self._topics: tuple[str, ...] = ()
        self._title = ""

    def body(self) -> Iterator[Widget]:
        """The text."""
        yield self._prose

    def fetch(self, services: Services) -> Detail:
        """Read the step."""
        return detail.read(services, self._ref)

    def accept(self, data: Detail) -> None:
        """Show the step."""
        step = data.step
        self._topics, self._title = step.step.topics, step.step.title
        self.head.set(
            "Learn",
            step.curriculum.title,
            step.module.title,
            right=f"{BOXES[step.status]} {detail.WORDS[step.status]}",
        )
        self._links = []
        top = self._prose.top
        self._prose.show(detail.text(data, self._links), top)

    def address(self) -> dict[str, Any]:
        """The step."""
        return {"ref": self._ref}

    def up_address(self) -> dict[str, Any]:
        """Its curriculum, with the cursor on it."""
        return {"curriculum": curriculum_of(self._ref), "at": self._ref}

    async def action_tick(self) -> None:
        """Tick, or take the tick away."""
        await self.shell.change(lambda s: s.steps.toggle([self._ref]))

    async def action_skip(self) -> None:
        """Skip, or take the skip back."""
        await self.shell.change(lambda s: s.steps.toggle_skip([self._ref]))

    def action_annotate(self) -> None:
        """Write a note."""
        self.shell.annotate(self._ref)

    def action_open_link(self) -> None:
        """Open one of its links."""
        self.run_worker(self._open_link())

    async def _open_link(self) -> None:
        # Links are numbered as they come into sight: first read to the end.
        await self._prose.read_all()
        await self.shell.open_link(self._links)

    async def action_fresh(self) -> None:
        """See what is fresh for it."""
        await self.shell.open("queue", topics=list(self._topics), title=clean(self._title))
