from __future__ import annotations

from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.rows import Cells, ListRows, Text, hint


def test_a_hint_that_may_take_two_rows_ends_between_two_words() -> None:
    rows = hint("one two three four five six seven eight nine", 2, 2).fit(18)
    assert [row.text for row in rows] == ["  one two three", "  four five six …"]
    assert [row.text for row in hint("one two", 2, 2).fit(18)] == ["  one two"]


def test_a_text_that_can_be_chosen_hangs_below_its_first_row_which_alone_has_the_cursor() -> None:
    rows = Text("( ) one two three four", key="one", words="one two", indent=1, hang=4).fit(19)
    assert [row.text for row in rows] == [" ( ) one two three", "     four"]
    assert [row.key for row in rows] == ["one", ""]
    assert rows[0].words == "one two"


def test_a_long_title_goes_on_in_the_next_row_and_its_box_can_be_clicked() -> None:
    columns = (Column(3), Column(10, grow=1, gap=1), Column(5, right=True))
    row = Cells("a", columns, (("[ ]", None), ("one two three four", None), ("5 min", None)), main=1,
                wraps=True, button=0, action="tick")  # fmt: skip
    rows = ListRows([row])
    rows.fit(24)
    drawn = ["".join(part.text for part in rows.row(at, 24, current=False)) for at in range(len(rows))]
    assert drawn == ["[ ] one two three  5 min", "    four"]
    assert [rows.key(at) for at in range(2)] == ["a", ""]
    assert [rows.action_at(0, at, 24) for at in (0, 3, 5)] == ["tick", "tick", ""]
    assert rows.action_at(1, 0, 24) == ""
    rows.fit(40)
    assert len(rows) == 1


def test_a_text_that_hangs_uses_its_first_row_to_the_end() -> None:
    rows = Text("( ) I have decided, and want to get in", indent=0, hang=4).fit(38)
    assert [row.text for row in rows] == ["( ) I have decided, and want to get in"]
    rows = Text("time: two hours a week", indent=4, hang=2).fit(20)
    assert [row.text for row in rows] == ["    time: two hours", "      a week"]
    assert [row.text for row in Text("", indent=2, hang=2).fit(20)] == ["  "]
