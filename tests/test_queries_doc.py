"""docs/queries.md is true: its queries are read, its mistake is said so, and no key or value is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pmlearn.cli import output
from pmlearn.model.query import FILTERS, KEYS, Order, QueryError, parse, parse_filter
from pmlearn.model.queue import ItemKind, Shelf

TEXT = (Path(__file__).parents[1] / "docs" / "queries.md").read_text("utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| (.+) \|$", TEXT, re.MULTILINE)


@pytest.mark.parametrize(("query", "about"), ROWS)
def test_every_query_and_what_may_stand_in_its_place_is_read(query: str, about: str) -> None:
    assert parse(query) != parse("")
    key = re.match(r"([a-z]+):", query)
    for other in re.findall(r"`([^`]+)`", about):
        assert parse(other if " " in other or ":" in other or not key else f"{key[0]}{other}") != parse("")


def test_every_key_and_every_word_is_there() -> None:
    for key in (*KEYS, "order"):
        assert f"`{key}:" in TEXT
    for word in (*Shelf, *ItemKind, *Order):
        assert re.search(rf"[`:,]{word}[`,]", TEXT), word


def test_filters_take_what_they_are_said_to_take() -> None:
    section = TEXT.partition("## Filters of feeds")[2].partition("##")[0]
    assert set(re.findall(r"`([a-z]+):`", section)) == set(FILTERS)
    for key in FILTERS:
        assert parse_filter(next(query for query, _ in ROWS if query.startswith(f"{key}:")))


def test_a_mistake_is_said_as_it_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(QueryError) as caught:
        parse("trio kinds:audio")
    output.fail(caught.value)
    assert capsys.readouterr().err in TEXT
