from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_what_is_taught_where(ok: Run) -> None:
    out = ok("find", "READ").out
    assert [line.rsplit(maxsplit=1) for line in out.splitlines()] == [
        ["Another one · Read again", "other/reread"],
        ["Tiny · Read it", "tiny/read"],
    ]
    assert ok("find", "another").out.split() == ["Another", "one", "other"]
    ok("curriculum", "follow", "tiny")
    assert ok("find", "read").out.startswith("Tiny · Read it")


@pytest.mark.parametrize("words", [("chapter", "two"), ("two", "tiny"), ("two read",)])
def test_json_has_the_ref_the_title_and_the_curriculum(ok: Run, words: tuple[str, ...]) -> None:
    assert ok("find", *words, "--json").json == {
        "version": 1,
        "found": [{"ref": "tiny/read/two", "title": "Chapter two", "kind": "part", "curriculum": "tiny"}],
    }


def test_where_nothing_is_found_it_says_so_and_ends_with_1(run: Run) -> None:
    ended = run("find", "zebra", "read")
    assert (ended.status, ended.out) == (1, "")
    assert "nothing has all of these words in its title: zebra read\n  try one word less" in ended.err
    ended = run("find", "zebra", "--json")
    assert (ended.status, ended.json) == (1, {"version": 1, "found": []})
    assert "zebra" in ended.err
    assert run("find", "").status == 1


def test_without_a_word_it_is_wrong_usage(run: Run) -> None:
    assert run("find").status == 2
