"""The queue: what came in, what waits, what is being read, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmlearn.model.query import QueueFilter
from pmlearn.model.queue import State
from pmlearn.model.text import duration, plural
from pmlearn.tui.dates import date
from pmlearn.tui.page import Page
from pmlearn.tui.queuerows import STRETCH, QueueRows
from pmlearn.tui.widgets.columns import fit
from pmlearn.tui.widgets.glyphs import DOT
from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.rows import ListRows, hint
from pmlearn.tui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from textual.widget import Widget

    from pmlearn.services.queue import QueuePage as Stretch
    from pmlearn.wiring import Services


WORDS = 12
"""Cells for the words that were looked for, beside the views."""


@dataclass(frozen=True)
class View:
    """A part of the queue, and what to do where it is empty."""

    name: str
    states: frozenset[State]
    empty: str
    starred: bool | None = None


VIEWS = (
    View("Inbox", frozenset({State.INBOX}), "The inbox is empty. Press r to ask the feeds, F to add one."),
    View("Queued", frozenset({State.QUEUED}), "Nothing waits. In the inbox, space puts an item here."),
    View("Reading", frozenset({State.READING}), "Nothing is open. Enter on an item opens it."),
    View(
        "Done", frozenset({State.DONE}), "Nothing is done yet. On an item, d says that you are done with it."
    ),
    View("Starred", frozenset(), "Nothing is starred. On an item, s stars it.", starred=True),
)
ON_TOPIC = View(
    "Fresh",
    frozenset({State.INBOX, State.QUEUED, State.READING}),
    "Nothing on these topics. Press r to ask the feeds.",
)
OF_FEED = View("Entries", frozenset(), "It has brought nothing yet. Press r to ask the feeds.")


@dataclass(frozen=True)
class Data:
    """What the page shows."""

    stretch: Stretch
    offset: int
    counts: dict[State, int]
    now: datetime


class QueuePage(Page):
    """The third place; opened from a step, what is open on its topics; from a feed, all that it brought."""

    NAME = "queue"
    PLACE = "queue"

    def __init__(
        self,
        view: str = "Inbox",
        at: str = "",
        topics: Sequence[str] = (),
        feed: str = "",
        title: str = "",
    ) -> None:
        super().__init__()
        self.lines = Lines()
        self.lines.add_class("main")
        self._tabs = Tabs()
        self._views = (ON_TOPIC,) if topics else (OF_FEED,) if feed else VIEWS
        self._view = next((n for n, known in enumerate(self._views) if known.name == view), 0)
        self._topics = tuple(topics)
        self._feed = feed  # its id
        self._title = title
        self._words = ""
        self._at = at
        self._rows: QueueRows | None = None

    def body(self) -> Iterator[Widget]:
        """The views above the list."""
        self.lines.thrifty = self.shell.thrifty
        yield self._tabs
        yield self.lines

    def fetch(self, services: Services) -> Data:
        """Read the stretch around what is seen."""
        offset = max(0, (self.lines.top - STRETCH // 2) // STRETCH * STRETCH)
        stretch = services.queue.page(self._filter(), 2 * STRETCH, offset)
        return Data(stretch, offset, services.queue.counts(), services.now())

    def accept(self, data: Data) -> None:
        """Show it."""
        view, total = self._views[self._view], data.stretch.total
        self._rows = rows = QueueRows(total, data.now, self._want, states=len(view.states) != 1)
        rows.put(data.offset, data.stretch)
        if self._topics or self._feed:
            self.head.set("Fresh" if self._topics else "Feeds", self._title, right=date(data.now))
        else:
            self.head.place = "queue"
            self.head.set(right=date(data.now))
        # Of one view alone, the counts of the whole queue would say nothing.
        counts = data.counts if len(self._views) > 1 else {}
        names = [(known.name, _count(known, counts)) for known in self._views]
        minutes = f" {DOT} {duration(data.stretch.minutes)}" if data.stretch.minutes else ""
        seen = f"{plural(total, 'item')}{minutes}"
        if self._words:
            seen = f"“{fit(self._words, WORDS)}”: {plural(total, 'item')}"
        self._tabs.set(names, self._view, seen)
        at, self._at = self._at, ""
        if total:
            self.lines.show(rows, at)
        else:
            nothing = (
                f"Nothing with “{self._words}” here. Esc shows everything." if self._words else view.empty
            )
            self.lines.show(ListRows([hint(nothing)]))

    def address(self) -> dict[str, Any]:
        """The view and the row of the cursor."""
        known: dict[str, Any] = {"view": self._views[self._view].name, "at": self.lines.key}
        if self._topics:
            return known | {"topics": list(self._topics), "title": self._title}
        return known | ({"feed": self._feed, "title": self._title} if self._feed else {})

    async def escape(self) -> bool:
        """Show everything again where words were asked for."""
        had, self._words = self._words, ""
        if had:
            self.shell.say("")
            await self.reload()
        return bool(had)

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Read the item."""
        if self._rows is not None and self._rows.item(event.key):
            await self.shell.open("reader", item=event.key, among=self._rows.ids())

    async def on_tabs_chosen(self, event: Tabs.Chosen) -> None:
        """Show the view that was clicked."""
        await self.action_filter(event.index - self._view)

    async def action_filter(self, by: int) -> None:
        """Show another view."""
        self._view = (self._view + by) % len(self._views)
        self.lines.top, self.lines.cursor = 0, -1
        await self.reload()

    async def action_later(self) -> None:
        """Put it into the queue, or back into the inbox."""
        item = self._rows.item(self.lines.key) if self._rows else None
        if item is not None:
            await self._set(State.INBOX if item.state is State.QUEUED else State.QUEUED)

    async def action_done(self) -> None:
        """Be done with it."""
        await self._set(State.DONE)

    async def action_drop(self) -> None:
        """Drop it."""
        await self._set(State.DROPPED)

    async def action_star(self) -> None:
        """Star it, or no longer."""
        if id_ := self._chosen():
            await self.shell.change(lambda s: s.queue.star([id_]))

    def action_open_link(self) -> None:
        """Open its link."""
        if self._rows is not None and (item := self._rows.item(self.lines.key)):
            media = [enclosure.url for enclosure in item.enclosures]
            self.run_worker(self.shell.open_link([link for link in (item.link, *media) if link]))

    def action_find(self) -> None:
        """Ask for words, and show the items that have them."""
        self.run_worker(self._find())

    def action_find_next(self, by: int) -> None:
        """Go to the next item, or the one before: all that are shown were found."""
        self.lines.action_move(by)

    async def _find(self) -> None:
        words = await self.ask("Find", self._words)
        if words is not None:
            self._words = words.strip()
            self.lines.top, self.lines.cursor = 0, -1
            await self.reload()
            self.shell.say(f"with “{self._words}” in the title: esc shows everything" if self._words else "")

    def action_add(self) -> None:
        """Save a link."""
        self.run_worker(self._add())

    async def _add(self) -> None:
        url = await self.ask("Address to save")
        if url and url.strip():
            await self.shell.change(lambda s: s.queue.add(url.strip()))

    async def _set(self, state: State) -> None:
        if id_ := self._chosen():
            await self.shell.change(lambda s: s.queue.set_state([id_], state))

    def _chosen(self) -> str:
        return self.lines.key if self._rows is not None and self._rows.item(self.lines.key) else ""

    def _filter(self) -> QueueFilter:
        view = self._views[self._view]
        return QueueFilter(
            view.states, feed=self._feed, topics=self._topics, starred=view.starred, words=self._words
        )

    def _want(self, offset: int) -> None:
        self.run_worker(self._read(self._rows, offset))

    async def _read(self, rows: QueueRows | None, offset: int) -> None:
        wanted = self._filter()
        stretch = await self.shell.attempt(lambda s: s.queue.page(wanted, STRETCH, offset))
        if stretch is not None and rows is not None and rows is self._rows:
            rows.put(offset, stretch)
            self.lines.refresh()


def _count(view: View, counts: dict[State, int]) -> str:
    return f"{sum(counts.get(state, 0) for state in view.states):,}" if view.states and counts else ""
