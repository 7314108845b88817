"""One item of the queue as clean text, its links numbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmlearn.model.queue import State
from pmlearn.model.text import duration
from pmlearn.tui.dates import day
from pmlearn.tui.page import Page
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import DOT, KINDS, STAR
from pmlearn.tui.widgets.markdown import Block, blocks
from pmlearn.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from textual.widget import Widget

    from pmlearn.model.queue import QueueItem
    from pmlearn.wiring import Services


@dataclass(frozen=True)
class Data:
    """What the page shows before the text is there."""

    item: QueueItem
    now: datetime


class ReaderPage(Page):
    """The reader."""

    NAME = "reader"
    PLACE = "queue"
    UP = "queue"

    def __init__(self, item: str, among: Sequence[str] = ()) -> None:
        super().__init__()
        self._item_id = item
        self._among = list(among)  # the list that it was opened from, for the next and the one before
        self._prose = Prose(classes="main")
        self._data: Data | None = None
        self._text: str | None = None  # Markdown; None until it is read
        self._links: list[str] = []

    def body(self) -> Iterator[Widget]:
        """The text."""
        yield self._prose

    def fetch(self, services: Services) -> Data:
        """Read what is known of the item; its text follows, for it takes longer."""
        return Data(services.queue.get(self._item_id), services.now())

    def accept(self, data: Data) -> None:
        """Show the item."""
        first = self._data is None or self._data.item.id != data.item.id
        self._data = data
        item = data.item
        star = f"{STAR} " if item.starred else ""
        self.head.set("Queue", item.feed_title or "Saved link", right=f"{star}{item.state}")
        if first:
            self._text = None
            self._draw()

    def address(self) -> dict[str, Any]:
        """The item."""
        return {"item": self._item_id}

    def up_address(self) -> dict[str, Any]:
        """The queue, where it is."""
        return {"at": self._item_id}

    def on_mount(self) -> None:
        """Fetch the text."""
        self.run_worker(self._read(), exclusive=True)

    def action_read_on(self) -> None:
        """Down a page."""
        self._prose.action_page(1)

    async def action_done(self) -> None:
        """Be done with it."""
        await self._set(State.DONE)

    async def action_drop(self) -> None:
        """Drop it."""
        await self._set(State.DROPPED)

    async def action_star(self) -> None:
        """Star it, or no longer."""
        await self.shell.change(lambda s: s.queue.star([self._item_id]))

    def action_open_link(self) -> None:
        """Open one of its links."""
        self.run_worker(self._open_link())

    async def _open_link(self) -> None:
        # Links are numbered as they come into sight: first read to the end.
        await self._prose.read_all()
        await self.shell.open_link(self._links)

    async def action_item(self, by: int) -> None:
        """Go to the next item, or to the one before, of the list that this was opened from."""
        at = self._among.index(self._item_id) + by if self._item_id in self._among else -1
        if not 0 <= at < len(self._among):
            self.shell.say("there is no other item this way: q goes back to the list")
            return
        self._item_id = self._among[at]
        await self.reload()
        self.run_worker(self._read(), exclusive=True)

    async def _set(self, state: State) -> None:
        await self.shell.change(lambda s: s.queue.set_state([self._item_id], state))

    async def _read(self) -> None:
        id_ = self._item_id
        await self.shell.attempt(lambda s: s.queue.opened(id_))
        await self.reload()
        text = await self.shell.attempt(lambda s: s.queue.text(id_))
        if text is not None and id_ == self._item_id:
            self._text = text
            self._draw()

    def _draw(self) -> None:
        if self._data is not None:
            self._links = []
            self._prose.show(_blocks(self._data, self._text, self._links))


def _blocks(data: Data, text: str | None, links: list[str]) -> Iterator[Block]:
    item = data.item
    links.extend([item.link] if item.link else [])
    yield Block(((item.title or item.link, ink.STRONG),), space=0)
    time = duration(item.minutes) if item.minutes else ""
    facts = [item.author, day(item.published, data.now), time, ", ".join(item.topics)]
    yield Block(
        ((f" {DOT} ".join(fact for fact in facts if fact), ink.MUTED),), f"{KINDS[item.kind]} ", "  ", space=0
    )
    if text is None:
        return
    yield from blocks(text, links)
    media = [enclosure.url for enclosure in item.enclosures]
    links.extend(url for url in media if url not in links)
    if links:
        yield Block((("Links", ink.ACCENT_STRONG),))
    for number, link in enumerate(links, 1):
        what = "  media" if link in media else ""
        yield Block(((link, None), (what, ink.MUTED)), f"{number:3d} ", " " * 4, space=0)
