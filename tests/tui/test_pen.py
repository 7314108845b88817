from __future__ import annotations

import itertools

import pyte
import pytest

from pmlearn.tui.pen import RESET, Look, change, on_blank

DARK = "48;2;26;28;33"
LOOKS = [
    RESET, Look("1", "", ""), Look("1", "36", ""), Look("1;4", "36", ""), Look("", "31", ""),
    Look("7", "", ""), Look("", "38;2;1;2;3", DARK), Look("1", "38;2;1;2;3", DARK),
    Look("4", "38;5;9", "48;5;234"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "now"), [*itertools.product(LOOKS, LOOKS)])
def test_whatever_the_pen_was_it_looks_as_it_should(was: Look, now: Look) -> None:
    def drawn(sent: str) -> pyte.screens.Char:
        screen = pyte.Screen(4, 1)
        pyte.Stream(screen).feed(sent + "x")
        return screen.buffer[0][0]

    assert drawn(change(RESET, was) + change(was, now)) == drawn(change(RESET, now))


def test_the_shortest_way_is_taken() -> None:
    assert change(LOOKS[1], LOOKS[1]) == ""
    assert change(LOOKS[2], RESET) == "\x1b[0m"
    assert change(LOOKS[1], LOOKS[2]) == "\x1b[36m"
    assert change(LOOKS[3], LOOKS[1]) == "\x1b[0;1m"
    assert change(LOOKS[6], LOOKS[7]) == "\x1b[1m"


def test_a_blank_shows_its_background_and_what_is_drawn_over_it() -> None:
    assert on_blank(Look("1;3", "36", DARK)) == Look("", "", DARK)
    assert on_blank(Look("1;4", "36", "")) == Look("4", "36", "")
