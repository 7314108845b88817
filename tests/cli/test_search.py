"""pmlearn search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.services import indexing

if TYPE_CHECKING:
    import pytest

    from tests.cli.conftest import Run


def test_what_has_the_words_is_shown_with_the_words_around_them(ok: Run, items: list[str]) -> None:
    ended = ok("search", "three people")
    assert ended.out.splitlines() == [
        "The product trio",
        f"  {items[2]} · item · inbox · example.org/feed.xml",
        "  Three people, one team.",
    ]
    assert ended.err == ""
    assert ok("search", "retell").out.splitlines()[:2] == ["Read it", "  tiny/read · step · todo · Tiny"]


def test_words_from_outside_are_harmless(ok: Run, items: list[str]) -> None:
    assert "Pricing [/] for two" in ok("search", "pricing").out


def test_json_has_a_key_for_everything(ok: Run, items: list[str]) -> None:
    ok("step", "note", "tiny/try", "A walrus")
    assert ok("search", "walrus", "--json").json == {
        "version": 1,
        "found": [
            {
                "kind": "note",
                "id": None,
                "ref": "tiny/try",
                "title": "Try it",
                "where": "Tiny",
                "snippet": "A walrus",
                "state": None,
                "medium": None,
            }
        ],
        "indexed": 1,
        "feeds": 1,
    }
    (item,) = ok("search", "--kind", "item", "--json", "trio").json["found"]
    assert (item["id"], item["ref"], item["state"], item["medium"]) == (items[2], None, "inbox", "article")


def test_kind_and_limit(ok: Run, items: list[str]) -> None:
    ok("step", "note", "tiny/try", "product")
    found = ok("search", "product", "--json").json["found"]
    assert [each["kind"] for each in found] == ["note", "item", "item"]
    assert len(ok("search", "product", "--limit", "1", "--json").json["found"]) == 2
    assert len(ok("search", "product", "--kind", "note", "--json").json["found"]) == 1


def test_what_is_left_out_and_phrases(ok: Run, items: list[str]) -> None:
    assert len(ok("search", "--json", "--", "product", "-hiring").json["found"]) == 1
    assert len(ok("search", "--json", '"product manager"').json["found"]) == 1


def test_where_nothing_is_found_it_says_so_and_ends_with_1(run: Run) -> None:
    ended = run("search", "zebra", "--json")
    assert (ended.status, ended.json["found"]) == (1, [])
    assert "nothing has all of these words: zebra\n  try one word less" in ended.err
    ended = run("search")
    assert (ended.status, ended.out) == (1, "")
    assert "no word to look for" in ended.err


def test_what_is_not_indexed_yet_is_said_and_the_build_does_it(
    ok: Run, run: Run, items: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing.Indexing.follow, "__defaults__", (0,))
    ended = run("search", "trio")
    assert ended.status == 1
    assert "still indexing: 0 of 1 feed; pmlearn search --build does the rest" in ended.err
    assert "indexed 1 feed" in ok("search", "--build").err
    assert "The product trio" in ok("search", "trio").out
    assert "The product trio" in ok("search", "--build", "trio").out
