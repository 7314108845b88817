"""Two panes: a list, and in a wide terminal what its cursor is on beside it, to read.

The second one follows once the cursor rests: one that followed every key would cost kilobytes a key.
Over a thin line it follows on enter alone, and what it shows is read again where that changed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING

from textual.containers import Container, Vertical

from pmlearn.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.widget import Widget

    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.tui.widgets.markdown import Block

REST = 0.15
"""Seconds that the cursor rests before the second pane follows it."""

APART = 2
"""Blank cells between the rule and the second pane's text."""

Beside = Callable[[str], Awaitable["Iterable[Block] | None"]]
"""What is to stand beside the row of a key; None where it cannot be read, and the pane stays as it is."""


class Panes(Container):
    """The list and what is beside it; see the module."""

    def __init__(self, lines: Lines, beside: Beside, below: Widget | None = None) -> None:
        """Put them beside each other, and `below` at the foot: of the second pane, or of the only one."""
        self.side = Prose(classes="side")
        self.side.edge = APART
        self.side.can_focus = False
        right = Vertical(self.side, below, classes="beside") if below is not None else self.side
        super().__init__(lines, right, classes="panes" if below is None else "preview")
        self._lines = lines
        self._beside = beside
        self._key = ""  # the row that the second pane shows
        self._news = 0  # how often what stands beside may have changed
        self._seen = -1  # how often it had when the second pane was read
        self._rest: Timer | None = None

    def on_mount(self) -> None:
        """Show what the cursor is on first."""
        self._follow_later()

    def on_resize(self) -> None:
        """Show it where there is room now."""
        self._follow_later()

    def on_lines_highlighted(self) -> None:
        """Follow the cursor once it rests; over a thin line on enter."""
        if not self._lines.thrifty:
            self._follow_later()

    def stale(self) -> None:
        """Read again what stands beside the list."""
        self._news += 1
        if self.is_attached:
            self._follow_later()

    async def show_first(self) -> bool:
        """Show what the cursor is on where enter does that first; False where there is something to open."""
        if not self._lines.thrifty or not self.side.is_on_screen or self._key == self._lines.key:
            return False
        await self._follow(self._lines.key)
        return True

    def _follow_later(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._rested)

    async def _rested(self) -> None:
        stays = self._lines.thrifty and self._lines.rows.find(self._key) >= 0
        await self._follow(self._key if stays else self._lines.key)

    async def _follow(self, key: str) -> None:
        if not self.side.is_on_screen or (key, self._news) == (self._key, self._seen):
            return
        news = self._news
        found = await self._beside(key) if key else ()
        if found is None or key not in (self._lines.key, self._key):
            return
        # What is read again stays where it was scrolled to.
        self.side.show(found, self.side.top if key == self._key else 0)
        self._key, self._seen = key, news
