from __future__ import annotations

from pmlearn.tui.widgets.rows import hint


def test_a_hint_that_may_take_two_rows_ends_between_two_words() -> None:
    rows = hint("one two three four five six seven eight nine", 2, 2).fit(18)
    assert [row.text for row in rows] == ["  one two three", "  four five six …"]
    assert [row.text for row in hint("one two", 2, 2).fit(18)] == ["  one two"]
