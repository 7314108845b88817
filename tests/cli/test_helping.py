"""What is said of an item and a step in a shell: not for it, or counts for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture
def item(ok: Run, items: list[str]) -> str:
    """An item that helps with the current step."""
    ok("curriculum", "follow", "tiny")
    return items[2]


def fresh(ok: Run) -> list[str]:
    return [each["id"] for each in ok("step", "show", "tiny/read", "--json").json["fresh"]]


def test_an_item_is_not_for_a_step_until_that_is_taken_back(ok: Run, item: str) -> None:
    assert item in fresh(ok)
    said = "not for “Read it”: The product trio\n"
    assert ok("queue", "not-for", item).out == said
    assert item not in fresh(ok)
    assert ok("queue", "not-for", item, "tiny/read").out == f"already {said}"
    back = "may help with “Read it”: The product trio\n"
    assert ok("queue", "not-for", item, "tiny/read", "--off").out == back
    assert item in fresh(ok)
    assert ok("queue", "not-for", item, "tiny/read", "--off").out == f"already {back}"
    ok("queue", "not-for", item, "tiny/read/one")  # a part means its step
    assert ok("undo").out == "undone: not for a step: The product trio\n"


def test_an_item_counts_for_a_step_with_a_note(ok: Run, item: str) -> None:
    assert ok("queue", "count", item, "--note", "three people").out == (
        "counts for “Read it”: The product trio\n"
    )
    assert ok("queue", "count", item).out == "already counts for “Read it”: The product trio\n"
    shown = ok("step", "show", "tiny/read", "--json").json["read"]
    assert shown == [
        {"item": item, "title": "The product trio", "link": "https://example.org/1", "note": "three people"}
    ]
    assert "The product trio" in ok("step", "show", "tiny/read").out
    ok("queue", "count", item, "tiny/try")
    assert ok("queue", "count", item, "tiny/try", "--off").out == (
        "counts no more for “Try it”: The product trio\n"
    )
    assert ok("queue", "count", item, "tiny/try", "--off").out == (
        "does not count for “Try it”: The product trio\n"
    )


@pytest.mark.parametrize("word", ["not-for", "count"])
def test_where_it_helps_with_nothing_the_step_is_to_be_named(ok: Run, run: Run, word: str) -> None:
    (item,) = (each["id"] for each in _saved(ok))
    ended = run("queue", word, item)
    assert (ended.status, ended.out) == (1, "")
    assert "name the step" in ended.err
    for args in ((item, "tiny/none"), ("zzzz", "tiny/read")):
        ended = run("queue", word, *args)
        assert (ended.status, ended.out) == (1, "")
    assert ok("history", "--json").json["actions"][0]["kind"] == "save"


def _saved(ok: Run) -> list[dict[str, str]]:
    ok("queue", "add", "https://else.example/", "--no-fetch")
    found: list[dict[str, str]] = ok("queue", "list", "--json").json["items"]
    return found
