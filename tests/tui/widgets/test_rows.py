from __future__ import annotations

from pmlearn.tui.widgets.rows import Text, hint


def test_a_hint_that_may_take_two_rows_ends_between_two_words() -> None:
    rows = hint("one two three four five six seven eight nine", 2, 2).fit(18)
    assert [row.text for row in rows] == ["  one two three", "  four five six …"]
    assert [row.text for row in hint("one two", 2, 2).fit(18)] == ["  one two"]


def test_a_text_that_can_be_chosen_hangs_below_its_first_row_which_alone_has_the_cursor() -> None:
    rows = Text("( ) one two three four", key="one", words="one two", indent=1, hang=4).fit(19)
    assert [row.text for row in rows] == [" ( ) one two", "     three four"]
    assert [row.key for row in rows] == ["one", ""]
    assert rows[0].words == "one two"
