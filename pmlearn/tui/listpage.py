"""A page whose body is one list that can be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.tui.page import Page
from pmlearn.tui.told import told
from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.rows import ListRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.widget import Widget

    from pmlearn.tui.widgets.rows import Cells, Text


class ListPage(Page):
    """The list, its cursor, and `/` with `n` and `N`."""

    def __init__(self, at: str = "") -> None:
        super().__init__()
        self.lines = Lines()
        self.lines.add_class("main")
        self._at = at  # where the cursor is to be put first
        self._back: tuple[str, ...] = ()  # keys of rows that may come back
        self._found = ""  # the words that were looked for last

    def body(self) -> Iterator[Widget]:
        """The list alone."""
        self.lines.thrifty = self.shell.thrifty
        yield self.lines

    def show(self, items: list[Text | Cells]) -> None:
        """Show rows; the cursor stays on its row, or goes to what was undone where that comes back."""
        rows = ListRows(items)
        back = (key for key in self._back if self.lines.rows.find(key) < 0 <= rows.find(key))
        at = self._at or next(back, "")
        self._at, self._back = "", ()
        self.lines.show(rows, at)

    def await_back(self, refs: Sequence[str]) -> None:
        """Be told what was undone."""
        self._back = tuple(refs)

    def address(self) -> dict[str, Any]:
        """The row of the cursor."""
        return {"at": self.lines.key}

    def scrolled(self) -> int:
        """The row on top."""
        return self.lines.top

    def put_top(self, top: int) -> None:
        """Put that row on top; the cursor is in sight in any case."""
        self.lines.top = top

    def action_find(self) -> None:
        """Ask for words and go to the first row that has them."""
        self.run_worker(self._find())

    async def _find(self) -> None:
        words = await self.ask("Find")
        if words and words.strip():
            self._found = words.strip()
            self.action_find_next(1)

    def action_find_next(self, by: int) -> None:
        """Go to the next row, or the one before, that has the words."""
        rows = self.lines.rows
        if not self._found or not isinstance(rows, ListRows):
            self.shell.say(told("nothing was looked for yet: {find} asks for words", self.NAME))
            return
        at = rows.search(self._found, self.lines.cursor, by)
        if at < 0:
            self.shell.say(f"not found: {self._found}")
        else:
            self.lines.put(rows.key(at))
