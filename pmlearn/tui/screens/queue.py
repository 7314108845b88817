"""The queue: what came in, what waits, what is being read, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmlearn.model.query import QueryError, parse
from pmlearn.model.queue import Shelf, State
from pmlearn.model.text import duration, plural
from pmlearn.tui import itemtext, queueviews
from pmlearn.tui.dates import date
from pmlearn.tui.queuenote import QueueNote
from pmlearn.tui.queuerows import STRETCH, QueueRows, look
from pmlearn.tui.told import told
from pmlearn.tui.widgets.columns import fit
from pmlearn.tui.widgets.glyphs import DOT
from pmlearn.tui.widgets.panes import Panes
from pmlearn.tui.widgets.rows import ListRows, heading, hint
from pmlearn.tui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from textual.widget import Widget

    from pmlearn.model.query import Query
    from pmlearn.services.view import SavedView
    from pmlearn.tui.queuerows import Seen
    from pmlearn.tui.queueviews import View
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.tui.widgets.markdown import Block
    from pmlearn.tui.widgets.rows import Text
    from pmlearn.wiring import Services


WORDS = 12
"""Cells for the words that were looked for, beside the views."""


@dataclass(frozen=True)
class Data:
    """What the page shows."""

    seen: Seen
    offset: int
    counts: dict[str, int]
    views: list[SavedView]
    feeds: bool  # there is a feed
    now: datetime


class QueuePage(QueueNote):
    """The third place; opened from a feed, all that it brought."""

    NAME = "queue"
    PLACE = "queue"

    def __init__(
        self,
        view: str = "Inbox",
        at: str = "",
        feed: str = "",
        title: str = "",
        *,
        words: str = "",
        near: int = 0,
    ) -> None:
        super().__init__()
        self._tabs = Tabs()
        self._panes = Panes(self.lines, self._beside)
        self._views: tuple[View, ...] = queueviews.VIEWS
        if feed:
            self._views = (queueviews.of_feed(feed),)
        self._view = view  # its name
        self._feed = feed  # its id
        self._title = title
        self._words = words  # a query
        self._at = at
        self.lines.top = near  # the row on top, around which is read

    @property
    def _alone(self) -> bool:
        """The page shows one view alone: of a feed."""
        return bool(self._feed)

    @property
    def _index(self) -> int:
        """Where the view is; the first where it is gone."""
        return next((n for n, known in enumerate(self._views) if known.name == self._view), 0)

    def body(self) -> Iterator[Widget]:
        """The views above the list, and the item of the cursor beside it."""
        self.lines.thrifty = self.shell.thrifty
        yield self._tabs
        yield self._panes

    def fetch(self, services: Services) -> Data:
        """Read the stretch around what is seen."""
        views = [] if self._alone else services.views.list()
        if not self._alone:
            self._views = (*queueviews.VIEWS, *queueviews.saved(views))
        offset = max(0, (self.lines.top - STRETCH // 2) // STRETCH * STRETCH)
        services.matching.prepare(self._query())
        seen = look(services, self._query(), 2 * STRETCH, offset)
        feeds = bool(services.feeds.addresses())
        starred = {queueviews.STARRED: services.queue.page(parse(queueviews.STARRED), 0).total}
        return Data(seen, offset, services.queue.counts() | starred, views, feeds, services.now())

    def accept(self, data: Data) -> None:
        """Show it."""
        view, page = self._views[self._index], data.seen.page
        total, shelves = page.total, self._query().shelves
        # Of one state a word would say nothing; how far, or until when, it says of two.
        states = len(shelves) != 1 or bool(shelves & {Shelf.SNOOZED, Shelf.READING})
        self._rows = rows = QueueRows(total, data.now, self._want, states=states)
        rows.beside = self.has_class("-wide")
        rows.put(data.offset, data.seen)
        if self._alone:
            self.head.set("Queue", "Feeds", self._title, right=date(data.now))
        else:
            self.head.place = "queue"
            self.head.set(right=date(data.now))
        # Of one view alone, the counts of the whole queue would say nothing.
        counts = {} if self._alone else data.counts
        names = [(known.name, known.count(counts)) for known in self._views]
        time = duration(page.minutes) if page.minutes else ""
        seen, brief = f"{plural(total, 'item')}{f' {DOT} {time}' if time else ''}", time
        if self._words:
            seen = brief = f"“{fit(self._words, WORDS)}”: {plural(total, 'item')}"
        # Of a view that has no count of its own, how many there are is worth more than how long they take.
        self._tabs.set(names, self._index, seen, brief if names[self._index][1] else "")
        at, self._at = self._at, ""
        if total:
            self.lines.show(rows, at)
        else:
            self.lines.show(ListRows(self._nothing(view, data)))
        self._panes.set_class(not total, "-alone")
        self._panes.stale()
        self.follow()

    def _nothing(self, view: View, data: Data) -> list[Text]:
        if self._words:
            nothing = "Nothing with “{words}” here. {cancel:up} shows everything."
            return [hint(told(nothing, words=self._words))]
        if not self._alone and not self._index and data.counts[State.QUEUED.value]:
            return [hint(told(each, "queue")) for each in (view.empty, queueviews.WAITS)]
        if data.feeds or self._alone or any(data.counts.values()):
            return [hint(told(view.empty, "queue"))]
        if self._index:
            return [hint(told(each, "queue")) for each in (view.empty, queueviews.NO_FEEDS)]
        return [heading("Nothing to read yet"), *(hint(told(each, "queue")) for each in queueviews.BEGIN)]

    def address(self) -> dict[str, Any]:
        """The view, what was asked for in it, and the row of the cursor."""
        known: dict[str, Any] = {"view": self._view, "at": self.lines.key}
        if self._words:
            known["words"] = self._words
        if self.lines.top > STRETCH:
            known["near"] = self.lines.top
        return known | ({"feed": self._feed, "title": self._title} if self._feed else {})

    def said_beside(self) -> bool:
        """Over a thin line the second pane does not follow the cursor."""
        return self.has_class("-wide") and not self.shell.thrifty

    def _fit(self) -> None:
        super()._fit()
        if self._rows is not None:
            self._rows.beside = self.has_class("-wide")
            self.follow()

    async def _beside(self, key: str) -> Iterable[Block] | None:
        """What stands beside a row: nothing where it has not been read yet."""
        if self._rows is None or not self._rows.item(key):
            return ()
        found = await self.shell.attempt(lambda s: itemtext.read(s, key))
        return None if found is None else itemtext.text(found)

    async def escape(self) -> bool:
        """Take the marks away, then show everything again where words were asked for."""
        if self.lines.marked or self.lines.every:
            self._clear()
            self.lines.refresh()
            self.follow()
            return True
        had, self._words = self._words, ""
        if had:
            self.shell.say("")
            await self.reload()
        return bool(had)

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Read the item; over a thin line, what is known of it first."""
        if self._rows is not None and self._rows.item(event.key) and not await self._panes.show_first():
            await self.shell.open("reader", item=event.key, among=self._rows.ids())

    async def on_tabs_chosen(self, event: Tabs.Chosen) -> None:
        """Show the view that was clicked."""
        await self.action_filter(event.index - self._index)

    async def action_filter(self, by: int) -> None:
        """Show another view."""
        self._view = self._views[(self._index + by) % len(self._views)].name
        self._clear()
        await self._anew()

    async def _anew(self) -> None:
        """Read from the top."""
        self.lines.top, self.lines.cursor = 0, -1
        await self.reload()

    def action_find(self) -> None:
        """Ask for a query, and show the items that it finds."""
        self.run_worker(self._find())

    def action_find_next(self, by: int) -> None:
        """Go to the next item, or the one before: all that are shown were found."""
        self.lines.action_move(by)

    async def _find(self) -> None:
        label, words = "Find", self._words
        while (answer := await self.ask(label, words)) is not None:
            words = answer.strip()
            try:
                self._views[self._index].query(words)
            except QueryError as error:
                # Asked again, with what is wrong before it.
                word, hint = error.message.rpartition(":")[0], error.hint.partition(" (")[0]
                label = fit(f"{word or error.message}: {hint}", max(30, self.size.width // 2))
                continue
            self._words = words
            self._clear()
            await self._anew()
            keeps = "with “{words}”: {cancel} shows everything, {keep-view} keeps it as a view"
            self.shell.say(told(keeps, "queue", words=words) if words else "")
            return

    def action_keep_view(self) -> None:
        """Save what was asked for as a view."""
        self.run_worker(self._keep_view())

    async def _keep_view(self) -> None:
        if not self._words:
            self.shell.say(told("nothing was asked for yet: {find} asks", "queue"))
            return
        query = self._views[self._index].asked(self._words)
        name = await self.ask("Name of the view")
        if not name or not name.strip():
            return
        outcome = await self.shell.change(lambda s: s.views.put(name, query))
        if outcome is not None:
            self._view, self._words = name.strip(), ""
            await self._anew()

    def action_add(self) -> None:
        """Save a link."""
        self.run_worker(self._add())

    async def _add(self) -> None:
        url = await self.ask("Address to save")
        if not (url and url.strip()):
            return
        saved = await self.shell.change(lambda s: s.queue.add(url.strip()))
        if saved is not None and self._view != "Queued":
            self.shell.say(self.line.message[0], then=told(queueviews.THERE, "queue"))

    def _query(self) -> Query:
        return self._views[self._index].query(self._words)

    def _want(self, offset: int) -> None:
        self.run_worker(self._read(self._rows, offset))

    async def _read(self, rows: QueueRows | None, offset: int) -> None:
        wanted = self._query()
        seen = await self.shell.attempt(lambda s: look(s, wanted, STRETCH, offset))
        if seen is not None and rows is not None and rows is self._rows:
            rows.put(offset, seen)
            self.lines.refresh()
            self._panes.stale()
            self.follow()
