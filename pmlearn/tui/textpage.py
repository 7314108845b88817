"""A page that is a text to find one's way in, and to highlight passages of."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from pmlearn.tui import articles, noting
from pmlearn.tui.jump import GO, Jump
from pmlearn.tui.page import Page
from pmlearn.tui.told import told
from pmlearn.tui.widgets.readertext import ReaderText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

    from pmlearn.model.highlight import Highlight

PICKING = "choose a passage"
LEAVES = "{cancel} leaves it"


class TextPage(Page):
    """See the module.

    Args:
        item: the id of the item whose text it is.
    """

    def __init__(self, item: str) -> None:
        super().__init__()
        self.item_id = item
        self.prose = ReaderText(classes="main")
        self.highlights: tuple[Highlight, ...] = ()  # what is highlighted in it, in the order of the text

    def body(self) -> Iterator[Widget]:
        """The text."""
        yield self.prose

    @abstractmethod
    async def action_item(self, by: int) -> None:
        """Go to another text."""

    async def escape(self) -> bool:
        """Stop choosing a passage, or looking at what was found."""
        if self.prose.end_pick() or self.prose.forget_matches():
            self.shell.say("")
            return True
        return False

    async def action_next(self, by: int) -> None:
        """Go to the next match while something is looked for; else to the next item."""
        if self.prose.matches:
            self.prose.next_match(by)
            self._say_match()
        else:
            await self.action_item(by)

    # Finding one's way in it.

    def action_find(self) -> None:
        """Find words in the text."""
        self.run_worker(self._find())

    async def _find(self) -> None:
        words = await self.ask("Find")
        if words is None or not words.strip():
            return
        if await self.prose.find(words):
            self._say_match()
        else:
            self.shell.say(f"not found: {words.strip()}")

    def _say_match(self) -> None:
        found = self.prose
        then = told("{next} next, {before} before, {cancel} ends it", "reader")
        self.shell.say(f"{found.match + 1:,} of {len(found.matches):,}", then=then)

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
