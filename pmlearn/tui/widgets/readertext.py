"""The text of the reader: it knows how far it was read, what was found, and what is highlighted."""

from __future__ import annotations

import asyncio
import re
from copy import copy
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message

from pmlearn.model.highlight import pattern
from pmlearn.tui import keymap
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import CURSOR, PASSAGE
from pmlearn.tui.widgets.passages import Pick, Span, marked, occurrences
from pmlearn.tui.widgets.placed import PlacedText
from pmlearn.tui.widgets.prose import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style

    from pmlearn.model.highlight import Highlight
    from pmlearn.tui.widgets.layout import Line
    from pmlearn.tui.widgets.markdown import Block

COLUMN = 72
"""The longest line, in cells: what is read for minutes is set narrower than what is looked up."""

_GLYPHS: tuple[tuple[Style, str], ...] = (
    (ink.FOUND_HERE, CURSOR),
    (ink.PICKED, CURSOR),
    (ink.KEPT, PASSAGE),
)


class ReaderText(PlacedText):
    """See the module."""

    measure = COLUMN

    class Moved(Message):
        """Other lines are seen."""

    class Choosing(Message):
        """A passage is being chosen, or no longer."""

        def __init__(self, *, on: bool) -> None:
            super().__init__()
            self.on = on

    class Picked(Message):
        """A passage was chosen, to be kept."""

        def __init__(self, text: str, percent: int, *, note: bool) -> None:
            super().__init__()
            self.text = text
            self.percent = percent
            self.note = note  # the learner wants to say something about it

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        keymap.bind(self, "marking", "prose")
        self.pick: Pick | None = None
        self.matches: list[Span] = []
        self.match = -1  # the one of them that is looked at
        self._found_in: dict[int, list[Span]] = {}  # the matches of each block
        self._kept: dict[str, list[Span]] = {}

    def show(self, source: Iterable[Block], top: int = 0) -> None:
        """Show another text, or the same with other blocks around it: nothing in it is marked yet."""
        self.end_pick()
        self.matches, self.match, self._found_in, self._kept = [], -1, {}, {}
        super().show(source, top)

    # How it looks.

    def before(self, line: Line, width: int) -> list[Segment]:
        """A sign before what is marked: its ink alone would say nothing without colour."""
        styles = {segment.style for segment in line.segments}
        for style, glyph in _GLYPHS:
            if style in styles:
                return [Segment(" " * (width - 2)), Segment(glyph, ink.ACCENT_STRONG), Segment(" ")]
        return super().before(line, width)

    def marked(self, at: int, block: Block) -> Block:
        """A block with what is highlighted, found and chosen in it."""
        ranges: list[tuple[int, int, Style]] = [
            (span.start, span.end, ink.KEPT)
            for spans in self._kept.values()
            for span in spans
            if span.block == at
        ]
        here = self.matches[self.match] if 0 <= self.match < len(self.matches) else None
        ranges += [
            (span.start, span.end, ink.FOUND_HERE if span is here else ink.FOUND)
            for span in self._found_in.get(at, ())
        ]
        if self.pick is not None:
            ranges += [(start, end, ink.PICKED) for start, end in self.pick.ranges(at)]
        return marked(block, ranges) if ranges else block

    def moved(self) -> None:
        """Tell the page."""
        self.post_message(self.Moved())

    # Finding.

    async def find(self, words: str) -> int:
        """Find words, and go to the first of them from here on; how often they were found."""
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
            self.match = next((n for n, span in enumerate(matches) if span.block >= here), 0) - 1
            self.next_match(1)
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

    # Highlights.

    async def show_kept(self, highlights: Sequence[Highlight]) -> None:
        """Mark what was highlighted, as far as it is in the text."""
        wanted = {one.key: one for one in highlights}
        layout = self.layout_
        if wanted:
            await self.read_all()
        if layout is not self.layout_:
            return
        kept = {key: list(occurrences(layout.blocks, pattern(one.text))) for key, one in wanted.items()}
        if kept != self._kept:
            before, self._kept = self._kept, kept
            self._redraw(*before.values(), *kept.values())

    def to_kept(self, key: str) -> bool:
        """Go to a highlight; false where the text has it no longer."""
        spans = self._kept.get(key)
        if spans:
            self._see(spans[0])
        return bool(spans)

    def begin_pick(self) -> bool:
        """Begin to choose a passage, at what is on top; false where there is no text."""
        lines = self.layout_.lines
        if lines:
            line = lines[min(self.top, len(lines) - 1)]
            of_it = [at for at, one in enumerate(lines) if one.block == line.block and one.part > 0]
            share = (self.top - of_it[0]) / len(of_it) if of_it and self.top > of_it[0] else 0
            start = int(share * len(self.layout_.blocks[line.block].said))
            self.pick = Pick.begin(self.layout_, line.block, start)
        if self.pick is not None:
            self._redraw_pick(self.pick)
            self._see(self.pick.first)
            self.post_message(self.Choosing(on=True))
        return self.pick is not None

    def end_pick(self) -> bool:
        """Choose no more; false where nothing was being chosen."""
        had, self.pick = self.pick, None
        if had is not None:
            self._redraw_pick(had)
            self.post_message(self.Choosing(on=False))
        return had is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """The keys of marking mean something else while nothing is being marked."""
        return action != "move" if self.pick else action not in ("choose_next", "stretch", "keep")

    def action_choose_next(self, by: int) -> None:
        """Choose the next sentence, or the one before."""
        if self.pick is not None:
            before = copy(self.pick)
            self.pick.move(by)
            self._redraw_pick(before, self.pick)
            self._see(self.pick.first if by < 0 else self.pick.last)

    def action_stretch(self, by: int) -> None:
        """Take a sentence more, or one less."""
        if self.pick is not None:
            before = copy(self.pick)
            self.pick.stretch(by)
            self._redraw_pick(before, self.pick)
            self._see(self.pick.last)

    def action_keep(self, note: bool) -> None:
        """Keep the passage."""
        if self.pick is not None:
            span = self.pick.first
            share = span.start / max(1, len(self.layout_.blocks[span.block].said))
            self.post_message(self.Picked(self.pick.text(), self.percent_of(span.block, share), note=note))
            self.end_pick()

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

    def _redraw_pick(self, *picks: Pick | None) -> None:
        blocks: set[int] = set()
        for pick in picks:
            if pick is not None:
                blocks |= set(pick.blocks())
        self.layout_.redraw(blocks)
        self.refresh()
