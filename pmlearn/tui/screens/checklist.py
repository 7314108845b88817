"""One curriculum as a checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.tui.outlinepage import OutlinePage

if TYPE_CHECKING:
    from datetime import datetime

    from pmlearn.services.checklist import Checklist
    from pmlearn.wiring import Services


class ChecklistPage(OutlinePage):
    """A curriculum that one learns."""

    NAME = "checklist"
    PLACE = "learn"
    UP = "learn"

    def __init__(self, curriculum: str, at: str = "") -> None:
        super().__init__(at)
        self._curriculum_id = curriculum

    def fetch(self, services: Services) -> tuple[Checklist, datetime]:
        """Read the curriculum and how far it has come."""
        curriculum = services.curricula.get(self._curriculum_id)
        return services.checklists.of(curriculum.id), services.now()

    def accept(self, data: tuple[Checklist, datetime]) -> None:
        """Show the checklist."""
        self.show_checklist(*data, "Learn")

    def address(self) -> dict[str, Any]:
        """The curriculum and the row of the cursor."""
        return {"curriculum": self._curriculum_id, **super().address()}

    def up_address(self) -> dict[str, Any]:
        """The list of curricula, at this one."""
        return {"at": self._curriculum_id}
