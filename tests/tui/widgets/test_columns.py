from __future__ import annotations

import pytest
from rich.cells import cell_len

from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.bar import bar, sparkline
from pmlearn.tui.widgets.columns import Column, fit, line, widths

COLUMNS = (Column(10, grow=1), Column(8, rank=2), Column(6, right=True, rank=1))


def test_what_matters_least_gives_way_first() -> None:
    assert widths(COLUMNS, 40) == (22, 8, 6)
    assert widths(COLUMNS, 28) == (10, 8, 6)
    assert widths(COLUMNS, 27) == (19, 0, 6)
    assert widths(COLUMNS, 12) == (12, 0, 0)
    assert widths(COLUMNS, 4) == (4, 0, 0)


def test_nothing_is_left_over_at_the_edge() -> None:
    columns = (Column(5, grow=2), Column(5, grow=1), Column(6, right=True))
    assert all(sum(widths(columns, width)) + 4 == width for width in range(20, 40))


@pytest.mark.parametrize("width", range(1, 60))
@pytest.mark.parametrize(
    "text", ["short", "a title that is much too long for its column", "日本語のとても長い題名です"]
)
def test_a_row_is_never_wider_than_its_room(text: str, width: int) -> None:
    row = line(COLUMNS, width, ((text, None), (text, None), ("1 h", None)))
    assert sum(segment.cell_length for segment in row) <= width


def test_cells_line_up_to_the_right() -> None:
    row = line(COLUMNS, 40, (("a", None), ("b", None), ("1 h", None)))
    text = "".join(segment.text for segment in row)
    assert text == "a".ljust(24) + "b".ljust(8) + "     1 h"


def test_what_is_cut_ends_in_an_ellipsis() -> None:
    assert fit("Principles of teams", 10) == "Principle…"
    assert fit("日本語の題名", 7) == "日本語…"
    assert fit("whole", 5) == "whole"
    assert cell_len(fit("anything", 0)) == 0


def shown(width: int, *pieces: ink.Piece) -> str:
    row = line((Column(1, grow=1),), width, (ink.Pieces(pieces),))
    return "".join(segment.text for segment in row).rstrip(" ")


def test_a_cell_of_pieces_that_is_cut_ends_in_an_ellipsis_wherever_it_is_cut() -> None:
    pieces = (("Take ", None), ("inter", ink.MATCHED), ("view", None))
    assert [shown(width, *pieces) for width in (14, 13, 10, 9, 5)] == [
        "Take interview", "Take intervi…", "Take inte…", "Take int…", "Take…",
    ]  # fmt: skip


def test_what_goes_with_a_title_is_left_out_where_only_its_beginning_would_be_seen() -> None:
    pieces = (("Teams", None), (" · Product work", ink.MUTED))
    assert [shown(width, *pieces) for width in (20, 16, 14, 5, 4)] == [
        "Teams · Product work", "Teams · Product…", "Teams", "Teams", "Tea…",
    ]  # fmt: skip


def test_a_bar_is_full_at_a_hundred_alone_and_never_empty_once_something_is_done() -> None:
    assert [ink.text_of(bar(percent, 5)) for percent in (0, 1, 62, 99, 100)] == [
        "─────   0%",
        "━────   1%",
        "━━━──  62%",
        "━━━━─  99%",
        "━━━━━ 100%",
    ]


def test_a_bar_tells_what_is_done_from_the_rest_and_what_is_whole() -> None:
    assert [style for _, style in bar(62, 5)] == [ink.ACCENT, ink.MUTED, ink.PLAIN]
    assert [style for _, style in bar(100, 5)] == [ink.GOOD, ink.PLAIN]
    row = line((Column(4), Column(10)), 16, (("a", None), bar(62, 5)))
    assert "".join(segment.text for segment in row) == "a     ━━━──  62%"
    assert ink.ACCENT in [segment.style for segment in row]


def test_a_week_has_its_highest_day_and_dots_for_what_is_to_come() -> None:
    assert sparkline((0, 30, 60, 120, 1, 0, 99), 4) == "·▂▄█▁··"
    assert sparkline((0,) * 7, 6) == "·······"
