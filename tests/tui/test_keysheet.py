"""The sheet of keys: columns as the width allows, and no sentence cut in its middle."""

from __future__ import annotations

import pytest

from pmlearn.tui.keysheet import sheet

LONG = "Skip what is under the cursor without counting it; once more takes it back"
GROUPS = {
    "Here": [("x", LONG), ("g", "Up"), ("G", "Down"), ("z", "Fold")],
    "None": [],
    "There": [("q", "Back")],
}


def lines(width: int) -> list[str]:
    return ["".join(text for text, _ in block.pieces) for block in sheet(GROUPS, width)]


@pytest.mark.parametrize(("width", "first"), [(46, ["x"]), (76, ["x"]), (96, ["x", "G"]), (116, ["x", "G"])])
def test_groups_stand_in_columns(width: int, first: list[str]) -> None:
    seen = lines(width)
    assert seen[0] == "Here"
    assert "None" not in seen
    assert [word for word in seen[1].split() if len(word) == 1] == first
    assert seen[-2:] == ["There", "q          Back"]
    assert max(map(len, seen)) <= width


def test_a_long_sentence_stops_where_it_may_or_goes_on_below() -> None:
    seen = " ".join(" ".join(lines(46)).split())
    assert "x Skip what is under the cursor without counting it; once more takes it back" in seen
    cut = {"Here": [("x", "Go to the feeds: add, remove, refresh them all")]}
    assert [text for block in sheet(cut, 34) for text, _ in block.pieces][-1] == "Go to the feeds"
