"""Long and hostile texts: cut into stretches, laid out where one looks, never all at once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pmlearn.model.text import clean_block
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.grid import Grid, widths
from pmlearn.tui.widgets.layout import NEAR, Layout, wrap
from pmlearn.tui.widgets.markdown import Block, blocks
from pmlearn.tui.widgets.passages import Pick, marked, occurrences, sentences
from pmlearn.tui.widgets.stretches import LONGEST, stretches

TABLE = """\
| Team | Talks | What it does |
| --- | --- | --- |
| Search | 5 | writes *down* |
| Pay \\| me | 12 | x |"""


def shown(markdown: str, width: int) -> list[str]:
    found: list[str] = []
    for block in blocks(markdown, []):
        found += [""] * (block.space if found else 0)
        found += ["".join(segment.text for segment in line).rstrip() for line in wrap(block, width)]
    return found


def test_a_table_lines_up_and_its_numbers_too() -> None:
    assert shown(TABLE, 60) == [
        "Team      Talks  What it does",
        "────────  ─────  ────────────",
        "Search        5  writes down",
        "Pay | me     12  x",
    ]


def test_cells_wrap_where_there_is_less_room() -> None:
    long = TABLE + f"\n| Long | 1 | {'word ' * 12} |"
    assert max(map(cell_len, shown(long, 40))) <= 40
    assert sum(line.count("word") for line in shown(long, 40)) == 12
    assert all(line.startswith(" " * 16) for line in shown(long, 40)[5:])


def test_where_columns_have_no_room_each_cell_is_a_line() -> None:
    assert shown(TABLE, 20) == [
        "Team: Search", "Talks: 5", "What it does: writes", "down", "",
        "Team: Pay | me", "Talks: 12", "What it does: x", "",
    ]  # fmt: skip


def test_a_table_without_a_head_has_none() -> None:
    assert shown("|  |  |\n| --- | --- |\n| a | b |", 40) == ["a  b"]


@given(st.lists(st.integers(0, 300), min_size=1, max_size=20), st.integers(4, 200))
def test_columns_take_no_more_than_their_room(natural: list[int], room: int) -> None:
    grid = Grid(("",) * len(natural), tuple(natural), (False,) * len(natural))
    found = widths(grid, room)
    if found:
        assert sum(found) + 2 * (len(found) - 1) <= room
        assert all(given <= wanted for given, wanted in zip(found, natural, strict=True))


ENDLESS = {
    "paragraph": "word " * 100_000,
    "list": "- item of a list\n" * 30_000,
    "numbers": "\n".join(f"{n}. item" for n in range(1, 40_000)),
    "code": "```\n" + "x = 1\n" * 80_000 + "```\n\nend",
    "table": "| a | b |\n| --- | --- |\n" + "| 1 | 2 |\n" * 40_000,
    "quote": "> said\n" * 70_000,
    "deep": "- a\n  - b\n" * 40_000,
    "no blanks": "x" * 500_000,
}


CUT = {
    "code": "```\n" + "x = 1\n" * 16_000 + "```\n\nend",
    "table": "| a | b |\n| --- | --- |\n" + "| 1 | 2 |\n" * 8_000,
    "numbers": "\n".join(f"{n}. item" for n in range(1, 10_000)),
}
"""Enough of it to be cut several times."""


@pytest.mark.parametrize("name", ENDLESS)
def test_no_stretch_is_without_end(name: str) -> None:
    text = ENDLESS[name]
    found = list(stretches(text))
    assert max(len(stretch.text) for stretch in found) <= 5 * LONGEST
    assert len(found) > 3
    assert [stretch.at for stretch in found] == sorted(stretch.at for stretch in found)


def test_what_is_cut_goes_on_as_it_was() -> None:
    assert all(len(list(stretches(text))) > 2 for text in CUT.values())
    codes = list(blocks(CUT["code"], []))
    assert {block.pieces[0][0] for block in codes[:-1]} == {"  x = 1"}
    assert codes[-1].pieces[0][0] == "end"
    assert not any(block.space for block in codes[1:-1])
    rows = [block for block in blocks(CUT["table"], []) if not block.head]
    assert len(rows) == 8_000
    assert all(block.grid for block in rows)
    assert list(blocks(CUT["numbers"], []))[-1].first == "9999. "


@given(st.text(alphabet=st.sampled_from("#->|`~*1. ab\n"), max_size=200))
def test_stretches_are_the_text(text: str) -> None:
    assert clean_block("\n".join(stretch.text for stretch in stretches(text))) == clean_block(text)


def many(count: int) -> list[Block]:
    return [Block(((f"paragraph {at} of many, which takes two lines", None),), at=at) for at in range(count)]


def texts(layout: Layout) -> list[str]:
    return ["".join(segment.text for segment in line.segments) for line in layout.lines]


def test_far_away_the_lines_are_begun_anew() -> None:
    layout = Layout(iter(many(5_000)), 30)
    assert layout.read(4_000)
    at = layout.line_of(3_900)
    assert texts(layout)[at].startswith("paragraph 3900")
    assert len(layout.lines) < 10
    for _ in range(5):
        assert layout.up() == 3
    assert texts(layout)[0].startswith("paragraph 3895")
    whole = Layout(iter(many(4_000)), 30)
    whole.down_to(100_000)
    first = texts(whole).index(texts(layout)[0])
    assert texts(whole)[first : first + len(layout.lines)] == texts(layout)


def test_near_by_what_is_between_is_wrapped() -> None:
    layout = Layout(iter(many(500)), 30)
    layout.read(500)
    layout.down_to(10)
    layout.line_of(NEAR // 2)
    assert layout.first == 0
    layout.line_of(400)
    layout.line_of(380)
    assert layout.first == 380


@given(
    st.lists(st.sampled_from(["one ", "two", " three", "é日本 "]), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4),
)
def test_marks_change_inks_and_nothing_else(words: list[str], ranges: list[tuple[int, int]]) -> None:
    pieces = [(word, None) for word in words]
    block = Block((*pieces[:2], ("[1]", ink.NUMBER), *pieces[2:]))
    done = marked(block, [(start, end, ink.KEPT) for start, end in ranges])
    assert "".join(text for text, _ in done.pieces) == "".join(text for text, _ in block.pieces)
    assert done.said == block.said
    kept = "".join(
        ("#" if style is ink.KEPT else ".") * len(text)
        for text, style in done.pieces
        if style is not ink.NUMBER
    )
    wanted = "".join(
        "#" if any(start <= at < end for start, end in ranges) else "." for at in range(len(block.said))
    )
    assert kept == wanted
    assert ["".join(segment.text for segment in line) for line in wrap(done, 12)] == [
        "".join(segment.text for segment in line) for line in wrap(block, 12)
    ]


def test_passages_are_found_over_the_ends_of_blocks_and_not_around_the_text() -> None:
    found = [Block((("head end", None),), at=-1), *blocks("the end\n\nof [it](https://x.org/) all", [])]
    spans = list(occurrences(found, re.compile(r"end\s+of\s+it")))
    assert [found[span.block].said[span.start : span.end] for span in spans] == ["end", "of it"]


def test_sentences() -> None:
    [block] = blocks("It costs 3.50 e.g. here. “Really?” Yes! no… And", [])
    said = [block.said[span.start : span.end] for span in sentences(0, block)]
    assert said == ["It costs 3.50 e.g. here.", "“Really?”", "Yes! no…", "And"]
    assert sentences(0, Block((("facts", None),), at=-1)) == []


def test_choosing_goes_no_further_than_the_text() -> None:
    layout = Layout(iter([Block((("head", None),)), *blocks("One. Two.\n\nThree.", [])]), 40)
    layout.down_to(20)
    pick = Pick.begin(layout, 0)
    assert pick is not None
    pick.move(-1)
    assert pick.text() == "One."
    pick.stretch(-1)
    for _ in range(5):
        pick.stretch(1)
    assert pick.text() == "One. Two.\n\nThree."
    pick.move(1)
    assert pick.text() == "One. Two.\n\nThree."
    pick.move(-1)
    assert Pick.begin(Layout(iter(()), 40), 0) is None


def test_code_goes_on_in_the_next_line_and_no_cell_is_lost() -> None:
    code = "pmlearn queue list --json | jq '.items[].title'"
    lines = shown(f"```\n{code}\n```", 24)
    assert lines[0].startswith("  pmlearn queue")
    assert all(line.startswith("  ↳ ") for line in lines[1:])
    assert max(map(cell_len, lines)) <= 24
    assert lines[0][2:] + "".join(line[4:] for line in lines[1:]) == code
    assert shown("```\nshort\n```", 24) == ["  short"]


def test_a_line_that_is_broken_ends_in_no_blank() -> None:
    kept = Block((("It draws an opportunity tree.", ink.KEPT),))
    assert ["".join(part.text for part in line) for line in wrap(kept, 12)] == [
        "It draws an",
        "opportunity",
        "tree.",
    ]
