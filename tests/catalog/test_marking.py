from __future__ import annotations

from pathlib import Path

import pytest

from pmlearn.catalog.codec import read_to_json
from pmlearn.catalog.loader import read
from pmlearn.catalog.marks import Mark
from pmlearn.catalog.sandbox import read_files
from pmlearn.model.curriculum import Source
from tests.catalog.writing import yaml_of

GOOD = Path(__file__).parents[1] / "data" / "curricula" / "good"


def marks(data: bytes) -> tuple[Mark, ...]:
    return read(data, "x.yaml", marks=True).marks


def named(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for mark in marks(path.read_bytes()):
        found.setdefault(mark.kind, []).append(mark.name)
    return found


def test_every_thing_of_a_curriculum_has_a_mark() -> None:
    assert named(GOOD / "everything.yaml") == {
        "curriculum": ["everything"],
        "module": ["first", "second", "third", "fourth"],
        "step": ["read-it", "try-it", "gone", "also-gone"],
        "part": ["read-it/one", "read-it/two", "read-it/three"],
        "choice": ["how"],
        "include": ["other", "other/one", "other/two", "other", "other", "other/three"],
        "requires": ["try-it", "everything/try-it", "other/step", "try-it"],
        "alternatives": ["try-it"],
        "same_as": ["other/read-it"],
        "steps": ["read-it", "everything/try-it"],
        "was": [
            *("zeroth", "other/first", "second", "other-step/second", "other/other-step/second"),
            *("read", "other/read", "all-of-it"),
        ],
        "resource": ["https://example.org/book?q=1#top"],
        "feed": ["https://example.org/feed.xml"],
    }


def test_every_thing_of_an_overlay_has_a_mark() -> None:
    assert named(GOOD / "overlay.yaml") == {
        "overlay": ["overlay"],
        "base": ["everything"],
        "hide": ["try-it", "read-it/three"],
        "order": ["mine", "first", "more", "read-it"],
        "module": ["first", "mine"],
        "step": ["try-it", "read-it", "more"],
        "part": ["read-it/one", "read-it/four"],
        "added step": ["read-it", "own"],
        "added part": ["read-it/half"],
        "choice": ["how"],
        "include": ["other", "other/one"],
        "requires": ["more", "own"],
        "alternatives": ["more", "own"],
        "same_as": ["other/read-it", "other/read-that"],
        "steps": ["own", "own"],
        "resource": ["https://example.org/buch", "https://example.org/aufsatz"],
        "feed": ["https://example.org/mehr.xml"],
    }


@pytest.mark.parametrize("path", sorted(GOOD.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_mark_stands_where_its_name_is_written(path: Path) -> None:
    lines = path.read_text("utf-8-sig").splitlines()
    found = marks(path.read_bytes())
    assert found
    for mark in found:
        written = lines[mark.line - 1][mark.column - 1 :].lstrip("\"'")
        own = mark.name.rpartition("/")[2] if mark.kind in ("part", "added part", "include") else mark.name
        assert written.startswith(own), mark


def test_a_mark_says_what_it_stands_in() -> None:
    held = marks((GOOD / "everything.yaml").read_bytes())
    found = {(mark.kind, mark.name): (mark.holder, mark.of) for mark in held}
    assert found["curriculum", "everything"] == ("", "")
    assert found["module", "first"] == ("curriculum", "everything")
    assert found["step", "read-it"] == ("module", "first")
    assert found["part", "read-it/one"] == found["requires", "other/step"] == ("step", "read-it")
    assert found["was", "second"] == ("part", "read-it/two")
    assert found["include", "other/one"] == ("module", "second")
    assert found["include", "other/three"] == ("curriculum", "everything")
    assert found["steps", "everything/try-it"] == ("choice", "how")


def test_a_file_with_mistakes_has_marks_of_what_is_right() -> None:
    text = "id: x\nmodules:\n- id: No\n  steps:\n  - {id: s, requires: [~, A, b]}\n  - 'unclosed\n"
    found = marks(text.encode())
    assert found == (
        Mark("curriculum", "x", 1, 5),
        Mark("step", "s", 5, 10, "module", ""),
        Mark("requires", "b", 5, 30, "step", "s"),
    )


def test_marks_come_only_when_asked_for() -> None:
    data = yaml_of("a").encode()
    plain, marked = (read_files([("a.yaml", data, Source.USER)], marks=wanted)[0] for wanted in (False, True))
    assert plain.marks == ()
    assert marked == read(data, "a.yaml", marks=True)
    assert [mark.kind for mark in marked.marks] == ["curriculum", "module", "step"]
    assert "marks" not in read_to_json(marked)  # nor in the cache, which keeps that


def test_links_in_texts_are_marked() -> None:
    step = b"  - id: s\n    title: S\n    kind: skill\n    do: |\n"
    head = b"format: 1\nid: x\ntitle: X\nmodules:\n- id: m\n  title: M\n  steps:\n"
    text = head + step + b"      See [the page](https://example.org/a) and <http://example.org/b>.\n"
    found = [(mark.name, mark.line) for mark in read(text, "x.yaml", marks=True).marks if mark.kind == "link"]
    assert found == [("https://example.org/a", 11), ("http://example.org/b", 11)]
