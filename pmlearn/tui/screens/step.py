"""One step, or part, to read and to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.model.curriculum import curriculum_of
from pmlearn.tui import detail
from pmlearn.tui.findpage import FindPage
from pmlearn.tui.stepkeys import StepKeys
from pmlearn.tui.widgets.findtext import FindText
from pmlearn.tui.widgets.glyphs import BOXES

if TYPE_CHECKING:
    from pmlearn.tui.detail import Detail
    from pmlearn.wiring import Services


class StepPage(StepKeys, FindPage):
    """The detail that stands beside the checklist in a wide terminal, as a page."""

    NAME = "step"
    PLACE = "learn"
    UP = "checklist"

    def __init__(self, ref: str) -> None:
        super().__init__()
        self._ref = ref
        self.prose = FindText(classes="main")

    def fetch(self, services: Services) -> Detail:
        """Read the step."""
        return detail.read(services, self._ref)

    def accept(self, data: Detail) -> None:
        """Show the step."""
        step = data.step
        self.head.set(
            "Learn",
            step.curriculum.title,
            step.module.title,
            right=f"{BOXES[step.status]} {detail.WORDS[step.status]}",
        )
        self.prose.show(detail.text(data, []), self.prose.top)

    def address(self) -> dict[str, Any]:
        """The step."""
        return {"ref": self._ref}

    def scrolled(self) -> int:
        """The line on top."""
        return self.prose.top

    def on_mount(self) -> None:
        """Where the text became shorter since, show its end."""
        # Where it stands then: a key that was typed ahead may have moved it.
        self.call_after_refresh(lambda: self.prose.to(self.prose.top))

    def put_top(self, top: int) -> None:
        """Put that line on top."""
        self.prose.top = top

    def up_address(self) -> dict[str, Any]:
        """Its curriculum, with the cursor on it."""
        return {"curriculum": curriculum_of(self._ref), "at": self._ref}

    def ref(self) -> str:
        """The step, or the part."""
        return self._ref
