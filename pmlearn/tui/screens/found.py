"""Feeds that were found at an address: which of them to subscribe to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.model.feed import FeedList
from pmlearn.model.progress import Status
from pmlearn.model.text import clean, plural
from pmlearn.services.links import place
from pmlearn.tui.marks import Marks
from pmlearn.tui.sections import BOXED, joined
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import BOXES
from pmlearn.tui.widgets.rows import BLANK, Cells, Text, hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlearn.model.feed import Feed
    from pmlearn.services.outcome import Outcome
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.wiring import Services

COLUMNS = (Column(3), Column(18, grow=1, gap=1), Column(10, right=True, rank=1))

SUBSCRIBING = frozenset({"take", "add_all"})
"""The actions that there is no use for where all of them are subscribed."""


class FoundPage(Marks):
    """What a page names, or a list holds; space subscribes to one, A to all."""

    NAME = "found"
    PLACE = "queue"
    UP = "feeds"

    def __init__(self, where: str, found: Sequence[Feed], *, whole: bool) -> None:
        super().__init__()
        self._where = clean(where, 100)
        self._feeds = {feed.url: feed for feed in found}
        self._whole = whole  # it is a list, whose feeds come with their folders and settings

    def address(self) -> dict[str, Any]:
        """The feeds: what was found is not kept, and a start after this page shows where it was opened."""
        return {"page": self.UP}

    def fetch(self, services: Services) -> set[str]:
        """Read what is subscribed already."""
        return services.feeds.addresses()

    def accept(self, data: set[str]) -> None:
        """Show the feeds."""
        self.head.set("Queue", "Feeds", "Found", right=plural(len(self._feeds), "feed"))
        self.foot.leave_out(SUBSCRIBING if data >= self._feeds.keys() else frozenset())
        items: list[Text | Cells] = [hint(self._where), BLANK]
        for feed in self._feeds.values():
            items += _rows(feed, subscribed=feed.url in data)
        self.show(items)

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Subscribe to the feed."""
        await self._add([self._feeds[event.key]])

    async def action_take(self) -> None:
        """Subscribe to the feeds that are marked, or to the one that the cursor is on."""
        if chosen := self.take_marked():
            await self._add([self._feeds[url] for url in chosen])

    async def action_add_all(self) -> None:
        """Subscribe to all of them."""
        await self._add(list(self._feeds.values()))

    async def _add(self, feeds: list[Feed]) -> None:
        def work(services: Services) -> Outcome:
            if self._whole:
                return services.feed_lists.take(FeedList("", tuple(feeds)))
            return services.feeds.add_found(feeds, learn=False)

        outcome = await self.shell.change(work)
        if outcome is not None and outcome.action:
            self.shell.action_refresh_feeds(*outcome.changed)


def _rows(feed: Feed, *, subscribed: bool) -> Iterator[Text | Cells]:
    box = BOXES[Status.DONE if subscribed else Status.TODO]
    cells = (
        (box, ink.PLAIN),
        (feed.title or place(feed.url), ink.MUTED if subscribed else ink.PLAIN),
        ("subscribed" if subscribed else "", ink.MUTED),
    )
    words = f"{feed.title} {feed.url}"
    yield Cells(feed.url, COLUMNS, cells, main=1, words=words, button=0, action="take")
    if told := joined(feed.url if feed.title else "", feed.folder, ", ".join(feed.topics)):
        yield Text(f"{BOXED}{told}", ink.MUTED)
