"""The views of a list, in one line above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.bars import APART, between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events


COUNTED, ROOMY = 60, 44
"""Columns from which every name has its count, and from which names stand two blanks apart."""

MORE = "…"
"""Stands where there are more names than there is room for."""


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
        self._brief = ""
        self._spans: list[tuple[int, int, int]] = []  # from, to, index: for the mouse

    def set(self, names: Sequence[tuple[str, str]], current: int, right: str = "", brief: str = "") -> None:
        """Show names, their counts, and a word on what is seen: a `brief` one where names need the room."""
        if (tuple(names), current, right, brief) != (self._names, self._current, self._right, self._brief):
            self._names, self._current, self._right, self._brief = tuple(names), current, right, brief
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the names; the second line is blank."""
        width = self.size.width
        if y:
            return Strip.blank(width)
        after = "  " if width >= ROOMY else " "
        left = [Segment("   ")]
        self._spans.clear()
        at = 3
        for word in (self._right, self._brief or self._right):
            right = [Segment(ink.clean_piece(word), ink.MUTED), Segment(" ")]
            taken = cell_len(right[0].text) + 1 + APART if word else 0
            fitting = self._fitting(width - taken - 3, len(after))
            if all(index >= 0 for index, _ in fitting):
                break
        for index, text in fitting:
            if index < 0:
                left.append(Segment(text + after, ink.MUTED))
            else:
                here = index == self._current
                name = ink.clean_piece(self._names[index][0])
                self._spans.append((at, at + cell_len(text), index))
                left += [Segment(name, ink.HERE if here else ink.MUTED)]
                left += [Segment(text[len(name) :] + after, None if here else ink.MUTED)]
            at += cell_len(text) + len(after)
        return between(left, right, width)

    def _fitting(self, room: int, gap: int) -> list[tuple[int, str]]:
        """Names with their counts, as many as there is room for around the current one; -1 where more are."""
        names = [ink.clean_piece(name) for name, _ in self._names]
        counts = [f" {count}" if count else "" for _, count in self._names]
        counted = [name + count for name, count in zip(names, counts, strict=True)]
        # Where room is short, empty views go without their count; where it is very short, all but this one.
        roomy = self.size.width >= COUNTED
        said = [n == self._current or (roomy and count != " 0") for n, count in enumerate(counts)]
        short = [counted[n] if said[n] else name for n, name in enumerate(names)]
        for texts in (counted, short):
            if sum(cell_len(text) + gap for text in texts) <= room:
                return list(enumerate(texts))
        first = last = self._current
        left = room - cell_len(short[first]) - gap
        while True:
            # Those after the current one first: there the eye goes on.
            more = [n for n in (last + 1, first - 1) if 0 <= n < len(short)]
            ends = (first > 0) + (last < len(short) - 1)
            fits = [n for n in more if left - cell_len(short[n]) - gap >= (1 + gap) * ends]
            if not fits:
                break
            left -= cell_len(short[fits[0]]) + gap
            first, last = min(first, fits[0]), max(last, fits[0])
        shown = [(n, short[n]) for n in range(first, last + 1)]
        return [(-1, MORE)] * (first > 0) + shown + [(-1, MORE)] * (last < len(short) - 1)

    def on_click(self, event: events.Click) -> None:
        """Choose the name that was clicked."""
        for start, end, index in self._spans:
            if event.y == 0 and start <= event.x < end:
                self.post_message(self.Chosen(index))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Choose the next name."""
        self._scroll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Choose the name before."""
        self._scroll(event, -1)

    def _scroll(self, event: events.MouseEvent, by: int) -> None:
        event.stop()
        if 0 <= self._current + by < len(self._names):
            self.post_message(self.Chosen(self._current + by))
