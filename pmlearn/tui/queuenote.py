"""What the queue says of the item of the cursor: why it helps, and the keys that there is a use for.

A list is left alone while the cursor travels: the line above the footer follows once it rests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.tui import reasons
from pmlearn.tui.queuekeys import QueueKeys
from pmlearn.tui.queuerows import RECORDED
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import HELPS

if TYPE_CHECKING:
    from textual.timer import Timer

    from pmlearn.model.queue import QueueItem
    from pmlearn.tui.widgets.ink import Piece
    from pmlearn.tui.widgets.lines import Lines

REST = 0.15
"""Seconds that the cursor rests before the line follows it."""

SELDOM = 0.6
"""The same where every byte counts."""

PLAYED = frozenset({"play_this", "download", "chapters"})
"""What there is to do with a recording alone."""

SHOWN = frozenset(("later", "select", "done", "drop", "star", "snooze", "open_link", "mark"))
"""What there is to do with any item, where there is one."""

HELPED = frozenset({"not_for", "count_for"})
"""What there is to do with what helps with a step."""


def useless(item: QueueItem | None, why: str) -> frozenset[str]:
    """The actions that an item has no use for, which a footer leaves out."""
    if item is None:
        return SHOWN | PLAYED | HELPED
    played = item.kind in RECORDED
    return (frozenset() if played else PLAYED) | (frozenset() if why else HELPED)


class QueueNote(QueueKeys):
    """A page of items that says why the one of the cursor helps."""

    def __init__(self) -> None:
        super().__init__()
        self._rest: Timer | None = None
        self._stale = ""  # what the line above the footer said when the cursor was moved

    def on_lines_highlighted(self, event: Lines.Highlighted) -> None:
        """Follow the cursor once it rests."""
        if event.moved:
            self._stale = self.line.message[0]
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(SELDOM if self.shell.thrifty else REST, self._rested)

    def _rested(self) -> None:
        busy = self.shell.refresh_feeds.running or self.shell.downloads.running
        kept = busy or self.lines.marked or self.lines.every or self._stale != self.line.message[0]
        if self.follow() and not kept:
            self.shell.say("")

    def said_beside(self) -> bool:
        """Whether a second pane says why it helps."""
        return False

    def follow(self) -> bool:
        """Say what there is to say of the item of the cursor; returns whether there is anything."""
        item = self._rows.item(self.lines.key) if self._rows is not None else None
        title, why = self._rows.why(item.id) if self._rows is not None and item is not None else ("", "")
        note: tuple[Piece, ...] = ()
        if why and not self.said_beside():
            note = ((f"{HELPS} ", ink.ACCENT), (title, None), (": ", ink.MUTED), *reasons.pieces(why))
        self.line.show_note(note)
        if not (self.lines.marked or self.lines.every):
            self.foot.leave_out(useless(item, why))
        return bool(note)
