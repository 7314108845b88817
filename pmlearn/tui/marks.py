"""Rows that are marked, on every page with a list of things that several of can be done at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.text import plural
from pmlearn.tui.listpage import ListPage
from pmlearn.tui.told import told

if TYPE_CHECKING:
    from collections.abc import Sequence


def next_key(count: int) -> str:
    """What is said where so many rows are marked."""
    what = "it" if count == 1 else f"all {count:,}"
    return told("the next key is for {what}, {cancel} unmarks", what=what) if count else ""


class Marks(ListPage):
    """A list in which `v` marks; the next key is for all that is marked. Escape takes the marks away."""

    def markable(self, key: str) -> bool:
        """Whether the row of a key is one of what is marked here."""
        return bool(key)

    def group(self, key: str) -> Sequence[str]:  # noqa: ARG002
        """What `V` marks where the cursor is on `key`: everything, where there is no other way to part it."""
        rows = self.lines.rows
        return [each for at in range(len(rows)) if self.markable(each := rows.key(at))]

    def chosen(self) -> list[str]:
        """What is marked, as the list has it, or what the cursor is on; nothing where that is of no use."""
        marked = self.lines.marked
        if not marked:
            return [key] if self.markable(key := self.lines.key) else []
        return sorted(marked, key=self.lines.rows.find)

    def take_marked(self) -> list[str]:
        """What the next key is for; with that the marks are gone."""
        chosen = self.chosen()
        self.unmark()
        return chosen

    def action_mark(self) -> None:
        """Mark it, or no longer, and go to the next one."""
        if not self.markable(key := self.lines.key):
            self.shell.say("this cannot be marked: move to another row")
            return
        self.lines.marked ^= {key}
        self.lines.repaint(self.lines.cursor)
        self.lines.action_move(1)
        self._say_marked()

    def action_mark_all(self) -> None:
        """Mark all around the cursor; where all of it is marked, no more of it."""
        group = set(self.group(self.lines.key))
        every = group <= self.lines.marked
        self.lines.marked = self.lines.marked - group if every else self.lines.marked | group
        self.lines.refresh()
        self._say_marked()

    def unmark(self) -> bool:
        """Take the marks away; false where there were none."""
        if had := self.unmark_quietly():
            self.shell.say("")
        return had

    def unmark_quietly(self) -> bool:
        """The same, and what is said stays."""
        had, self.lines.marked = bool(self.lines.marked), set()
        if had:
            self.lines.refresh()
        return had

    async def escape(self) -> bool:
        """Take the marks away."""
        return self.unmark() or await super().escape()

    def _say_marked(self) -> None:
        count = len(self.lines.marked)
        self.shell.say(f"{plural(count, 'row')} marked" if count else "", then=next_key(count))
