from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyte
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from pmlearn.tui.paint import Painter

if TYPE_CHECKING:
    from collections.abc import Iterable

SIZE = (20, 4)
FAMILY = "👩\u200d👧\u200d👦"  # two cells for some terminals, six for others, pyte among them
NO_WRAP = "\x1b[?7l"  # as Textual has it


def update(*rows: list[Segment]) -> LayoutUpdate:
    strips: list[Iterable[Strip]] = [[Strip(row).adjust_cell_length(SIZE[0])] for row in rows]
    return LayoutUpdate(strips, Region(0, 0, *SIZE))


def text(*rows: str) -> LayoutUpdate:
    return update(*([Segment(row)] if row else [] for row in rows))


def test_the_first_update_clears_and_leaves_blanks_out() -> None:
    sent = Painter().paint(text("one", "", "  two", ""), SIZE)
    assert sent == "\x1b[0m\x1b[2J\x1b[1;1Hone\x1b[3;3Htwo"


def test_the_same_again_costs_nothing() -> None:
    painter = Painter()
    painter.paint(text("one", "", "", ""), SIZE)
    assert painter.paint(text("one", "", "", ""), SIZE) == ""


def test_only_what_differs_is_sent() -> None:
    painter = Painter()
    painter.paint(text("[ ] a step     5 min", "", "", ""), SIZE)
    assert painter.paint(text("[x] a step     5 min", "", "", ""), SIZE) == "\x1b[1;2Hx"


def test_a_tail_that_goes_is_erased_at_once() -> None:
    painter = Painter()
    painter.paint(text("a long line", "", "", ""), SIZE)
    assert painter.paint(text("a", "", "", ""), SIZE) == "\x1b[1;3H\x1b[K"


def test_another_size_and_forgetting_paint_everything() -> None:
    painter = Painter()
    painter.paint(text("one", "", "", ""), SIZE)
    painter.forget()
    assert "one" in painter.paint(text("one", "", "", ""), SIZE)
    assert "one" in painter.paint(text("one", "", ""), (20, 3))


def test_inks_are_ended() -> None:
    bold = Style(bold=True)
    sent = Painter().paint(update([Segment("a", bold), Segment("b", bold), Segment("c")], [], [], []), SIZE)
    assert sent.endswith("\x1b[1;1H\x1b[1mab\x1b[0mc")


def test_what_follows_a_cluster_stands_where_it_belongs_however_wide_the_terminal_draws_it() -> None:
    painter = Painter()
    screen = pyte.Screen(*SIZE)
    stream = pyte.Stream(screen)
    stream.feed(painter.paint(text(f"{FAMILY} a step  5 min", "", "", ""), SIZE))
    assert "".join(screen.buffer[0][x].data for x in range(2, SIZE[0])) == " a step  5 min    "
    stream.feed(painter.paint(text("o          5 min", "", "", ""), SIZE))
    assert screen.display[0].rstrip() == "o          5 min"


def test_whatever_was_shown_before_the_terminal_shows_the_last_update() -> None:
    # A thousand random screens in a row, wide and combining characters among them.
    chance = random.Random(7)
    alphabet = ["a", "b", " ", " ", " ", "日", "é", "e\u0301", "▸", "本", FAMILY]
    inks = [None, Style(bold=True), Style(color="cyan"), Style(dim=True)]
    painter = Painter()
    screen = pyte.Screen(*SIZE)
    stream = pyte.Stream(screen)
    stream.feed(NO_WRAP)
    for _ in range(1000):
        rows = [
            [
                Segment("".join(chance.choices(alphabet, k=chance.randint(1, 6))), chance.choice(inks))
                for _ in range(chance.randint(0, 3))
            ]
            for _ in range(SIZE[1])
        ]
        made = update(*rows)
        stream.feed(painter.paint(made, SIZE))
        fresh = pyte.Screen(*SIZE)
        pyte.Stream(fresh).feed(NO_WRAP + Painter().paint(made, SIZE))
        for y in range(SIZE[1]):
            shown = [screen.buffer[y][x] for x in range(SIZE[0])]
            wanted = [fresh.buffer[y][x] for x in range(SIZE[0])]
            assert [(c.data, c.bold, c.fg) for c in shown] == [(c.data, c.bold, c.fg) for c in wanted]
