"""Golden files: a foreign file in tests/data/imports, and beside it the curriculum file that it becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmlearn.catalog.exports.file import to_yaml
from pmlearn.catalog.imports.convert import convert
from pmlearn.catalog.loader import read
from pmlearn.model.problem import Severity

DATA = Path(__file__).parents[2] / "data" / "imports"
FOREIGN = sorted(path for path in DATA.iterdir() if path.suffix != ".yaml")


def items(text: str, name: str = "a.md") -> list[dict[str, object]]:
    """The steps that a file becomes."""
    answer = convert(text.encode(), name, "")
    assert "text" in answer, answer
    curriculum = read(answer["text"].encode(), "").curriculum
    assert curriculum is not None
    return [
        {"id": s.ref.partition("/")[2], "title": s.title, "kind": s.kind.value} for s in curriculum.steps()
    ]


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.name)
def test_a_foreign_file_becomes_the_file_beside_it(path: Path) -> None:
    answer = convert(path.read_bytes(), str(path), "")
    assert answer["text"] == path.with_name(f"{path.name}.yaml").read_text("utf-8")


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.name)
def test_what_was_imported_and_exported_has_no_error_and_is_the_same(path: Path) -> None:
    answer = convert(path.read_bytes(), str(path), "")
    found = read(answer["text"].encode(), f"{answer['id']}.yaml")
    assert found.curriculum is not None
    assert answer["warnings"] == len(found.problems)
    again = read(to_yaml(found.curriculum).encode(), f"{answer['id']}.yaml")
    assert not [problem for problem in again.problems if problem.severity is Severity.ERROR]
    assert again.curriculum == found.curriculum


def test_ids_do_not_depend_on_what_comes_later() -> None:
    assert [each["id"] for each in items("- A\n- B\n- A\n")] == ["a", "b", "a-2"]
    assert [each["id"] for each in items("- A\n- B\n- A\n- C\n- A\n")] == ["a", "b", "a-2", "c", "a-3"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("[T](https://www.youtube.com/watch?v=1)", "video"),
        ("[T](https://youtu.be.evil.example/1)", "reading"),
        ("[T](https://www.udemy.com/course/t)", "course"),
        ("Watch the talk", "video"),
        ("Write it down", "exercise"),
        ("[T](http://[bad)", "reading"),
        ("Something", "reading"),
    ],
)
def test_the_kind_is_told_by_the_link_or_the_verb(line: str, kind: str) -> None:
    assert [each["kind"] for each in items(f"- {line}\n")] == [kind]


@pytest.mark.parametrize(
    ("heading", "kind"), [("Book", "book"), ("Good books", "book"), ("Before the talk", "reading")]
)
def test_the_kind_is_told_by_a_heading_that_says_what_stands_below_it(heading: str, kind: str) -> None:
    assert [each["kind"] for each in items(f"## {heading}\n\n- T\n")] == [kind]


def test_a_wanted_id_is_that_of_the_curriculum() -> None:
    assert "\nid: mine\n" in convert(b"# Theirs\n\n- a\n", "a.md", "mine")["text"]


def test_what_a_terminal_would_act_on_is_not_taken() -> None:
    text = convert(b"- a&#27;[31m &#8238;b [l](https://e.org/&#27;x)\n", "a.md", "")["text"]
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "title: a\ufffd[31m b l" in text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.md", b"", "nothing to do in it"),
        ("a.md", b"# A\n\nText alone.\n\n- [There](#there)\n", "nothing to do in it"),
        ("a.md", b"- a\n" * 5001, "more than 5,000"),
        ("a.md", b"ab\n- a\0b", "line 2: the character U+0000"),
        ("a.md", b"a" * (1 << 21), "larger than"),
        ("a.md", "- caf\xe9".encode("latin-1"), "not UTF-8"),
        ("a.csv", "title\na".encode("utf-16"), "UTF-16"),
        ("a.csv", b"", "no column of its first row"),
        ("a.csv", b"name of it,price\n", "nothing to do in it"),
        ("a.csv", b"a,b\n1,2\n", "no column of its first row is called title"),
        ("a.csv", b",".join([b"title"] * 10_000), "line 1 has 10,000 columns"),
        ("a.csv", b'title\n"' + b"a" * 200_000, "line 2 is not CSV"),
        ("a.opml", b"<opml><body><outline", "line 1 is not XML"),
        ("a.opml", b"<rss/>", "it begins with <rss>"),
        ("a.opml", b'<!DOCTYPE o [<!ENTITY a "aa">]><opml>&a;</opml>', "declares a document type"),
        ("a.opml", b"<opml><body>" + b"<outline text='a'>" * 60, "more than 50 deep"),
        ("a.opml", b"<opml><body>" + b"<outline text='a'/>" * 5001, "more than 5,000 outlines"),
        ("a.opml", b"<opml><body><outline text='a' xmlUrl='http://e.org/'/></body></opml>", "feeds alone"),
        ("a.docx", b"PK", "its name does not say"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence_and_the_next_move(
    name: str, data: bytes, words: str
) -> None:
    answer = convert(data, name, "")
    assert answer.keys() == {"message", "hint"}
    assert words in answer["message"]
    assert answer["hint"]
    assert "\n" not in answer["message"]
