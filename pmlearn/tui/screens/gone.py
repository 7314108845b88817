"""What is no longer in a curriculum, and what the learner kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.errors import UnknownError
from pmlearn.tui import detail
from pmlearn.tui.findpage import FindPage
from pmlearn.tui.outline import GONE
from pmlearn.tui.told import told
from pmlearn.tui.widgets.findtext import FindText

if TYPE_CHECKING:
    from datetime import datetime

    from pmlearn.services.orphan import Orphan
    from pmlearn.wiring import Services


class GonePage(FindPage):
    """Its notes and its evidence, to read."""

    NAME = "gone"
    PLACE = "learn"
    UP = "checklist"

    def __init__(self, curriculum: str, ref: str) -> None:
        super().__init__()
        self._curriculum_id = curriculum
        self._ref = ref
        self.prose = FindText(classes="main")

    def fetch(self, services: Services) -> tuple[str, Orphan, datetime]:
        """Read what is kept of it.

        Raises:
            UnknownError: nothing is, or it is in the curriculum again.
        """
        checklist = services.checklists.of(self._curriculum_id)
        for orphan in checklist.orphans:
            if orphan.ref == self._ref:
                return checklist.curriculum.title, orphan, services.now()
        raise UnknownError(f"nothing is kept of {self._ref}", told("{back} goes back to the checklist"))

    def accept(self, data: tuple[str, Orphan, datetime]) -> None:
        """Show it."""
        title, orphan, now = data
        self.head.set("Learn", title, "No longer in it")
        self.prose.show(detail.orphan_text(orphan, now), self.prose.top)

    def address(self) -> dict[str, Any]:
        """The curriculum, and what it was."""
        return {"curriculum": self._curriculum_id, "ref": self._ref}

    def up_address(self) -> dict[str, Any]:
        """The checklist, with the cursor on it."""
        return {"curriculum": self._curriculum_id, "at": GONE + self._ref}
