"""What the queue's keys do with the item of the cursor, or with all that is marked."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from pmlearn.model.queue import Shelf, State
from pmlearn.model.text import duration, plural
from pmlearn.tui.helpkeys import HelpKeys
from pmlearn.tui.marks import next_key
from pmlearn.tui.widgets.glyphs import DOT
from pmlearn.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmlearn.model.query import Query
    from pmlearn.services.outcome import Outcome
    from pmlearn.tui.queuerows import QueueRows
    from pmlearn.wiring import Services


ONE = frozenset(
    ("select", "open_link", "play_this", "download", "chapters", "count_for", "filter", "add", "find")
)
"""What is done with one item alone, or with none: footers do not speak of it while several are marked."""


class QueueKeys(HelpKeys):
    """A page with a list of queue items, some of which are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()
        self.lines.add_class("main")
        self._rows: QueueRows | None = None

    @abstractmethod
    def _query(self) -> Query:
        """What the list shows."""

    def item_in_hand(self) -> tuple[str, str]:
        """The item of the cursor; the step is the one that it helps with most."""
        item = self._rows.item(self.lines.key) if self._rows is not None else None
        return (item.id, "") if item else ("", "")

    def action_mark(self) -> None:
        """Mark the item, or no longer, and go to the next one."""
        if self._rows is None or not self._rows.item(key := self.lines.key):
            return
        if self.lines.every:
            self._clear()
        self.lines.marked ^= {key}
        self.lines.repaint(self.lines.cursor)
        self.lines.action_move(1)
        self._say_marked()

    def action_mark_all(self) -> None:
        """Mark all of the view, those that are not read yet too; once more, none."""
        if self._rows is None:
            return
        every = not self.lines.every
        self._clear()
        self.lines.every = every and len(self._rows) > 0
        self.lines.refresh()
        self._say_marked()

    def _say_marked(self) -> None:
        """Say how many are marked, how long they take, and that the footer's keys are for all of them."""
        count, rows = len(self._rows or ()) if self.lines.every else len(self.lines.marked), self._rows
        self.foot.leave_out(ONE if count else frozenset())
        if not count or rows is None:
            self.shell.say("")
            return
        items = [item for key in self.lines.marked if (item := rows.item(key)) is not None]
        minutes = sum(item.minutes or 0 for item in items)
        time = f" {DOT} {duration(minutes)}" if minutes else ""
        self.shell.say(f"{plural(count, 'item')} marked{time}", then=next_key(count))

    def _clear(self) -> None:
        if self.lines.marked or self.lines.every:
            self.shell.say("")
        self.lines.marked.clear()
        self.lines.every = False

    async def action_later(self) -> None:
        """Put it into the queue, or back into the inbox where all of them are queued."""
        rows, view = self._rows, self._query().shelves
        keys = self.lines.marked or {self.lines.key}
        items = [item for key in keys if rows is not None and (item := rows.item(key))]
        back = (
            view == {Shelf.QUEUED} if self.lines.every else all(item.state is State.QUEUED for item in items)
        )
        await self._set(State.INBOX if back else State.QUEUED)

    async def action_done(self) -> None:
        """Be done with it."""
        await self._set(State.DONE)

    async def action_drop(self) -> None:
        """Drop it."""
        await self._set(State.DROPPED)

    async def action_star(self) -> None:
        """Star it, or no longer."""
        await self._act(lambda s, ids: s.queue.star(ids))

    async def action_not_for(self) -> None:
        """Say that what is marked is not for the step that it helps with."""
        chosen = self._chosen()
        if chosen and await self.helps(chosen[0]):
            await self._act(lambda s, ids: s.helping.not_for(ids), chosen)

    def action_snooze(self) -> None:
        """Ask until when, and snooze it."""
        self.run_worker(self._snooze())

    async def _snooze(self) -> None:
        # What it is about is taken before: while the question stands there, another window may take it away.
        chosen = self._chosen()
        if chosen and (until := await self.ask("Snooze until 3d, 2w, monday or a date")):
            await self._act(lambda s, ids: s.queue.snooze(ids, until), chosen)

    async def _set(self, state: State) -> None:
        await self._act(lambda s, ids: s.queue.set_state(ids, state))

    async def _act(
        self, do: Callable[[Services, Sequence[str]], Outcome], chosen: Sequence[str] | None = None
    ) -> None:
        """Do something with what is marked, else with the item of the cursor, as that was `chosen` before."""
        ids, query = self._chosen() if chosen is None else chosen, self._query()
        if not ids:
            return
        every = self.lines.every
        self._clear()
        await self.shell.change(lambda s: do(s, s.queue.matching(query) if every else ids))

    def _chosen(self) -> list[str]:
        """What is marked, in no order, or the item of the cursor; where all of it is, some of it."""
        key = self.lines.key
        here = [key] if self._rows is not None and self._rows.item(key) else []
        return sorted(self.lines.marked) or here
