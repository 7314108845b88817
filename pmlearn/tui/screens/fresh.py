"""What is fresh for one step, the best first, each with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.model.queue import State
from pmlearn.model.text import duration, plural
from pmlearn.tui import itemtext
from pmlearn.tui.dates import DAY, brief_day
from pmlearn.tui.helpkeys import HelpKeys
from pmlearn.tui.marks import Marks
from pmlearn.tui.reasons import plain
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import DOT, KINDS, STAR
from pmlearn.tui.widgets.panes import Panes
from pmlearn.tui.widgets.rows import Cells, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from textual.widget import Widget

    from pmlearn.services.matching import Fresh
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.tui.widgets.markdown import Block
    from pmlearn.wiring import Services

COLUMNS = (
    Column(1),  # what kind it is, or a star
    Column(26, grow=6, gap=1),
    Column(14, grow=1, rank=2),  # who published it
    Column(7, right=True, gap=1, rank=1),  # how long it takes
    Column(DAY, right=True, rank=3),
)
BESIDE = COLUMNS[:4]
"""What is left of them beside a second pane, which has the day."""

NEEDS_ONE = frozenset({"later", "select", "done", "drop", "not_for", "count_for", "open_link", "find"})
"""The actions that there is no use for where nothing is fresh."""

Data = tuple[str, tuple["Fresh", ...], "datetime"]


class FreshPage(HelpKeys, Marks):
    """The part of the queue that helps with a step."""

    NAME = "fresh"
    PLACE = "learn"
    UP = "step"

    def __init__(self, ref: str, at: str = "") -> None:
        super().__init__(at)
        self._ref = ref
        self._every: dict[str, Fresh] = {}
        self._now: datetime | None = None
        self._panes = Panes(self.lines, self._beside)

    def body(self) -> Iterator[Widget]:
        """The list, and the item of the cursor beside it."""
        self.lines.thrifty = self.shell.thrifty
        yield self._panes

    def fetch(self, services: Services) -> Data:
        """Read what helps."""
        return services.steps.find(self._ref)[0].title, services.matching.fresh(self._ref), services.now()

    def accept(self, data: Data) -> None:
        """Show it."""
        title, every, self._now = data
        self._every = {fresh.item.id: fresh for fresh in every}
        minutes = sum(fresh.item.minutes or 0 for fresh in every)
        total = f" {DOT} {duration(minutes)}" if minutes else ""
        self.head.set("Learn", title, right=f"{plural(len(every), 'item')}{total}")
        self.foot.leave_out(frozenset() if every else NEEDS_ONE)
        self._draw()

    def _draw(self) -> None:
        if self._now is not None:
            self.show(list(_rows(tuple(self._every.values()), self._now, beside=self.has_class("-wide"))))
            self._panes.stale()

    def _fit(self) -> None:
        was = self.has_class("-wide")
        super()._fit()
        if was != self.has_class("-wide"):
            self._draw()

    async def _beside(self, key: str) -> Iterable[Block] | None:
        if key not in self._every:
            return ()
        found = await self.shell.attempt(lambda s: itemtext.read(s, key))
        return None if found is None else itemtext.text(found)

    def address(self) -> dict[str, Any]:
        """The step and the row of the cursor."""
        return {"ref": self._ref, "at": self.lines.key}

    def item_in_hand(self) -> tuple[str, str]:
        """The item of the cursor, and the step."""
        fresh = self._every.get(self.lines.key)
        return (fresh.item.id, fresh.step) if fresh else ("", "")

    def up_address(self) -> dict[str, Any]:
        """The step."""
        return {"ref": self._ref}

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Read the item; over a thin line, what is known of it first."""
        if await self._panes.show_first():
            return
        await self.shell.open("reader", item=event.key, among=list(self._every))

    async def action_later(self) -> None:
        """Put it into the queue, or back into the inbox where all of it is queued."""
        every = all(self._every[key].item.state is State.QUEUED for key in self.chosen())
        await self._set(State.INBOX if every else State.QUEUED)

    async def action_done(self) -> None:
        """Be done with it."""
        await self._set(State.DONE)

    async def action_drop(self) -> None:
        """Drop it."""
        await self._set(State.DROPPED)

    async def action_star(self) -> None:
        """Star it, or no longer."""
        if items := self.take_marked():
            await self.shell.change(lambda s: s.queue.star(items))

    async def action_not_for(self) -> None:
        """Say that what is marked is not for the step."""
        if items := self.take_marked():
            await self.shell.change(lambda s: s.helping.not_for(items, self._every[items[0]].step))

    async def _set(self, state: State) -> None:
        if items := self.take_marked():
            await self.shell.change(lambda s: s.queue.set_state(items, state))


def _rows(every: tuple[Fresh, ...], now: datetime, *, beside: bool) -> Iterator[Text | Cells]:
    yield heading("Fresh for this step")
    if not every:
        yield hint(told("Nothing that helps with it. Press {refresh} to ask the feeds, {feeds} to add one."))
    for fresh in every:
        item = fresh.item
        yield Cells(
            item.id,
            BESIDE if beside else COLUMNS,
            (
                (STAR if item.starred else KINDS[item.kind], ink.ACCENT),
                (item.title or item.link, ink.PLAIN),
                (item.feed_title, ink.MUTED),
                (duration(item.minutes) if item.minutes else "", ink.PLAIN),
                (brief_day(item.dated, now), ink.MUTED),
            )[: 4 if beside else 5],
            main=1,
            words=f"{item.title} {item.feed_title}",
        )
        if not beside:
            yield hint(plain(fresh.why), 2, 1)
