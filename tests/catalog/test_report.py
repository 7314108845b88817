from __future__ import annotations

from pmlearn.catalog.report import near, quoted


def test_a_near_miss_is_named() -> None:
    assert near("titel", ["title", "kind"]) == "title"
    assert near("colour", ["title", "kind"]) == ""


def test_a_word_too_long_to_be_meant_is_not_compared() -> None:
    assert near("a" * 100, ["a" * 100]) == "a" * 100
    assert near("a" * 101, ["a" * 101]) == ""


def test_what_stands_in_a_file_is_quoted_short_and_harmless() -> None:
    assert quoted("a\x1b[2J\n\u202eb") == "“a[2J b”"
    assert len(quoted("x" * 1000)) == 62
