"""A checklist as a page; in a wide terminal what the cursor is on stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.model.bare import opening
from pmlearn.model.curriculum import curriculum_of
from pmlearn.services.progress import choice_of
from pmlearn.tui import detail
from pmlearn.tui.marks import Marks
from pmlearn.tui.outline import GONE, Outline
from pmlearn.tui.stepkeys import StepKeys
from pmlearn.tui.told import told
from pmlearn.tui.widgets.panes import Panes
from pmlearn.tui.widgets.rows import BLANK, ListRows, hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from textual.widget import Widget

    from pmlearn.services.checklist import Checklist
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.tui.widgets.markdown import Block
    from pmlearn.tui.widgets.rows import Cells, Text

ABOUT = 4
"""Rows of what a curriculum is about, at most: what is to be done stays in sight."""


class OutlinePage(StepKeys, Marks):
    """Choices, modules, steps and parts, and what is no longer in it."""

    def __init__(self, at: str = "") -> None:
        super().__init__(at)
        self.outline: Outline | None = None
        self.panes = Panes(self.lines, self.beside)
        self._now: datetime | None = None
        self._new: bool | None = None  # nothing was done of it when the page was opened; None before that

    def body(self) -> Iterator[Widget]:
        """The list, and the second pane."""
        self.lines.thrifty = self.shell.thrifty
        if self.outline is not None and self.lines.thrifty:
            # The first page has its data before there is an app that knows of the line.
            self.outline.thrifty = True
            self._draw()
        yield self.panes

    def show_checklist(self, checklist: Checklist, now: datetime, place: str) -> None:
        """Show a checklist; what is folded stays folded."""
        before, self.outline = self.outline, Outline(checklist, thrifty=self.lines.thrifty)
        self._now = now
        if self._new is None:
            self._new = not checklist.statuses
        if before is not None:
            self.outline.folded = before.folded
        elif self._at:
            self.outline.reveal(self._at)
        self.head.set(place, checklist.curriculum.title, percent=checklist.tally().percent)
        self._at = self._at or ("" if self.lines.key else self.outline.next())
        self._draw()
        self.panes.stale()

    def address(self) -> dict[str, Any]:
        """The row of the cursor."""
        return {"at": self.lines.key}

    def on_mount(self) -> None:
        """Let the footer speak of what the cursor is on."""
        self._foot()

    def on_lines_highlighted(self) -> None:
        """Let the footer follow."""
        self._foot()

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Fold a module, open a choice, or open a step: over a thin line first in the second pane."""
        key = event.key
        if key == GONE or key.startswith("module:"):
            self.action_fold()
        elif choice_of(key):
            await self.shell.open("choice", ref=key)
        elif not await self.panes.show_first():
            await (self._open_gone(key) if key.startswith(GONE) else self.shell.open("step", ref=key))

    def action_fold(self) -> None:
        """Fold or unfold what the cursor is in."""
        if self.outline is not None and (key := self._top()):
            self.outline.folded ^= {key}
            self._at = key
            self._draw()

    def action_fold_all(self) -> None:
        """Fold or unfold everything."""
        if self.outline is not None:
            self._at = self._top()
            self.outline.fold_all()
            self._draw()

    def action_find_next(self, by: int) -> None:
        """Go to the next row that has the words, or the one before, and unfold what it is in."""
        if self._found and self.outline is not None:
            every = ListRows(self.outline.every_row())
            at = every.search(self._found, every.find(self.lines.key), by)
            if at >= 0:
                self.outline.reveal(every.key(at))
                self._draw()
        super().action_find_next(by)

    async def action_out(self) -> None:
        """Go to what the row belongs to, fold it, or go back."""
        key = self.lines.key
        above = self.outline.above(key) if self.outline is not None else ""
        if above:
            self.lines.put(above)
        elif self.outline is not None and self._top() and key not in self.outline.folded:
            self.action_fold()
        else:
            await self.shell.action_out()

    def markable(self, key: str) -> bool:
        """Steps and parts are marked."""
        return self.outline is not None and self.outline.checklist.curriculum.id == curriculum_of(key)

    def group(self, key: str) -> Sequence[str]:
        """The steps of the module that the cursor is in, each with all its parts."""
        return self.outline.steps_around(key) if self.outline is not None else ()

    async def action_tick(self) -> None:
        """Tick, or take the tick away, of all that is marked; open what is answered."""
        if self.lines.marked:
            refs = self.chosen()
            # Marks stay where one waits for another step: the same key once more goes ahead.
            if await self.shell.toggle_all(refs):
                self.unmark_quietly()
        elif choice_of(self.lines.key):
            await self.action_choose()
        else:
            await super().action_tick()

    async def action_skip(self) -> None:
        """Skip, or take the skip back, of all that is marked."""
        if self.lines.marked:
            refs = self.take_marked()
            await self.shell.change(lambda s: s.steps.toggle_skip(refs))
        else:
            await super().action_skip()

    async def action_choose(self) -> None:
        """Open what the cursor is on, where there is something to choose."""
        if choice_of(key := self.lines.key):
            await self.shell.open("choice", ref=key)
        else:
            await super().action_choose()

    async def action_practise(self) -> None:
        """Practise with the cards of the step, or of the module."""
        module = self.outline.module(self.lines.key) if self.outline is not None else None
        if self.outline is None or module is None:
            await super().action_practise()
        elif any(step.cards for step in module.steps):
            await self.shell.open("cards", ref=self.outline.checklist.curriculum.id, module=module.id)
        else:
            self.shell.say("there is nothing to practise here: no step of this module has cards")

    def ref(self) -> str:
        """The step or part that the cursor is on."""
        key = self.lines.key
        if key.startswith("module:"):
            self.shell.say("this is a module: move to one of its steps")
        elif choice_of(key):
            self.shell.say(told("this is a choice: {open} shows what there is to choose from", "checklist"))
        elif key == GONE:
            self.shell.say(told("{open} shows what you did of steps that are no longer in it", "checklist"))
        elif key.startswith(GONE):
            self.shell.say("this is no longer in the curriculum: what you did is kept, and stays as it is")
        else:
            return key
        return ""

    def _top(self) -> str:
        # The row that folds, of those around the cursor; "" for a choice, which is in nothing.
        key = self.lines.key
        while self.outline is not None and (above := self.outline.above(key)):
            key = above
        return key if key == GONE or key.startswith("module:") else ""

    async def _open_gone(self, key: str) -> None:
        orphan = self.outline.orphan(key) if self.outline is not None else None
        if self.outline is None or orphan is None or self._now is None:
            return
        if orphan.notes or orphan.evidence:
            await self.shell.open("gone", curriculum=self.outline.checklist.curriculum.id, ref=orphan.ref)
        else:
            self.shell.say(f"{orphan.title}: {detail.orphan_facts(orphan, self._now)}")

    def _draw(self) -> None:
        if self.outline is not None:
            rows: list[Text | Cells] = [*self.outline.rows()]
            self.show([*self._about(), *(rows or [hint("This curriculum has no steps yet.")])])

    def _about(self) -> Iterator[Text | Cells]:
        # What a curriculum is about is read before it is begun. It stays until the page is opened once more:
        # the first tick would move every row.
        assert self.outline is not None
        if self._new and (summary := self.outline.checklist.curriculum.summary):
            yield hint(opening(summary), 0, ABOUT)
            yield BLANK

    def _foot(self) -> None:
        # A choice is neither ticked nor skipped: the keys that help are those of its own page.
        where = "choice" if choice_of(self.lines.key) else self.NAME
        if where != self.foot.where:
            self.foot.where = where
            self.foot.refresh()

    async def beside(self, key: str) -> Iterable[Block] | None:
        """What stands beside a row."""
        if (known := self._known(key)) is not None:
            return known
        found = await self.shell.attempt(lambda s: detail.read(s, key))
        return None if found is None else detail.text(found, [], beside=True)

    def _known(self, key: str) -> Iterable[Block] | None:
        # What is beside a row that is no step; None for a step, of which there is more to read.
        if self.outline is None:
            return ()
        checklist = self.outline.checklist
        if (module := self.outline.module(key)) is not None:
            return detail.module_text(module, checklist.tally(module.steps))
        if (choice := self.outline.choice(key)) is not None:
            return detail.choice_text(choice, checklist.answer_to(choice))
        if (orphan := self.outline.orphan(key)) is not None and self._now is not None:
            return detail.orphan_text(orphan, self._now)
        return () if key == GONE else None
