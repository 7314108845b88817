"""Chapters, as files of their own have them, and as notes list them."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.errors import ParseError
from pmlearn.feeds.chapters import MOST, chapters_of_json, chapters_of_notes
from pmlearn.model.feed import Chapter
from pmlearn.model.recording import chapter_at, clock


def read(*chapters: Any) -> tuple[Chapter, ...]:
    return chapters_of_json(json.dumps({"version": "1.2.0", "chapters": chapters}).encode())


def test_a_document_of_the_format() -> None:
    assert read(
        {"startTime": 168.5, "title": "Hearing", "img": "https://e.org/i.png", "url": "https://e.org/h"},
        {"startTime": 0, "title": "Intro"},
        {"startTime": 260, "img": "https://e.org/silent.png", "toc": False},
        {"startTime": 300},
        {"startTime": 400, "title": "End", "toc": True, "endTime": 410, "location": {"name": "x"}},
    ) == (
        Chapter(0, "Intro"),
        Chapter(168, "Hearing", "https://e.org/h"),
        Chapter(300, ""),
        Chapter(400, "End"),
    )


@pytest.mark.parametrize("start", [None, "x", -1, True, [], 1e99, float("nan"), float("inf")])
def test_a_chapter_without_a_start_is_passed_over(start: Any) -> None:
    assert read({"startTime": start, "title": "x"}, 5, None, {"startTime": "7", "title": 5}) == (
        Chapter(7, ""),
    )


def test_texts_and_links_are_made_harmless() -> None:
    (chapter,) = read({"startTime": 1, "title": "a\x1b]52;c;x\x07\nb", "url": "javascript:alert(1)"})
    assert chapter == Chapter(1, "a]52;c;x b")


def test_a_flood_is_cut_off() -> None:
    assert len(read(*({"startTime": at} for at in range(5000)))) == MOST


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"chapters": {}}', b"[" * 100_000, b"\xff"])
def test_what_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError):
        chapters_of_json(body)


@given(st.binary())
def test_no_bytes_are_too_odd(body: bytes) -> None:
    with contextlib.suppress(ParseError):
        chapters_of_json(body)


@pytest.mark.parametrize(
    "lines",
    [
        ["0:00 Hello", "12:34 Why hire", "1:02:03 The end"],
        ["- 00:00 Hello", "- 12:34 Why hire", "- 01:02:03 The end"],
        ["(0:00) Hello", "(12:34) - Why hire", "(1:02:03): The end"],
        ["[0:00] Hello", "\\[12:34\\] Why hire", "**\\[1:02:03\\]** The end"],
        ["0:00 – Hello", "12:34 — Why hire", "1:02:03 | The end"],
        ["Hello 0:00", "Why hire (12:34)", "The end - 1:02:03"],
        [
            "[0:00](https://e.org/?t=0) Hello",
            "[12:34](https://e.org/?t=754) [Why hire](https://x.y)",
            "1:02:03.5 The end",
        ],
        ["> * 0:00 *Hello*", "1. 9", "12:34 Why hire  ", "", "Some words: 25", "1:02:03 The end"],
        ["0:00 Hello", "We start at 10:30 on Mondays.", "12:34 Why hire", "9:99 nonsense", "1:02:03 The end"],
        ["0:00 Hello", "12:34 Why hire", "5:00 is earlier", "1:02:03 The end", "12:34"],
    ],
)
def test_the_ways_in_which_people_write_them(lines: list[str]) -> None:
    assert chapters_of_notes("\n".join(["About this talk.", "", *lines])) == (
        Chapter(0, "Hello"),
        Chapter(754, "Why hire"),
        Chapter(3723, "The end"),
    )


def test_one_time_alone_is_no_list_of_chapters() -> None:
    assert chapters_of_notes("Live at 10:30 in Berlin\n10:30 Doors open") == ()
    assert chapters_of_notes("") == ()


def test_nothing_lies_beyond_the_end() -> None:
    assert chapters_of_notes("0:00 a\n5:00 b\n20:00 c", 600) == (Chapter(0, "a"), Chapter(300, "b"))


@given(st.text(alphabet="0123456789:-[]() *\\abä\n", max_size=300))
def test_starts_only_ever_grow(text: str) -> None:
    starts = [chapter.start for chapter in chapters_of_notes(text)]
    assert starts == sorted(set(starts))


def test_long_lines_of_strangers_take_no_time() -> None:
    for piece in ("[", "[a](", " " * 300 + "1:", "- * - ", "1:00 ", "a:"):
        chapters_of_notes("\n".join([piece * (4_000 // len(piece))] * 50))


@given(st.integers(0, 10**6))
def test_times_are_read_as_they_are_written(seconds: int) -> None:
    assert chapters_of_notes(f"{clock(seconds)} a\n{clock(seconds + 9)} b") == (
        Chapter(seconds, "a"),
        Chapter(seconds + 9, "b"),
    )


def test_where_one_is() -> None:
    chapters = (Chapter(5, "a"), Chapter(60, "b"))
    assert [chapter_at(chapters, at) for at in (0, 5, 59.9, 60, 999)] == [-1, 0, 0, 1, 1]
    assert [clock(at) for at in (-3, 9.9, 754, 3723)] == ["0:00", "0:09", "12:34", "1:02:03"]
