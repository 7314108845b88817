"""A curriculum as the rows of a checklist: modules that fold, steps, and parts below their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.progress import Status, step_status, unit_minutes
from pmlearn.model.text import duration
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import BOXES, FOLDED, UNFOLDED
from pmlearn.tui.widgets.rows import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.model.curriculum import Curriculum, Module, Part, Step

MODULE = (Column(1), Column(16, grow=1, gap=1), Column(7, right=True))
STEP = (
    Column(2, rank=4),  # below its module
    Column(3, gap=0),  # its box
    Column(16, grow=1, gap=1),
    Column(7, right=True, rank=1),
)
PART = (Column(4, rank=4), *STEP[1:])

INKS = {Status.TODO: None, Status.DOING: ink.UNDERWAY, Status.DONE: ink.GOOD, Status.SKIPPED: ink.MUTED}

SMALL = 30
"""A curriculum with fewer steps and parts than this is shown unfolded."""


def module_key(module: Module) -> str:
    """What the row of a module is known by: no ref looks like it."""
    return f"module:{module.id}"


class Outline:
    """One curriculum, the statuses of its steps, and what is folded."""

    def __init__(self, curriculum: Curriculum, statuses: dict[str, Status]) -> None:
        self.curriculum = curriculum
        self.statuses = statuses
        self.folded = self._first_folds()

    def status(self, ref: str) -> Status:
        """The status of a unit."""
        return self.statuses.get(ref, Status.TODO)

    def rows(self) -> list[Cells]:
        """The rows as they are to be seen now."""
        return list(self._rows(self.folded))

    def every_row(self) -> list[Cells]:
        """The rows as they were if nothing was folded."""
        return list(self._rows(set()))

    def above(self, key: str) -> str:
        """The key of the row that a row belongs to; "" for a module."""
        for module in self.curriculum.modules:
            for step in module.steps:
                if step.ref == key:
                    return module_key(module)
                if any(part.ref == key for part in step.parts):
                    return step.ref
        return ""

    def reveal(self, ref: str) -> None:
        """Unfold the module that a step is in."""
        for module in self.curriculum.modules:
            if any(step.ref == ref or ref.startswith(f"{step.ref}/") for step in module.steps):
                self.folded.discard(module_key(module))

    def fold_all(self) -> None:
        """Fold every module; where all are folded, unfold them."""
        every = {module_key(module) for module in self.curriculum.modules}
        self.folded = set() if self.folded >= every else every

    def _first_folds(self) -> set[str]:
        # What is to be done next is seen, the rest is an overview.
        steps = list(self.curriculum.steps())
        if sum(1 + len(step.parts) for step in steps) < SMALL:
            return set()
        current = next((s.ref for s in steps if step_status(s, self.status).open), "")
        return {
            module_key(module)
            for module in self.curriculum.modules
            if all(step.ref != current for step in module.steps)
        }

    def _rows(self, folds: set[str]) -> Iterator[Cells]:
        for module in self.curriculum.modules:
            key = module_key(module)
            folded = key in folds
            done = sum(step_status(step, self.status) is Status.DONE for step in module.steps)
            cells = (
                (FOLDED if folded else UNFOLDED, ink.MUTED),
                (module.title, ink.STRONG),
                (f"{done}/{len(module.steps)}", ink.MUTED),
            )
            yield Cells(key, MODULE, cells, main=1, words=module.title)
            if not folded:
                for step in module.steps:
                    yield self._row(step, step, step_status(step, self.status))
                    for part in step.parts:
                        yield self._row(step, part, self.status(part.ref))

    def _row(self, step: Step, unit: Step | Part, status: Status) -> Cells:
        minutes = step.minutes if unit is step else unit_minutes(step, unit)
        settled = status in (Status.DONE, Status.SKIPPED)
        return Cells(
            unit.ref,
            STEP if unit is step else PART,
            (
                ("", None),
                (BOXES[status], INKS[status]),
                (f"{unit.title} (optional)" if unit.optional else unit.title, ink.MUTED if settled else None),
                (duration(minutes) if minutes else "", ink.MUTED if settled else None),
            ),
            main=2,
            words=unit.title,
        )
