"""One item of the queue as clean text: its links numbered, read on where one stopped, highlights kept."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmlearn.errors import PmlearnError
from pmlearn.model.queue import State
from pmlearn.tui import articles, noting
from pmlearn.tui.fulltext import fetch_text
from pmlearn.tui.helpkeys import HelpKeys
from pmlearn.tui.queuenote import useless
from pmlearn.tui.textpage import TextPage
from pmlearn.tui.told import told
from pmlearn.tui.widgets.glyphs import STAR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pmlearn.services.reading import Source, Standing
    from pmlearn.wiring import Services

END = "that is all of it"


@dataclass(frozen=True)
class Data:
    """What the page shows before the text is there."""

    standing: Standing
    helps: tuple[str, str]  # the title of the current step that it helps with, and why; "" and "" for none
    transcripts: tuple[str, ...]  # addresses of what is said in it, written down
    now: datetime


class ReaderPage(HelpKeys, TextPage):
    """The reader."""

    NAME = "reader"
    PLACE = "queue"
    UP = "queue"

    def __init__(self, item: str, among: Sequence[str] = ()) -> None:
        super().__init__(item)
        self._among = list(among)  # the list that it was opened from, for the next and the one before
        self._data: Data | None = None
        self._text: str | None = None  # Markdown; None until it is read
        self._links: list[str] = []
        self._percent = -1  # how far it was read when the text was shown; -1 while it is not there

    def fetch(self, services: Services) -> Data:
        """Read what is known of the item; its text follows, for it takes longer."""
        standing = services.reading.open(self.item_id)
        item, helps = standing.item, ("", "")
        if helped := services.helping.steps(item.id):
            step, why = helped[0]
            helps = (services.steps.title(step), why)
        # What is read comes with no transcript: its feed's file is left alone.
        found = services.chapters.transcripts(item.id) if item.enclosures else ()
        return Data(standing, helps, tuple(one.url for one in found), services.now())

    def accept(self, data: Data) -> None:
        """Show the item."""
        before, self._data = self._data, data
        self.foot.leave_out(useless(data.standing.item, data.helps[1]))
        self.highlights = data.standing.highlights
        if before is None or before.standing.item.id != data.standing.item.id:
            self._text, self._percent = None, -1
            self._draw()
        elif before.standing.notes != data.standing.notes:
            self.run_worker(self._draw_anew())
        elif before.standing.highlights != data.standing.highlights and self._text is not None:
            self.run_worker(self.prose.show_kept(data.standing.highlights))
        self._head()

    def address(self) -> dict[str, Any]:
        """The item."""
        return {"item": self.item_id}

    def up_address(self) -> dict[str, Any]:
        """The queue, where it is."""
        return {"at": self.item_id}

    def parting(self) -> Callable[[Services], object] | None:
        """How far it was read, if one read on."""
        if self._percent < 0 or (percent := self.prose.percent()) == self._percent:
            return None
        id_, self._percent = self.item_id, percent
        return lambda s: s.reading.stopped(id_, percent)

    def on_mount(self) -> None:
        """Fetch the text."""
        self.run_worker(self._read(), exclusive=True, group="read")

    def on_reader_text_moved(self) -> None:
        """Say how far it is read; at the end, what can be done then."""
        self._head()
        message = self.line.message[0]
        if self.prose.percent() == 100 and self._percent >= 0:
            if not message and self._data is not None and self._data.standing.item.state is State.READING:
                self.shell.say(END, then=told("{done} is done with it", "reader"))
        elif message == END:
            self.shell.say("")

    def _head(self) -> None:
        if self._data is None:
            return
        item = self._data.standing.item
        star = f"{STAR} " if item.starred else ""
        percent = self.prose.percent() if self._percent >= 0 else None
        title = item.feed_title or "Saved link"
        self.head.set("Queue", title, right=f"{star}{item.state}", percent=percent)

    # Reading.

    async def _read(self) -> None:
        id_ = self.item_id
        await self.shell.attempt(lambda s: s.queue.opened(id_))
        await self.reload()
        await self._show_text(id_)
        if await self.shell.attempt(lambda s: s.saving.wants_text(id_)):
            await self._read_whole(id_)

    async def _show_text(self, id_: str) -> None:
        source = await self.shell.attempt(lambda s: s.reading.source(id_))
        if source is None:
            return
        if source.markdown or not source.html:
            await self._take(source.markdown)
            return
        try:
            await self._make(source)
        except PmlearnError as error:
            self.shell.fail(error)

    def action_full_text(self) -> None:
        """Fetch the whole text from its page."""
        self.run_worker(self._read_whole(self.item_id), exclusive=True, group="read")

    async def _read_whole(self, id_: str) -> None:
        if await fetch_text(id_, self.shell.say) and id_ == self.item_id:
            await self._show_text(id_)

    async def _make(self, source: Source) -> None:
        reading = await self.shell.attempt(lambda s: s.reading)
        if reading is None:
            return
        text = None
        async with aclosing(reading.make(source)) as made:
            async for more in made:
                if text is not None or len(source.html) < articles.LONG:
                    continue
                # The beginning of a long text, while the whole is still made.
                text = self._text = more
                self._draw()
        await self._take(more)
        await self.shell.attempt(lambda s: s.reading.made(source, more))

    async def _take(self, text: str) -> None:
        """Show the whole text, where one stopped."""
        moved = self._text is not None and self.prose.top > 0
        self._text = text
        await self._draw_anew()
        self.prose.length = len(text)
        standing = self._data.standing if self._data else None
        if standing is not None and not moved and standing.place and standing.item.state is not State.DONE:
            await self.prose.to_percent(standing.place)
        if text:  # of a recording there may be none
            self._percent = self.prose.percent()
            self.on_reader_text_moved()

    async def _draw_anew(self) -> None:
        """Show what became of the text; what is on top stays there."""
        if self.prose.top <= 0:
            self._draw()
        else:
            top, (at, part) = self.prose.top, self.prose.on_top()
            self._draw()
            if at < 0:  # above the text, where little changes
                self.prose.to(top)
            else:
                await self.prose.put_on_top(at, part)
        if self._text is not None:
            await self.prose.show_kept(self.highlights)

    def _draw(self) -> None:
        if self._data is not None:
            self._links = []
            self.prose.show(
                articles.blocks_of(
                    self._data.standing,
                    self._data.now,
                    self._text,
                    self._links,
                    helps=self._data.helps,
                    transcripts=self._data.transcripts,
                )
            )

    def action_read_on(self) -> None:
        """Down a page."""
        self.prose.action_page(1)

    # What can be done with it.

    async def action_done(self) -> None:
        """Be done with it."""
        await self._set(State.DONE)

    async def action_drop(self) -> None:
        """Drop it."""
        await self._set(State.DROPPED)

    async def action_star(self) -> None:
        """Star it, or no longer."""
        id_ = self.item_id
        await self.shell.change(lambda s: s.queue.star([id_]))

    async def _set(self, state: State) -> None:
        id_ = self.item_id
        await self.shell.change(lambda s: s.queue.set_state([id_], state))

    def item_in_hand(self) -> tuple[str, str]:
        """The item; which step it is for is what it helps with."""
        return self.item_id, ""

    def action_annotate(self) -> None:
        """Write a note on it."""
        self.shell.run_worker(noting.write_item_note(self.shell, self.item_id))

    async def links(self) -> Sequence[str] | None:
        """Those of the item, and of its text."""
        # Links are numbered as they come into sight: first read to the end.
        await self.prose.read_all()
        return self._links

    async def action_item(self, by: int) -> None:
        """Go to the next item, or to the one before, of the list that this was opened from."""
        at = self._among.index(self.item_id) + by if self.item_id in self._among else -1
        if not 0 <= at < len(self._among):
            self.shell.say(told("there is no other item this way: {back} goes back to the list"))
            return
        if keep := self.parting():
            await self.shell.attempt(keep)
        await self.escape()
        self.shell.say("")
        self.item_id = self._among[at]
        await self.reload()
        self.run_worker(self._read(), exclusive=True, group="read")
