"""The text of the reader: it knows how far it was read, what was found, and what is highlighted."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from textual.message import Message

from pmlearn.model.highlight import pattern
from pmlearn.tui import keymap
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import CURSOR, PASSAGE
from pmlearn.tui.widgets.passages import Pick, Span, occurrences
from pmlearn.tui.widgets.placed import PlacedText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmlearn.model.highlight import Highlight
    from pmlearn.tui.widgets.findtext import Range
    from pmlearn.tui.widgets.markdown import Block

COLUMN = 72
"""The longest line, in cells: what is read for minutes is set narrower than what is looked up."""


class ReaderText(PlacedText):
    """See the module."""

    measure = COLUMN
    signs = ((ink.FOUND_HERE, CURSOR), (ink.PICKED, CURSOR), (ink.KEPT, PASSAGE))

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
        self._kept: dict[str, list[Span]] = {}

    def show(self, source: Iterable[Block], top: int = 0) -> None:
        """Show another text, or the same with other blocks around it: nothing in it is marked yet."""
        self.end_pick()
        self._kept = {}
        super().show(source, top)

    # How it looks.

    def ranges(self, at: int) -> Iterable[Range]:
        """What is highlighted, found and chosen in a block."""
        for spans in self._kept.values():
            yield from ((span.start, span.end, ink.KEPT) for span in spans if span.block == at)
        yield from super().ranges(at)
        if self.pick is not None:
            yield from ((start, end, ink.PICKED) for start, end in self.pick.ranges(at))

    def moved(self) -> None:
        """Tell the page."""
        self.post_message(self.Moved())

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

    def _redraw_pick(self, *picks: Pick | None) -> None:
        blocks: set[int] = set()
        for pick in picks:
            if pick is not None:
                blocks |= set(pick.blocks())
        self.layout_.redraw(blocks)
        self.refresh()
