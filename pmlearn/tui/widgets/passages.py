"""Passages of a text: where words stand in it, its sentences, and how they are marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pmlearn.tui.widgets import ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.style import Style

    from pmlearn.tui.widgets.ink import Piece
    from pmlearn.tui.widgets.layout import Layout
    from pmlearn.tui.widgets.markdown import Block

_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[\"'”’)\]]*(?=\s+[^\sa-z])|\s*\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a block's text, as `Block.said` has it."""

    block: int  # its position
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text."""

    block: int
    level: int  # 1 to 6
    title: str
    percent: int  # how far into the text it stands


def marked(block: Block, ranges: Sequence[tuple[int, int, Style]]) -> Block:
    """A block with ranges of its text in other inks; of two, the later one counts."""
    pieces: list[Piece] = []
    at = 0
    edges = sorted({edge for start, end, _ in ranges for edge in (start, end)})
    for text, style in block.pieces:
        if style is ink.NUMBER:
            pieces.append((text, style))
            continue
        end = at + len(text)
        cuts = [at, *edges[bisect_right(edges, at) : bisect_right(edges, end - 1)], end]
        for start, stop in pairwise(cuts):
            over = [given for first, last, given in ranges if first <= start < last]
            part = text[start - at : stop - at]
            pieces.append((part, over[-1] if over and part.isprintable() else style))
        at = end
    return replace(block, pieces=tuple(pieces))


def occurrences(blocks: Sequence[Block], wanted: re.Pattern[str]) -> Iterator[Span]:
    """Where a pattern fits in a text, be it over the ends of blocks; what stands around it is left out."""
    texts = [block.said if block.at >= 0 else "" for block in blocks]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    for found in wanted.finditer("\n".join(texts)):
        block = bisect_right(starts, found.start()) - 1
        while block < len(texts) and starts[block] < found.end():
            start = max(0, found.start() - starts[block])
            end = min(len(texts[block]), found.end() - starts[block])
            if end > start:
                yield Span(block, start, end)
            block += 1


def sentences(at: int, block: Block) -> list[Span]:
    """The sentences of a block; none of what stands around the text."""
    if block.at < 0:
        return []
    if not block.wrap or block.grid is not None:
        whole = block.said
        return [Span(at, 0, len(whole))] if whole.strip() else []
    found = (Span(at, one.start(), one.end()) for one in _SENTENCE.finditer(block.said))
    return [span for span in found if span.end > span.start]


class Pick:
    """A passage that is being chosen, by sentences."""

    def __init__(self, layout: Layout, first: Span) -> None:
        self._layout = layout
        self.first = self.last = first

    @classmethod
    def begin(cls, layout: Layout, block: int, start: int = 0) -> Pick | None:
        """Begin with the first sentence that ends after a place, or the last one before; None without any."""
        for at in (*range(block, len(layout.blocks)), *range(block - 1, -1, -1)):
            found = sentences(at, layout.blocks[at])
            if found:
                after = [span for span in found if at != block or span.end > start]
                return cls(layout, (after or found)[0])
        return None

    def move(self, by: int) -> None:
        """Choose the sentence after the passage, or the one before it."""
        if span := self._beside(self.last if by > 0 else self.first, by):
            self.first = self.last = span

    def stretch(self, by: int) -> None:
        """Take a sentence more, or one less."""
        if by < 0 and self.first == self.last:
            return
        if span := self._beside(self.last, by):
            self.last = span

    def ranges(self, block: int) -> list[tuple[int, int]]:
        """What of a block is in the passage."""
        if not self.first.block <= block <= self.last.block:
            return []
        start = self.first.start if block == self.first.block else 0
        last = len(self._layout.blocks[block].said)
        return [(start, self.last.end if block == self.last.block else last)]

    def blocks(self) -> range:
        """The blocks that the passage is in."""
        return range(self.first.block, self.last.block + 1)

    def text(self) -> str:
        """The passage, a paragraph for each block."""
        blocks = self._layout.blocks
        parts = [
            blocks[at].said[start:end]
            for at in self.blocks()
            for start, end in self.ranges(at)
            if blocks[at].at >= 0
        ]
        return "\n\n".join(parts)

    def _beside(self, span: Span, by: int) -> Span | None:
        at = span.block
        here = sentences(at, self._layout.blocks[at])
        place = here.index(span) + by
        if 0 <= place < len(here):
            return here[place]
        while True:
            at += by
            if at < 0 or not self._layout.read(at + 1):
                return None
            if found := sentences(at, self._layout.blocks[at]):
                return found[0 if by > 0 else -1]
