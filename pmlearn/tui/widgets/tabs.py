"""The views of a list, in one line above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.bars import between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events


COUNTED, ROOMY = 60, 44
"""Columns from which every name has its count, and from which names stand two blanks apart."""


class Tabs(Widget):
    """Names with counts; the current one is underlined."""

    class Chosen(Message):
        """A name was clicked."""

        def __init__(self, index: int) -> None:
            self.index = index
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[tuple[str, str], ...] = ()
        self._current = 0
        self._right = ""
        self._spans: list[tuple[int, int]] = []

    def set(self, names: Sequence[tuple[str, str]], current: int, right: str = "") -> None:
        """Show names and their counts, and a word on what is seen."""
        if (tuple(names), current, right) != (self._names, self._current, self._right):
            self._names, self._current, self._right = tuple(names), current, right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the names; the second line is blank."""
        width = self.size.width
        if y:
            return Strip.blank(width)
        left = [Segment("   ")]
        self._spans.clear()
        at = 3
        for index, (name, count) in enumerate(self._names):
            here = index == self._current
            # What is not seen gives way: where room is short only the current view has its count.
            text = f" {count}" if count and (here or width >= COUNTED) else ""
            self._spans.append((at, at + len(name) + len(text)))
            after = "  " if width >= ROOMY else " "
            left += [Segment(name, ink.HERE if here else ink.MUTED)]
            left += [Segment(text + after, None if here else ink.MUTED)]
            at += len(name) + len(text) + len(after)
        right = [Segment(ink.clean_piece(self._right), ink.MUTED), Segment(" ")]
        return between(left, right, width)

    def on_click(self, event: events.Click) -> None:
        """Choose the name that was clicked."""
        for index, (start, end) in enumerate(self._spans):
            if event.y == 0 and start <= event.x < end:
                self.post_message(self.Chosen(index))
