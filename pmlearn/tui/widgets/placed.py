"""A text that knows how far one is in it, and its headings."""

from __future__ import annotations

import asyncio

from pmlearn.tui.widgets.findtext import FindText
from pmlearn.tui.widgets.passages import Heading
from pmlearn.tui.widgets.prose import AT_ONCE


class PlacedText(FindText):
    """See the module. Places are those of the text's Markdown, so that they mean the same at every width."""

    length = 0  # characters of the whole text's Markdown; 0 while it is not all there

    def percent(self) -> int:
        """How far it was read, by the last line that is seen."""
        layout = self.layout_
        layout.down_to(self.top + self.size.height)
        bottom = min(self.top + self.size.height, len(layout.lines)) - 1
        if bottom < 0 or not self.length:
            return 0
        line = layout.lines[bottom]
        return self.percent_of(line.block, line.part)

    def percent_of(self, block: int, part: float) -> int:
        """How far into the text a place in a block is."""
        layout = self.layout_
        start = layout.blocks[block].at
        if start < 0 or not self.length:
            return 0
        end = layout.blocks[block + 1].at if layout.read(block + 2) else self.length
        return min(100, int(100 * (start + max(0, end - start) * part) / self.length))

    async def to_percent(self, percent: int) -> None:
        """Go to where the text was read so far: that line is the last one that is seen."""
        layout, wanted = self.layout_, self.length * percent / 100
        while layout.read(len(layout.blocks) + 1) and layout.blocks[-1].at < wanted:
            if len(layout.blocks) % AT_ONCE == 0:
                await asyncio.sleep(0)
                if layout is not self.layout_:
                    return
        before = [at for at, block in enumerate(layout.blocks) if 0 <= block.at < wanted]
        if before:
            start = layout.blocks[before[-1]].at
            after = [block.at for block in layout.blocks[before[-1] + 1 :] if block.at >= 0]
            end = after[0] if after else self.length
            part = (wanted - start) / max(1, end - start)
            self.to_block(before[-1], min(part, 0.999), above=self.size.height - 1)

    def on_top(self) -> tuple[int, float]:
        """Where in the Markdown the block on top begins, and how far into it the line is; -1 above it."""
        lines = self.layout_.lines
        if not lines:
            return -1, 0
        line = lines[min(max(0, self.top), len(lines) - 1)]
        return self.layout_.blocks[line.block].at, max(0.0, line.part - 0.001) if line.part > 0 else -1.0

    async def put_on_top(self, at: int, part: float) -> None:
        """Put a place of the Markdown on top, as `on_top` has it."""
        layout = self.layout_
        while layout.read(len(layout.blocks) + 1) and layout.blocks[-1].at < at:
            if len(layout.blocks) % AT_ONCE == 0:
                await asyncio.sleep(0)
                if layout is not self.layout_:
                    return
        if layout.blocks:
            self.to_block(len(layout.blocks) - 1, max(0.0, part), above=int(part < 0))

    # Headings.

    async def headings(self) -> list[Heading]:
        """Every heading of the text."""
        await self.read_all()
        return [
            Heading(at, block.level, block.said, self.percent_of(at, 0))
            for at, block in enumerate(self.layout_.blocks)
            if block.level
        ]

    async def next_heading(self, by: int) -> bool:
        """Go to the next heading, or the one before; false where there is none."""
        layout = self.layout_
        at, top = self.at_block() + by, self.top
        while at >= 0 and layout.read(at + 1):
            if layout.blocks[at].level:
                self.to_block(at)
                return layout.lines is not self.layout_.lines or self.top != top
            at += by
            if at % AT_ONCE == 0:
                await asyncio.sleep(0)
        return False
