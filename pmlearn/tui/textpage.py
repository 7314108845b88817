"""A page that is a text to find one's way in, and to highlight passages of."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from pmlearn.tui import articles, noting
from pmlearn.tui.findpage import FindPage
from pmlearn.tui.jump import GO, Jump
from pmlearn.tui.told import told
from pmlearn.tui.widgets.readertext import ReaderText

if TYPE_CHECKING:
    from pmlearn.model.highlight import Highlight

PICKING = "choose a passage"
LEAVES = "{cancel} leaves it"


class TextPage(FindPage):
    """See the module.

    Args:
        item: the id of the item whose text it is.
    """

    NEXT, BEFORE = "next", "before"

    prose: ReaderText

    def __init__(self, item: str) -> None:
        super().__init__()
        self.item_id = item
        self.prose = ReaderText(classes="main")
        self.highlights: tuple[Highlight, ...] = ()  # what is highlighted in it, in the order of the text

    @abstractmethod
    async def action_item(self, by: int) -> None:
        """Go to another text."""

    async def escape(self) -> bool:
        """Stop choosing a passage, or looking at what was found."""
        if self.prose.end_pick():
            self.shell.say("")
            return True
        return await super().escape()

    async def action_next(self, by: int) -> None:
        """Go to the next match while something is looked for; else to the next item."""
        if self.prose.matches:
            await self.action_find_next(by)
        else:
            await self.action_item(by)

    # Finding one's way in it.

    async def action_heading(self, by: int) -> None:
        """Go to the next heading, or the one before."""
        if not await self.prose.next_heading(by):
            self.shell.say("there is no other heading this way")

    def action_contents(self) -> None:
        """Choose a heading to go to."""
        self.run_worker(self._contents())

    async def _contents(self) -> None:
        headings = await self.prose.headings()
        if not headings:
            self.shell.say("this text has no headings")
            return
        rows, at = articles.contents(headings, self.prose.at_block())
        jump = Jump("Contents", rows, at)
        if (chosen := await self.app.push_screen_wait(jump)) is not None:
            self.prose.to_block(int(chosen[1]))

    # Highlights.

    def action_mark(self) -> None:
        """Choose a passage to keep."""
        if self.prose.begin_pick():
            self.shell.say(PICKING, then=told(LEAVES, "reader"))
        else:
            self.shell.say("there is no text to highlight")

    def on_reader_text_choosing(self, event: ReaderText.Choosing) -> None:
        """Say what can be done meanwhile."""
        self.foot.turn_to("marking" if event.on else "")

    def on_reader_text_picked(self, event: ReaderText.Picked) -> None:
        """Keep what was chosen."""
        self.run_worker(self._keep(event))

    async def _keep(self, event: ReaderText.Picked) -> None:
        id_, text, percent = self.item_id, event.text, event.percent
        if event.note:
            await noting.keep_highlight(self.shell, id_, text, percent)
        else:
            await self.shell.change(lambda s: s.highlights.keep(id_, text, None, percent))

    def action_highlights(self) -> None:
        """Go through what is highlighted."""
        self.run_worker(self._highlights())

    async def _highlights(self) -> None:
        held = {one.key: one for one in self.highlights}
        if not held:
            self.shell.say(told("nothing is highlighted here: {highlight} chooses a passage", "reader"))
            return
        jump = Jump("Highlights", articles.kept(held.values()), "", frozenset({"remove", "note"}))
        chosen = await self.app.push_screen_wait(jump)
        if chosen is None or chosen[1] not in held:
            return
        id_, (verb, key) = self.item_id, chosen
        if verb == GO:
            if not self.prose.to_kept(key):
                self.shell.say("the text has this passage no longer")
        elif verb == "remove":
            await self.shell.change(lambda s: s.highlights.remove(id_, key))
        else:
            await noting.write_highlight_note(self.shell, id_, held[key])
