"""Today: what to do next, what is fresh for it, the queue and the week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.model.queue import State
from pmlearn.model.text import duration, plural
from pmlearn.tui import linkkeys
from pmlearn.tui.dates import date
from pmlearn.tui.helpkeys import HelpKeys
from pmlearn.tui.listpage import ListPage
from pmlearn.tui.reasons import brief
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.bar import bar, sparkline
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import DOT, KINDS, STAR
from pmlearn.tui.widgets.rows import BLANK, Cells, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlearn.services.matching import Fresh
    from pmlearn.services.plan import NextStep
    from pmlearn.services.today import TodayView
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.wiring import Services

NEXT = (
    Column(20, grow=5),  # what to do
    Column(12, grow=1, rank=3),  # of which curriculum
    Column(7, right=True, rank=1),  # how long it takes
    Column(10, rank=2),  # how far the curriculum has come
)
FRESH = (
    Column(1),  # what kind it is
    Column(26, grow=6, gap=1),  # its title
    Column(12, grow=1, rank=3),  # who published it
    Column(7, right=True, rank=1),
    Column(9, grow=1, rank=2),  # by what it helps: a topic, or words
)
DAY = 24 * 60
FACTS = (Column(10), Column(16, grow=1, gap=1))


class TodayPage(HelpKeys, ListPage):
    """The first place; it opens on what to do next, wherever the cursor was."""

    NAME = "today"
    PLACE = "today"
    _minutes = 0  # that are to be filled; 0 for none

    def fetch(self, services: Services) -> tuple[TodayView, str]:
        """Read the day."""
        return services.today.view(self._minutes), date(services.now())

    def accept(self, data: tuple[TodayView, str]) -> None:
        """Show the day."""
        view, today = data
        self._steps = {fresh.item.id: fresh.step for fresh in view.fresh}
        self.head.place = "today"
        self.head.set(right=today)
        self.show([*_next(view), BLANK, *_fresh(view), BLANK, *_facts(view)])

    def address(self) -> dict[str, Any]:
        """Nothing: the day decides."""
        return {}

    def action_minutes(self) -> None:
        """Fill some minutes."""
        self.run_worker(self._fill())

    async def _fill(self) -> None:
        answer = await self.ask("Minutes that you have", str(self._minutes or 15))
        if answer is None:
            return
        if not (answer.strip().isdecimal() and 0 < int(answer[:5]) < DAY):
            self.shell.say(f"not a number of minutes: {answer.strip()}", bad=True)
            return
        self._minutes = int(answer)
        await self.reload()
        self.shell.say(f"what fits into {duration(self._minutes)}: esc shows everything")

    async def escape(self) -> bool:
        """Show everything again where time was to be filled."""
        if not self._minutes:
            return await super().escape()
        self._minutes = 0
        self.shell.say("")
        await self.reload()
        return True

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Open the step, the item or the place."""
        kind, _, id_ = event.key.partition(":")
        if kind == "step":
            await self.shell.open("step", ref=id_)
        elif kind == "item":
            await self.shell.open("reader", item=id_, among=self._items())
        else:
            await self.shell.action_go(id_)

    async def action_tick(self) -> None:
        """Tick the step, or be done with the item."""
        kind, _, id_ = self.lines.key.partition(":")
        if kind == "step":
            if not await self.shell.toggle(id_):
                await self.shell.open("choice", ref=id_)
        elif kind == "item":
            await self.shell.change(lambda s: s.queue.set_state([id_], State.DONE))

    async def action_skip(self) -> None:
        """Skip the step, or drop the item."""
        kind, _, id_ = self.lines.key.partition(":")
        if kind == "step":
            await self.shell.change(lambda s: s.steps.toggle_skip([id_]))
        elif kind == "item":
            await self.shell.change(lambda s: s.queue.set_state([id_], State.DROPPED))

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
        return (id_, self._steps.get(id_, "")) if kind == "item" else ("", "")

    def _items(self) -> list[str]:
        rows = self.lines.rows
        keys = (rows.key(index) for index in range(len(rows)))
        return [key.removeprefix("item:") for key in keys if key.startswith("item:")]


def _next(view: TodayView) -> Iterator[Text | Cells]:
    if not view.next:
        yield heading("Next")
        done = (
            "Everything you follow is done."
            if not view.suggested
            else "There is no curriculum to follow yet."
        )
        yield hint(f"{done} Press 2 to choose what to learn.")
        return
    name = "Start here" if view.suggested else "Next"
    curricula = {step.curriculum_title for step in view.next}
    # One curriculum is named once, and its steps' titles have the room.
    alone = len(curricula) == 1
    yield heading(f"{name} {DOT} {curricula.pop()}" if alone else name)
    for step in view.next:
        yield _step(step, alone=alone, begun=not view.suggested)
    if view.suggested:
        yield BLANK
        yield hint("Enter opens a step, space ticks it. Press 2 to choose what to follow.")


def _step(step: NextStep, *, alone: bool, begun: bool) -> Cells:
    cells = (
        (step.name, ink.PLAIN),
        (step.curriculum_title, ink.MUTED),
        (duration(step.minutes) if step.minutes else "", ink.PLAIN),
        (bar(step.percent, 5), ink.PLAIN),
    )
    shown = [at for at in range(len(NEXT)) if (at != 1 or not alone) and (at != 3 or begun)]
    return Cells(
        f"step:{step.ref}",
        tuple(NEXT[at] for at in shown),
        tuple(cells[at] for at in shown),
        words=f"{step.name} {step.curriculum_title}",
    )


def _fresh(view: TodayView) -> Iterator[Text | Cells]:
    yield heading("Fresh for these steps")
    for fresh in view.fresh:
        yield _item(fresh)
    if not view.fresh:
        if view.inbox_items or view.queue_items:
            yield hint("Nothing that helps with them. Press r to ask the feeds, 3 for the rest.")
        else:
            yield hint("Nothing yet. Press F to add a feed; following a curriculum offers some.")


def _item(fresh: Fresh) -> Cells:
    item = fresh.item
    return Cells(
        f"item:{item.id}",
        FRESH,
        (
            (STAR if item.starred else KINDS[item.kind], ink.ACCENT),
            (item.title, ink.PLAIN),
            (item.feed_title, ink.MUTED),
            (duration(item.minutes) if item.minutes else "", ink.PLAIN),
            (brief(fresh.why), ink.MUTED),
        ),
        main=1,
        words=f"{item.title} {item.feed_title}",
    )


def _facts(view: TodayView) -> Iterator[Text | Cells]:
    waiting = plural(view.queue_items, "item")
    if view.queue_minutes:
        waiting += f" {DOT} {duration(view.queue_minutes)}"
    if view.inbox_items:
        waiting += f" {DOT} {view.inbox_items:,} new"
    yield _fact("place:queue", "Queue", waiting)
    week = f"{duration(view.week.minutes)} of {duration(view.week.goal)}"
    yield _fact("", "This week", f"{week}   {sparkline(view.week.days, view.week.today)}")
    if view.problems:
        files = plural(view.problems, "curriculum file")
        yield BLANK
        yield Text(f"! {files} cannot be read: 2 says why", ink.BAD, indent=0)


def _fact(key: str, name: str, text: str) -> Cells:
    return Cells(key, FACTS, ((name, ink.STRONG), (text, ink.PLAIN)), main=1)
