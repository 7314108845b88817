"""Today: what to do next, what is fresh for it, the queue and the week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.query import asking
from pmlearn.model.queue import State
from pmlearn.model.text import duration
from pmlearn.services.today import WAITING
from pmlearn.tui import besides, detail, linkkeys, todayrows
from pmlearn.tui.dates import date
from pmlearn.tui.helpkeys import HelpKeys
from pmlearn.tui.marks import Marks
from pmlearn.tui.offerkeys import OfferKeys
from pmlearn.tui.told import told
from pmlearn.tui.widgets.panes import Panes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from textual.widget import Widget

    from pmlearn.services.matching import Fresh
    from pmlearn.services.today import TodayView
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.tui.widgets.markdown import Block
    from pmlearn.wiring import Services

DAY = 24 * 60


class TodayPage(OfferKeys, HelpKeys, Marks):
    """The first place; it opens on what to do next, or where the cursor was when one left."""

    NAME = "today"
    PLACE = "today"

    def __init__(self, at: str = "") -> None:
        super().__init__(at)
        self.panes = Panes(self.lines, self.beside)
        self._minutes = 0  # that are to be filled; 0 for none
        self._data: tuple[TodayView, datetime] | None = None
        self._fresh: dict[str, Fresh] = {}  # what is shown of the queue, by its id

    def body(self) -> Iterator[Widget]:
        """The list, and the second pane."""
        self._draw()
        self.lines.thrifty = self.shell.thrifty
        yield self.panes

    def fetch(self, services: Services) -> tuple[TodayView, datetime]:
        """Read the day."""
        return services.today.view(self._minutes), services.now()

    def accept(self, data: tuple[TodayView, datetime]) -> None:
        """Show the day."""
        self._data = data
        view, now = data
        self._fresh = {fresh.item.id: fresh for fresh in view.fresh}
        self.head.place = "today"
        self.head.set(right=date(now))
        self._draw()
        self.panes.stale()

    def await_back(self, refs: Sequence[str]) -> None:
        """Be told what was undone: steps, or items, whose keys say so already."""
        super().await_back([f"{todayrows.STEP}{ref}" if "/" in ref else ref for ref in refs])

    def resized(self) -> None:
        """Leave to the second pane what it says better, where there is one."""
        self._draw()

    def _draw(self) -> None:
        if self._data is not None:
            self.show(todayrows.rows(*self._data, beside=self.has_class("-wide")))

    async def beside(self, key: str) -> Iterable[Block] | None:
        """What stands beside a row."""
        kind, _, id_ = key.partition(":")
        if kind == "step":
            step = await self.shell.attempt(lambda s: detail.read(s, id_))
            return None if step is None else detail.text(step, [], beside=True)
        if kind == "item":
            fresh = self._fresh[id_]
            found = await self.shell.attempt(lambda s: (s.steps.title(fresh.step), s.now()))
            return None if found is None else besides.item_text(fresh, *found)
        page = await self.shell.attempt(lambda s: s.queue.page(asking(WAITING), besides.WAITING))
        return None if page is None else besides.queue_text(page.items, page.total)

    def action_minutes(self) -> None:
        """Fill some minutes."""
        self.run_worker(self._fill())

    async def _fill(self) -> None:
        answer = await self.ask("Minutes that you have", str(self._minutes or 15), over=True)
        if answer is None:
            return
        said = answer.strip()
        if not (said.isdecimal() and len(said) < 5 and 0 < int(said) < DAY):
            then = told("as 30; {minutes} asks again", "today")
            self.shell.say(f"not a number of minutes: {said}", bad=True, then=then)
            return
        self._minutes = int(said)
        await self.reload()
        fits = duration(self._minutes)
        self.shell.say(told("what fits into {fits}: {cancel} shows everything", fits=fits))

    async def escape(self) -> bool:
        """Show everything again where time was to be filled."""
        if self.lines.marked or not self._minutes:
            return await super().escape()
        self._minutes = 0
        self.shell.say("")
        await self.reload()
        return True

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Open the step, the item or the place."""
        kind, _, id_ = event.key.partition(":")
        if await self.panes.show_first():
            return
        if kind == "step":
            await self.shell.open("step", ref=id_)
        elif kind == "item":
            await self.shell.open("reader", item=id_, among=self._items())
        else:
            await self.shell.action_go(id_)

    async def action_tick(self) -> None:
        """Tick the steps that are marked, or be done with the items: or of those of the cursor."""
        kind, ids = self._in_hand()
        if kind == todayrows.ITEM:
            await self._set(ids, State.DONE)
        elif self.lines.marked:
            # Marks stay where one waits for another step: the same key once more goes ahead.
            if await self.shell.toggle_all(ids):
                self.unmark_quietly()
        elif ids and not await self.shell.toggle(ids[0]):
            await self.shell.open("choice", ref=ids[0])

    async def action_skip(self) -> None:
        """Skip the steps that are marked, or drop the items: or of those of the cursor."""
        kind, ids = self._in_hand()
        if kind == todayrows.ITEM:
            await self._set(ids, State.DROPPED)
        elif ids:
            self.unmark()
            await self.shell.change(lambda s: s.steps.toggle_skip(ids))

    async def _set(self, ids: list[str], state: State) -> None:
        self.unmark()
        await self.shell.change(lambda s: s.queue.set_state(ids, state))

    def markable(self, key: str) -> bool:
        """Steps, or items: what is done with one is not what is done with the other."""
        kinds = {_kind(each) for each in (*self.lines.marked, key)}
        return kinds in ({todayrows.STEP}, {todayrows.ITEM})

    def group(self, key: str) -> Sequence[str]:
        """All the steps, or all the items, where the cursor is on one."""
        return [each for each in super().group(key) if _kind(each) == _kind(key)]

    def _in_hand(self) -> tuple[str, list[str]]:
        chosen = self.chosen()
        kind = _kind(chosen[0]) if chosen else ""
        return kind, [key.removeprefix(kind) for key in chosen]

    def action_annotate(self) -> None:
        """Write a note on the step."""
        kind, _, id_ = self.lines.key.partition(":")
        if kind == "step":
            self.shell.annotate(id_)

    async def links(self) -> Sequence[str] | None:
        """Those of the step, or of the item."""
        kind, _, id_ = self.lines.key.partition(":")
        if kind == "step":
            return await self.shell.attempt(lambda s: linkkeys.of_step(s, id_))
        return await super().links()

    def item_in_hand(self) -> tuple[str, str]:
        """The item of the cursor, and the step that it is fresh for."""
        kind, _, id_ = self.lines.key.partition(":")
        return (id_, self._fresh[id_].step) if kind == "item" else ("", "")

    def _items(self) -> list[str]:
        rows = self.lines.rows
        keys = (rows.key(index) for index in range(len(rows)))
        return [key.removeprefix("item:") for key in keys if key.startswith("item:")]


def _kind(key: str) -> str:
    return key.partition(":")[0] + ":"
