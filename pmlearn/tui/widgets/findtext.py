"""A text in which words are found: every text that is a page of its own."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from rich.segment import Segment

from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import CURSOR
from pmlearn.tui.widgets.passages import Span, marked
from pmlearn.tui.widgets.prose import AT_ONCE, Prose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style

    from pmlearn.tui.widgets.layout import Line
    from pmlearn.tui.widgets.markdown import Block

Range = tuple[int, int, "Style"]
"""A stretch of a block's text, from and to, and its ink."""


class FindText(Prose):
    """See the module."""

    signs: tuple[tuple[Style, str], ...] = ((ink.FOUND_HERE, CURSOR),)  # of inks: what stands before them

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.matches: list[Span] = []
        self.match = -1  # the one of them that is looked at
        self._found_in: dict[int, list[Span]] = {}  # the matches of each block

    def show(self, source: Iterable[Block], top: int = 0) -> None:
        """Show another text, or the same with other blocks around it: nothing in it is found yet."""
        self.matches, self.match, self._found_in = [], -1, {}
        super().show(source, top)

    # How it looks.

    def before(self, line: Line, width: int) -> list[Segment]:
        """A sign before what is marked: its ink alone would say nothing without colour."""
        styles = {segment.style for segment in line.segments}
        for style, glyph in self.signs:
            if style in styles:
                return [Segment(" " * (width - 2)), Segment(glyph, ink.ACCENT_STRONG), Segment(" ")]
        return super().before(line, width)

    def marked(self, at: int, block: Block) -> Block:
        """A block with what is marked in it."""
        ranges = list(self.ranges(at))
        return marked(block, ranges) if ranges else block

    def ranges(self, at: int) -> Iterable[Range]:
        """What is marked in a block; of two that overlap, the later one is seen."""
        here = self.matches[self.match] if 0 <= self.match < len(self.matches) else None
        for span in self._found_in.get(at, ()):
            yield span.start, span.end, ink.FOUND_HERE if span is here else ink.FOUND

    # Finding.

    def at_block(self) -> int:
        """The block on top."""
        lines = self.layout_.lines
        return lines[min(self.top, len(lines) - 1)].block if lines else 0

    async def find(self, words: str, by: int = 1) -> int:
        """Find words, and go to the first from here on, or the last before; how often they were found."""
        self.forget_matches()
        layout, here = self.layout_, self.at_block()
        wanted = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
        matches: list[Span] = []
        await self.read_all()
        for at, block in enumerate(layout.blocks):
            found = wanted.finditer(block.said)
            matches += [Span(at, one.start(), one.end()) for one in found if one.end() > one.start()]
            if at % (4 * AT_ONCE) == 0:
                await asyncio.sleep(0)
        if layout is self.layout_ and matches:
            self.matches = matches
            for span in matches:
                self._found_in.setdefault(span.block, []).append(span)
            self._redraw(matches)
            first = next((n for n, span in enumerate(matches) if span.block >= here), 0)
            self.match = first - 1 if by > 0 else first
            self.next_match(by)
        return len(matches)

    def next_match(self, by: int) -> None:
        """Go to the next match, or the one before; past the last one to the first."""
        if self.matches:
            before, self.match = self.match, (self.match + by) % len(self.matches)
            self._redraw([self.matches[before], self.matches[self.match]])
            self._see(self.matches[self.match])

    def forget_matches(self) -> bool:
        """Mark nothing as found any more; false where nothing was."""
        had, self.matches, self.match, self._found_in = self.matches, [], -1, {}
        self._redraw(had)
        return bool(had)

    def _see(self, span: Span) -> None:
        """Go where a passage is, if it is not seen."""
        said = len(self.layout_.blocks[span.block].said) or 1
        at = self.place(span.block, min(0.999, span.start / said))
        if not self.top <= at < self.top + self.size.height - 1:
            self.to(at - self.size.height // 3)
        self.refresh()

    def _redraw(self, *spans: Iterable[Span]) -> None:
        self.layout_.redraw({span.block for some in spans for span in some})
        self.refresh()
