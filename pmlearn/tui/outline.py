"""A checklist as rows: choices, modules that fold, steps with their parts, what is no longer in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from pmlearn.model.progress import Status, unit_minutes
from pmlearn.model.route import LATER
from pmlearn.model.text import duration
from pmlearn.services.checklist import given
from pmlearn.services.progress import choice_ref
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import BOXES, FOLDED, TAKEN, UNFOLDED, UNTAKEN
from pmlearn.tui.widgets.rows import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.model.curriculum import Choice, Module, Part, Step
    from pmlearn.services.checklist import Checklist
    from pmlearn.services.orphan import Orphan
    from pmlearn.tui.widgets.ink import Piece

CHOICE = (
    Column(2, rank=4),
    Column(3, gap=0),
    Column(16, grow=1, gap=1),
    Column(12, grow=1, right=True, rank=1),
)
MODULE = (Column(1), Column(16, grow=1, gap=1), Column(7, right=True))
INDENT, BOX, TITLE = Column(2, rank=4), Column(3, gap=0), Column(16, grow=1, gap=1)
ASKED = Column(30, grow=1, gap=1)
"""The title of what was answered."""
BELOW = Column(4, rank=4)
"""The indent of a part, below its step."""
TIME = Column(7, right=True, rank=1)
LATE_TIME = Column(7, right=True, rank=6)
"""The time of a row that has more to say: that goes before the time."""

REMARK = 24
"""Cells of what is said of a step behind its title, at most."""

INKS = {Status.TODO: None, Status.DOING: ink.UNDERWAY, Status.DONE: ink.GOOD, Status.SKIPPED: ink.MUTED}

SMALL = 30
"""A curriculum with fewer steps and parts than this is shown unfolded."""

GONE = "gone:"
"""The key of the heading of what is no longer in it; those of its rows begin so."""


def module_key(module: Module) -> str:
    """What the row of a module is known by: no ref looks like it."""
    return f"module:{module.id}"


class Outline:
    """One checklist, and what is folded of it; over a thin line the box alone says that a step is done."""

    def __init__(self, checklist: Checklist, *, thrifty: bool = False) -> None:
        self.checklist = checklist
        self.thrifty = thrifty
        self._next = checklist.next()  # the ref of what is to be done next, whose box stands out
        self.folded = self._first_folds()

    def rows(self) -> list[Cells]:
        """The rows as they are to be seen now."""
        return list(self._rows(self.folded))

    def every_row(self) -> list[Cells]:
        """The rows as they were if nothing was folded."""
        return list(self._rows(set()))

    def choice(self, key: str) -> Choice | None:
        """The choice of a row."""
        return next((c for c in self.checklist.curriculum.choices if choice_ref(c.ref) == key), None)

    def module(self, key: str) -> Module | None:
        """The module of a row."""
        return next((m for m in self.checklist.curriculum.modules if module_key(m) == key), None)

    def orphan(self, key: str) -> Orphan | None:
        """What is no longer in it, of a row."""
        return next((each for each in self.checklist.orphans if GONE + each.ref == key), None)

    def next(self) -> str:
        """The ref of the first unit to do that is in sight; "" where there is none."""
        for module in self.checklist.curriculum.modules:
            for step in () if module_key(module) in self.folded else module.steps:
                for unit in step.units() if self.checklist.ready(step) else ():
                    if self.checklist.status(unit.ref).open:
                        return unit.ref
        return ""

    def above(self, key: str) -> str:
        """The key of the row that a row belongs to; "" for one that belongs to none."""
        if key.startswith(GONE):
            return GONE if key != GONE else ""
        for module in self.checklist.curriculum.modules:
            for step in module.steps:
                if step.ref == key:
                    return module_key(module)
                if any(part.ref == key for part in step.parts):
                    return step.ref
        return ""

    def steps_around(self, key: str) -> list[str]:
        """The refs of the steps of the module that a row is in; of none where it is in no module."""
        while key and self.module(key) is None:
            key = self.above(key)
        module = self.module(key)
        return [step.ref for step in module.steps] if module is not None else []

    def reveal(self, key: str) -> None:
        """Unfold what a row is in."""
        while key := self.above(key):
            self.folded.discard(key)

    def fold_all(self) -> None:
        """Fold everything; where everything is folded, unfold the modules."""
        every = {module_key(module) for module in self.checklist.curriculum.modules}
        self.folded = (set() if self.folded >= every else every) | {GONE}

    def _first_folds(self) -> set[str]:
        # What is to be done next is seen, the rest is an overview.
        steps = list(self.checklist.curriculum.steps())
        if sum(1 + len(step.parts) for step in steps) < SMALL:
            return {GONE}
        ready = (s.ref for s in steps if self.checklist.status(s.ref).open and self.checklist.ready(s))
        current = next(ready, "")
        modules = self.checklist.curriculum.modules
        return {GONE} | {module_key(m) for m in modules if all(step.ref != current for step in m.steps)}

    def _rows(self, folds: set[str]) -> Iterator[Cells]:
        for module in self.checklist.curriculum.modules:
            key = module_key(module)
            count = self.checklist.tally(module.steps)
            yield _heading(key, module.title, f"{count.done}/{count.steps}", folded=key in folds)
            # Asked where its answer first matters, and seen where that is folded as well.
            for choice in self.checklist.curriculum.choices_above(module):
                yield self._choice(choice)
            for step in () if key in folds else module.steps:
                yield self._unit(step, step)
                for part in step.parts:
                    yield self._unit(step, part)
        if orphans := self.checklist.orphans:
            yield _heading(GONE, "No longer in it", str(len(orphans)), folded=GONE in folds)
            for orphan in () if GONE in folds else orphans:
                said = "retired" if orphan.retired else ""
                box = (BOXES[orphan.status], INKS[orphan.status])
                if orphan.asked:
                    box = (TAKEN, ink.GOOD)
                    said = orphan.answer
                yield _row(GONE + orphan.ref, (INDENT, box, (orphan.title, ink.MUTED)), "", said)

    def _choice(self, choice: Choice) -> Cells:
        answer, _ = given(choice.options, self.checklist.answer_to(choice))
        box = (TAKEN, ink.GOOD) if answer else (UNTAKEN, ink.ACCENT)
        return Cells(
            choice_ref(choice.ref),
            CHOICE if answer else CHOICE[:3],
            (("", None), box, (choice.title, None), (answer, ink.MUTED))[: 4 if answer else 3],
            main=2,
            words=f"{choice.title} {answer}",
            wraps=True,
            button=1,
            action="choose",
        )

    def _unit(self, step: Step, unit: Step | Part) -> Cells:
        status = self.checklist.status(unit.ref)
        minutes = step.minutes if unit is step else unit_minutes(step, unit)
        aside = self.checklist.aside.get(step.ref)
        over = status in (Status.DONE, Status.SKIPPED) or aside is not None
        said, place = given(unit.options, self.checklist.answers.get(unit.ref, ""))
        if not said and unit is step:
            said = aside.words if aside else LATER if step.ref in self.checklist.waiting else ""
        name = f"{unit.title} (optional)" if unit.optional else unit.title
        box = (BOXES[status], ink.MUTED if aside else INKS[status])
        if unit.ref == self._next:
            box = (box[0], ink.ACCENT_STRONG)
        indent = INDENT if unit is step else BELOW
        row = (indent, box, (name, ink.MUTED if over and not self.thrifty else None))
        return _row(unit.ref, row, said, duration(minutes) if minutes else "", place)


def _heading(key: str, title: str, count: str, *, folded: bool) -> Cells:
    sign = (FOLDED if folded else UNFOLDED, ink.MUTED)
    return Cells(
        key,
        MODULE,
        (sign, (title, ink.STRONG), (count, ink.MUTED)),
        main=1,
        words=title,
        wraps=True,
        button=0,
        action="fold",
    )


def _row(key: str, unit: tuple[Column, Piece, Piece], said: str, time: str, place: str = "") -> Cells:
    indent, box, title = unit
    action = "" if key.startswith(GONE) else "tick"
    cells: tuple[Piece, ...] = (("", None), box, title)
    after = (time, title[1])
    if not said:
        return Cells(
            key,
            (indent, BOX, TITLE, TIME),
            (*cells, after),
            main=2,
            words=title[0],
            wraps=True,
            button=1,
            action=action,
        )
    # An answer's place among the others is short, and stays where there is no room for the answer, which is
    # of no use where it is cut and breaks the question into three.
    where = Column(cell_len(place), right=True) if place else Column(0, gap=0)
    remark = Column(min(cell_len(said), REMARK), right=True, rank=7 if place else 5)
    columns = (indent, BOX, ASKED if place else TITLE, remark, where, LATE_TIME)
    cells = (*cells, (said, ink.MUTED), (place, ink.MUTED), after)
    return Cells(key, columns, cells, main=2, words=title[0], wraps=True, button=1, action=action)
