"""One curriculum as a checklist; in a wide terminal what the cursor is on stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal

from pmlearn.model.progress import Status, tally
from pmlearn.tui import detail
from pmlearn.tui.listpage import ListPage
from pmlearn.tui.outline import Outline, module_key
from pmlearn.tui.widgets.prose import Prose
from pmlearn.tui.widgets.rows import ListRows, hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.timer import Timer
    from textual.widget import Widget

    from pmlearn.model.curriculum import Curriculum, Module
    from pmlearn.model.progress import Tally
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.wiring import Services

REST = 0.15
"""Seconds that the cursor rests before the second pane follows it."""


class ChecklistPage(ListPage):
    """A curriculum's modules, steps and parts."""

    NAME = "checklist"
    PLACE = "learn"
    UP = "learn"

    def __init__(self, curriculum: str, at: str = "") -> None:
        super().__init__(at)
        self._curriculum_id = curriculum
        self._outline: Outline | None = None
        self._side = Prose(classes="side")
        self._side_ref = ""
        self._links: list[str] = []
        self._rest: Timer | None = None

    def body(self) -> Iterator[Widget]:
        """The list, and the second pane."""
        self._side.can_focus = False
        yield Horizontal(*super().body(), self._side, classes="panes")

    def fetch(self, services: Services) -> tuple[Curriculum, dict[str, Status]]:
        """Read the curriculum and how far it has come."""
        curriculum = services.curricula.get(self._curriculum_id)
        return curriculum, services.checklists.of(curriculum.id).statuses

    def accept(self, data: tuple[Curriculum, dict[str, Status]]) -> None:
        """Show the checklist; what is folded stays folded."""
        curriculum, statuses = data
        outline, self._outline = self._outline, Outline(curriculum, statuses)
        if outline is not None:
            self._outline.folded = outline.folded
        elif self._at:
            self._outline.reveal(self._at)
        count = tally(curriculum.steps(), self._outline.status)
        self.head.set("Learn", curriculum.title, percent=count.percent)
        at = self._at or ("" if self.lines.key else self._next())
        self._at = at
        self._draw()
        self._side_ref = ""
        if self.is_attached:
            self._follow_later()

    def address(self) -> dict[str, Any]:
        """The curriculum and the row of the cursor."""
        return {"curriculum": self._curriculum_id, "at": self.lines.key}

    def up_address(self) -> dict[str, Any]:
        """The list of curricula, at this one."""
        return {"at": self._curriculum_id}

    def on_mount(self) -> None:
        """Let the second pane show what the cursor is on."""
        self._follow_later()

    def on_lines_highlighted(self) -> None:
        """Let the second pane follow, once the cursor rests; over a thin line it waits for enter."""
        if not self.shell.thrifty:
            self._follow_later()

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Fold a module; open a step, over a thin line first in the second pane."""
        if event.key.startswith("module:"):
            self.action_fold()
        elif self.shell.thrifty and self._side.is_on_screen and self._side_ref != event.key:
            await self._follow()
        else:
            await self.shell.open("step", ref=event.key)

    def action_fold(self) -> None:
        """Fold or unfold the module that the cursor is in."""
        if self._outline is None or not (key := self._module()):
            return
        self._outline.folded ^= {key}
        self._at = key
        self._draw()

    def action_fold_all(self) -> None:
        """Fold or unfold every module."""
        if self._outline is not None:
            self._at = self._module()
            self._outline.fold_all()
            self._draw()

    def action_find_next(self, by: int) -> None:
        """Go to the next row that has the words, or the one before, and unfold what it is in."""
        if self._found and self._outline is not None:
            every = ListRows(self._outline.every_row())
            at = every.search(self._found, every.find(self.lines.key), by)
            if at >= 0:
                self._outline.reveal(every.key(at))
                self._draw()
        super().action_find_next(by)

    async def action_out(self) -> None:
        """Go to what the row belongs to, fold it, or go back."""
        key = self.lines.key
        if self._outline is None or not key or key in self._outline.folded:
            await self.shell.action_back()
        elif key.startswith("module:"):
            self.action_fold()
        else:
            self.lines.put(self._outline.above(key))

    async def action_tick(self) -> None:
        """Tick, or take the tick away."""
        if ref := self._ref():
            await self.shell.change(lambda s: s.steps.toggle([ref]))

    async def action_skip(self) -> None:
        """Skip, or take the skip back."""
        if ref := self._ref():
            await self.shell.change(lambda s: s.steps.toggle_skip([ref]))

    def action_annotate(self) -> None:
        """Write a note."""
        if ref := self._ref():
            self.shell.annotate(ref)

    def action_open_link(self) -> None:
        """Open a link of the step."""
        if ref := self._ref():
            self.run_worker(self._open_link(ref))

    async def _open_link(self, ref: str) -> None:
        found = await self.shell.attempt(lambda s: detail.read(s, ref))
        if found is not None:
            links: list[str] = []
            list(detail.text(found, links))
            await self.shell.open_link(links)

    async def action_fresh(self) -> None:
        """See what is fresh for the step."""
        ref = self._ref()
        found = await self.shell.attempt(lambda s: s.checklists.detail(ref)) if ref else None
        if found is not None:
            await self.shell.open("queue", topics=list(found.step.topics), title=found.step.title)

    def _ref(self) -> str:
        key = self.lines.key
        if key.startswith("module:"):
            self.shell.say("this is a module: move to one of its steps")
            return ""
        return key

    def _module(self) -> str:
        if self._outline is None:
            return ""
        key = self.lines.key
        while key and not key.startswith("module:"):
            key = self._outline.above(key)
        return key

    def _module_of(self, key: str) -> tuple[Module, Tally]:
        assert self._outline is not None
        module = next(m for m in self._outline.curriculum.modules if module_key(m) == key)
        return module, tally(module.steps, self._outline.status)

    def _next(self) -> str:
        # The first unit that is open, or the first row.
        if self._outline is not None:
            for module in self._outline.curriculum.modules:
                for step in module.steps:
                    for unit in step.units():
                        if (
                            self._outline.status(unit.ref).open
                            and module_key(module) not in self._outline.folded
                        ):
                            return unit.ref
        return ""

    def _draw(self) -> None:
        if self._outline is not None:
            self.show([*self._outline.rows()] or [hint("This curriculum has no steps yet.")])

    def _follow_later(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._follow)

    async def _follow(self) -> None:
        ref = self.lines.key
        if not self.has_class("-wide") or ref in ("", self._side_ref):
            return
        if ref.startswith("module:"):
            self._side_ref = ref
            self._side.show(detail.module_text(*self._module_of(ref)))
            return
        found = await self.shell.attempt(lambda s: detail.read(s, ref))
        if found is not None and self.lines.key == ref:
            self._side_ref = ref
            self._side.show(detail.text(found, []))
