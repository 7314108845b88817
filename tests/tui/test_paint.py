from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyte
import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from pmlearn.tui.paint import Painter
from pmlearn.tui.themes import THEMES, Wardrobe
from pmlearn.tui.widgets import ink

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


@pytest.mark.parametrize("theme", ["terminal", "dark", "mono"])
def test_whatever_was_shown_before_the_terminal_shows_the_last_update(theme: str) -> None:
    # A thousand random screens in a row, wide and combining characters among them.
    chance = random.Random(7)
    alphabet = ["a", "b", " ", " ", " ", "日", "é", "e\u0301", "▸", "本", FAMILY]
    inks = [None, ink.STRONG, ink.ACCENT, ink.MUTED, ink.LINK, ink.FOUND, ink.PICKED]
    wardrobe = Wardrobe(THEMES[theme], ColorSystem.TRUECOLOR)
    painter = Painter(wardrobe)
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
        pyte.Stream(fresh).feed(NO_WRAP + Painter(wardrobe).paint(made, SIZE))
        for y in range(SIZE[1]):
            shown = [screen.buffer[y][x] for x in range(SIZE[0])]
            wanted = [fresh.buffer[y][x] for x in range(SIZE[0])]
            assert list(map(seen, shown)) == list(map(seen, wanted))


def seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    """What a person would see of a cell: a blank has no text that could be bold or coloured."""
    lit = (cell.underscore, cell.reverse, cell.bg)
    return (
        (cell.data, *lit) if cell.data == " " and not any(lit[:2]) else (cell.data, *lit, cell.bold, cell.fg)
    )


def test_a_ground_of_its_own_is_on_every_cell_without_a_terminal_that_erases_with_it() -> None:
    # pyte erases with the terminal's own background.
    painter = Painter(Wardrobe(THEMES["light"], ColorSystem.TRUECOLOR))
    screen = pyte.Screen(*SIZE)
    stream = pyte.Stream(screen)
    stream.feed(NO_WRAP)
    rows = ("a long line", f"{FAMILY} a step", "", "  two words  ")
    for shown in (rows, ("a", "", "three", "two"), ("", "", "", ""), rows):
        sent = painter.paint(text(*shown), SIZE)
        stream.feed(sent)
        assert "\x1b[K" not in sent
        assert {screen.buffer[y][x].bg for y in range(SIZE[1]) for x in range(SIZE[0])} == {"fbfaf6"}
    assert painter.paint(text(*rows), SIZE) == ""


def test_another_theme_paints_everything_once_and_leaves_the_pen_as_it_was() -> None:
    painter = Painter(Wardrobe(THEMES["dark"], ColorSystem.TRUECOLOR))
    painter.paint(text("one", "", "", ""), SIZE)
    painter.wear(Wardrobe(THEMES["mono"], None))
    assert painter.paint(text("one", "", "", ""), SIZE) == "\x1b[0m\x1b[2J\x1b[1;1Hone"
    painter.wear(Wardrobe(THEMES["dark"], ColorSystem.EIGHT_BIT))
    assert painter.paint(text("one", "", "", ""), SIZE).endswith("\x1b[0m")


def test_blanks_between_words_of_one_ink_cost_no_change_of_ink() -> None:
    sent = Painter().paint(update([Segment("two words", ink.HEADING)], [], [], []), SIZE)
    assert sent.endswith("\x1b[1;36mtwo words\x1b[0m")
    sent = Painter().paint(
        update([Segment("two words", ink.LINK), Segment(" "), Segment("c")], [], [], []), SIZE
    )
    assert sent.endswith("\x1b[4mtwo words\x1b[0m c")


def test_what_a_screen_writes_by_itself_is_in_the_ink_of_the_theme() -> None:
    assert Painter().plainly("x") == "x"
    light = Painter(Wardrobe(THEMES["light"], ColorSystem.TRUECOLOR))
    before, after = light.plainly("x").split("x")
    assert before.startswith("\x1b[")
    assert "48;2" in before
    assert after.startswith("\x1b[")
    assert light.plainly("") == ""
