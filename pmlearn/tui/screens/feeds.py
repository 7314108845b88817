"""The feeds: what each brought, and why one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.text import plural
from pmlearn.services.links import bare
from pmlearn.tui.dates import date, since
from pmlearn.tui.linkkeys import LinkKeys
from pmlearn.tui.looking import Looking
from pmlearn.tui.marks import Marks
from pmlearn.tui.offerkeys import OfferKeys
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import DOT
from pmlearn.tui.widgets.rows import BLANK, Cells, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pmlearn.services.feed import FeedRow
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.wiring import Services

COLUMNS = (
    Column(18, grow=1),
    Column(9, right=True, rank=2),  # in the inbox
    Column(13, right=True, rank=3),  # all of them
    Column(11, right=True, rank=1),  # asked when
)


class FeedsPage(LinkKeys, OfferKeys, Marks):
    """Subscriptions."""

    NAME = "feeds"
    PLACE = "queue"
    UP = "queue"

    def __init__(self, at: str = "") -> None:
        super().__init__(at)
        self.looking = Looking()

    def fetch(self, services: Services) -> tuple[list[FeedRow], datetime]:
        """Read the feeds."""
        return services.feeds.list(), services.now()

    def accept(self, data: tuple[list[FeedRow], datetime]) -> None:
        """Show the feeds."""
        rows, now = data
        self._rows = rows
        self.head.set("Queue", "Feeds", right=date(now))
        items: list[Text | Cells] = [item for row in rows for item in _row(row, now)]
        if not rows:
            items = [
                heading("No feeds yet"),
                hint("Press a to add one by its address, or by that of a page. An OPML file brings many."),
                hint("Press A for those that come with what you follow; 2 is where you follow a curriculum."),
            ]
        self.show(items)

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Show what this feed brought."""
        title = next((row.title for row in self._rows if row.id == event.key), "")
        await self.shell.open("queue", feed=event.key, title=title)

    async def links(self) -> Sequence[str] | None:
        """Where the feed lives."""
        return [bare(row.url) for row in self._rows if row.id == self.lines.key]

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
        if feed := self.lines.key:
            await self.shell.change(lambda s: s.feed_settings.weigh(feed, by))

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
        self.shell.say("looking for feeds…   esc cancels")
        found = await self.looking.run(where)
        if found is None or not found.kind:
            self.shell.say(found.said if found else "not looked for any more", bad=found is not None)
            return
        self.shell.say("")
        if len(found.feeds) > 1 or found.kind == "list":
            await self.shell.open("found", where=where, found=found.feeds, whole=found.kind == "list")
            return
        feeds = found.feeds
        outcome = await self.shell.change(lambda s: s.feeds.add_found(feeds, learn=found.kind == "feed"))
        if outcome is not None and outcome.action:
            self.lines.put(outcome.changed[0])
            self.shell.action_refresh_feeds(*outcome.changed)


def _row(row: FeedRow, now: datetime) -> Iterator[Text | Cells]:
    yield Cells(
        row.id,
        COLUMNS,
        (
            (row.title, ink.PLAIN),
            (f"{row.unread:,} new" if row.unread else "", ink.PLAIN),
            (plural(row.entries, "entry", "entries"), ink.MUTED),
            (since(row.checked, now) or "not asked", ink.MUTED),
        ),
        words=f"{row.title} {row.url}",
    )
    standing = [row.due(now)] if row.checked or row.feed.paused else []
    if row.feed.weight:
        standing.append(f"weight {row.feed.weight:+d}")
    topics = [", ".join(row.topics)] if row.topics else []
    yield Text("  " + f" {DOT} ".join([*standing, row.url, *topics]), ink.MUTED)
    if row.gone:
        yield Text("! its server says that it is gone for good: x removes it", ink.BAD, indent=2)
    elif row.error:
        yield Text(f"! {row.error}", ink.BAD, indent=2)
    if row.twin:
        yield Text(f"! it lives where {row.twin} lives: x removes one of them", ink.BAD, indent=2)
    yield BLANK
