"""Rows that move together are moved by the terminal, and it shows what was wanted all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from pmlearn.tui.paint import Painter
from tests.tui.test_paint import seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIZE = (24, 9)
NO_WRAP = "\x1b[?7l"  # as Textual has it
INKS = [None, Style(bold=True), Style(color="cyan"), Style(bgcolor="blue")]
Row = tuple[str, int]

LINES: list[Row] = [
    *((f"line {n} of a text that {n * 'x'}", n % 4) for n in range(12)),
    ("", 0), ("", 3), ("─" * 24, 1), ("日本 wide", 0), ("e\u0301 combining", 2), ("👩\u200d👧 cluster", 0),
]  # fmt: skip
"""Rows to make screens of: some that are alike, blank ones with and without a background, wide signs."""


def draw(rows: Sequence[Row], top: int = 0) -> LayoutUpdate:
    width = SIZE[0]
    drawn = (Strip([Segment(text.ljust(width), INKS[ink])]).adjust_cell_length(width) for text, ink in rows)
    strips: list[Iterable[Strip]] = [[strip] for strip in drawn]
    return LayoutUpdate(strips, Region(0, top, width, len(rows)))


def cells(screen: pyte.Screen) -> list[list[tuple[object, ...]]]:
    return [[seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


@st.composite
def stories(draw_: st.DrawFn) -> list[tuple[int, list[Row]]]:
    """Updates in a row: whole screens, parts of them, and blocks that move by some rows."""
    line = st.sampled_from(LINES)
    screen = draw_(st.lists(line, min_size=SIZE[1], max_size=SIZE[1]))
    told = [(0, screen)]
    for _ in range(draw_(st.integers(1, 5))):
        first = draw_(st.integers(0, SIZE[1] - 1))
        last = draw_(st.integers(first + 1, SIZE[1]))
        block, by = screen[first:last], draw_(st.integers(-5, 5))
        fresh = draw_(st.lists(line, min_size=abs(by), max_size=abs(by)))
        block = [*block[by:], *fresh][-len(block) :] if by >= 0 else [*fresh, *block][: len(block)]
        if draw_(st.booleans()):
            block[draw_(st.integers(0, len(block) - 1))] = draw_(line)
        screen = [*screen[:first], *block, *screen[last:]]
        told.append((first, block))
    return told


@settings(max_examples=400, deadline=None)
@given(stories())
def test_whatever_moved_the_terminal_shows_what_was_wanted(told: list[tuple[int, list[Row]]]) -> None:
    painter = Painter()
    screen = pyte.Screen(*SIZE)
    stream = pyte.Stream(screen)
    stream.feed(NO_WRAP)
    shown: list[Row] = [("", 0)] * SIZE[1]
    for top, block in told:
        stream.feed(painter.paint(draw(block, top), SIZE))
        shown[top : top + len(block)] = block
        fresh = pyte.Screen(*SIZE)
        pyte.Stream(fresh).feed(NO_WRAP + Painter().paint(draw(shown), SIZE))
        assert cells(screen) == cells(fresh)


def rows(first: int) -> list[Row]:
    text: list[Row] = [
        (f"line {n} {'of a long text'[n % 7 :]}", 0) for n in range(first, first + SIZE[1] - 2)
    ]
    return [("─" * SIZE[0], 0), *text, (f"{first} %", 0)]


def test_a_line_of_scrolling_costs_the_row_that_comes_into_sight() -> None:
    painter = Painter()
    painter.paint(draw(rows(1)), SIZE)
    assert painter.paint(draw(rows(2)), SIZE) == (
        "\x1b[2;8r\x1b[8;1H\n\x1b[r\x1b[8;1Hline 8 f a long text\x1b[9;1H2"
    )
    assert painter.paint(draw(rows(1)), SIZE) == (
        "\x1b[2;8r\x1b[2;1H\x1bM\x1b[r\x1b[2;1Hline 1 f a long text\x1b[9;1H1"
    )


def test_what_is_cheaper_to_send_is_sent() -> None:
    painter = Painter()
    short: list[Row] = [(str(n), 0) for n in range(SIZE[1])]
    painter.paint(draw(short), SIZE)
    moved = [short[0], short[2], short[3], short[4], *short[4:]]
    sent = painter.paint(draw(moved), SIZE)
    assert "r" not in sent
