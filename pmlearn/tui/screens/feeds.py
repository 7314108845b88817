"""The feeds: what each brought, and why one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.services.links import without_user
from pmlearn.tui import feedrows
from pmlearn.tui.dates import date
from pmlearn.tui.linkkeys import LinkKeys
from pmlearn.tui.looking import Looking
from pmlearn.tui.marks import Marks
from pmlearn.tui.offerkeys import OfferKeys
from pmlearn.tui.queuenote import REST, SELDOM
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.panes import Panes
from pmlearn.tui.widgets.rows import Cells, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from textual.timer import Timer
    from textual.widget import Widget

    from pmlearn.services.feed import FeedRow
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.tui.widgets.markdown import Block
    from pmlearn.wiring import Services


BEGIN = (
    "Press {add-feed} to add one by its address or a page's; an OPML file adds many.",
    "Press {add-offers} for those that come with what you follow: {learn}, then {follow}, follows.",
)
"""What to do where there is no feed yet."""

NEEDS_ONE = frozenset(
    {"select", "remove", "refresh_one", "refresh_feeds", "pause", "mark", "find", "open_link"}
)
"""The actions that there is no use for where there is no feed."""


class FeedsPage(LinkKeys, OfferKeys, Marks):
    """Subscriptions."""

    NAME = "feeds"
    PLACE = "queue"
    UP = "queue"

    def __init__(self, at: str = "") -> None:
        super().__init__(at)
        self.looking = Looking()
        self._feeds: dict[str, FeedRow] = {}  # by id
        self._now: datetime | None = None
        self._rest: Timer | None = None
        self._panes = Panes(self.lines, self._beside)

    def body(self) -> Iterator[Widget]:
        """The list, and the feed of the cursor beside it."""
        self.lines.thrifty = self.shell.thrifty
        yield self._panes

    def fetch(self, services: Services) -> tuple[list[FeedRow], datetime]:
        """Read the feeds."""
        return services.feeds.list(), services.now()

    def await_back(self, refs: Sequence[str]) -> None:
        """Be told what was undone: feeds, whose keys here are their ids."""
        super().await_back([ref.removeprefix("feed:") for ref in refs])

    def accept(self, data: tuple[list[FeedRow], datetime]) -> None:
        """Show the feeds."""
        rows, self._now = data
        self._feeds = {row.id: row for row in rows}
        failing = sum(bool(row.error or row.gone) for row in rows)
        self.head.set("Queue", "Feeds", right=f"{failing:,} fail" if failing else date(self._now))
        self._draw()

    def _draw(self) -> None:
        if self._now is None:
            return
        items: list[Text | Cells] = [heading("No feeds yet"), *(hint(told(each, "feeds")) for each in BEGIN)]
        # What another window removed is marked no more: the next key would fail for all of them.
        self.lines.marked &= self._feeds.keys()
        if self._feeds:
            feeds = list(self._feeds.values())
            items = list(feedrows.rows(feeds, self._now, beside=self.has_class("-wide")))
        self.show(items)
        self._panes.set_class(not self._feeds, "-alone")
        self.foot.leave_out(frozenset() if self._feeds else NEEDS_ONE)
        self._panes.stale()
        self._note()

    def _fit(self) -> None:
        was = self.has_class("-wide")
        super()._fit()
        if was != self.has_class("-wide"):
            self._draw()

    def on_lines_highlighted(self) -> None:
        """Let the line above the footer follow the cursor, once it rests."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(SELDOM if self.shell.thrifty else REST, self._note)

    def _note(self) -> None:
        row = self._feeds.get(self.lines.key)
        beside = self.has_class("-wide") and not self.shell.thrifty if self.is_attached else False
        said = feedrows.note(row, self._now) if row and self._now and not beside else ""
        self.line.show_note(((said, ink.MUTED),) if said else ())

    async def _beside(self, key: str) -> Iterable[Block]:
        names = {row.id: row.title for row in self._feeds.values()}
        row = self._feeds.get(key)
        return feedrows.text(row, names, self._now) if row and self._now else ()

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Show what this feed brought; over a thin line, how it stands first."""
        if (row := self._feeds.get(event.key)) and not await self._panes.show_first():
            names = {each.id: each.title for each in self._feeds.values()}
            await self.shell.open("queue", feed=row.id, title=row.title)
            self.shell.say(feedrows.wrong(row, names), bad=True)

    async def links(self) -> Sequence[str] | None:
        """Where the feed lives."""
        row = self._feeds.get(self.lines.key)
        return [without_user(row.url)] if row else []

    def action_refresh_one(self) -> None:
        """Ask this feed for what is new."""
        if feeds := self.take_marked():
            self.shell.action_refresh_feeds(*feeds)

    async def action_pause(self) -> None:
        """Ask this feed no more, or go on with it."""
        if feeds := self.take_marked():
            await self.shell.change(lambda s: s.feed_settings.pause(*feeds))

    async def action_weigh(self, by: int) -> None:
        """Have its entries come further up in the queue, or further down."""
        if feeds := self.take_marked():
            await self.shell.change(lambda s: s.feed_settings.weigh(feeds, by))

    async def action_remove(self) -> None:
        """Remove the feed; u brings it back."""
        if feeds := self.take_marked():
            await self.shell.change(lambda s: s.feeds.remove(feeds))

    def action_add(self) -> None:
        """Ask for an address, and look what is there."""
        self.run_worker(self._add())

    async def escape(self) -> bool:
        """Stop looking."""
        running = self.looking.running
        self.looking.cancel()
        return running or await super().escape()

    async def _add(self) -> None:
        where = ((await self.ask("Address of a feed or a page")) or "").strip()
        if not where or self.looking.running:
            return
        self.shell.say(told("looking for feeds…   {cancel} cancels"))
        found = await self.looking.run(where)
        if found is None or not found.kind:
            self.shell.say(found.said if found else "not looked for any more", bad=found is not None)
            return
        self.shell.say("")
        unseen = "It cannot be looked at now. Enter adds it all the same, esc does not:"
        if found.kind == "unseen" and await self.ask(unseen) is None:
            self.shell.say(found.said, bad=True)
            return
        if len(found.feeds) > 1 or found.kind == "list":
            await self.shell.open("found", where=where, found=found.feeds, whole=found.kind == "list")
            return
        feeds = found.feeds
        outcome = await self.shell.change(lambda s: s.feeds.add_found(feeds, learn=found.kind == "feed"))
        if outcome is not None and outcome.action:
            self.lines.put(outcome.changed[0])
            self.shell.action_refresh_feeds(*outcome.changed)
