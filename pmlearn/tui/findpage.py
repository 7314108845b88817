"""A page whose body is one text that can be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.tui.page import Page
from pmlearn.tui.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

    from pmlearn.tui.widgets.findtext import FindText


class FindPage(Page):
    """The text, and `/` with `n` and `N`."""

    NEXT = "find-next"  # what people call the action that goes to the next match on such a page
    BEFORE = "find-before"

    prose: FindText

    def body(self) -> Iterator[Widget]:
        """The text alone."""
        yield self.prose

    def __init__(self) -> None:
        super().__init__()
        self._sought = ""  # the words that were looked for last

    async def escape(self) -> bool:
        """Stop looking at what was found."""
        if self.prose.forget_matches():
            self.shell.say("")
            return True
        return await super().escape()

    def action_find(self) -> None:
        """Find words in the text."""
        self.run_worker(self._find())

    async def action_find_next(self, by: int) -> None:
        """Go to the next match, or the one before; where the text was drawn anew since, find them again."""
        if self.prose.matches:
            self.prose.next_match(by)
            self._say_match()
        elif self._sought:
            await self._look(by)
        else:
            self.shell.say(told("nothing was looked for yet: {find} asks for words", self.NAME))

    async def _find(self) -> None:
        words = ((await self.ask("Find")) or "").strip()
        if words:
            self._sought = words
            await self._look(1)

    async def _look(self, by: int) -> None:
        if await self.prose.find(self._sought, by):
            self._say_match()
        else:
            self.shell.say(f"not found: {self._sought}")

    def _say_match(self) -> None:
        found = self.prose
        keys = f"{{{self.NEXT}}} next, {{{self.BEFORE}}} before, {{cancel}} ends it"
        self.shell.say(f"{found.match + 1:,} of {len(found.matches):,}", then=told(keys, self.NAME))
