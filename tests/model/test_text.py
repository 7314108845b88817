"""Whatever strangers write, nothing but text comes out."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.text import BLOCK_LIMIT, TITLE_LIMIT, ascii_twin, clean, clean_block, duration, plural

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ANY_TEXT = st.text(alphabet=st.characters(codec=None)) | st.text(
    alphabet=st.sampled_from(
        "\x00\x07\t\n\r\x1b\x1c\x7f\x85\x90\x9b\x9c\x9d\xa0[]0;mab " + BIDI + "\ud800\udfff\u2028\ufeff"
    )
)


def harmful(text: str) -> list[str]:
    """Characters that a terminal would act on, or that turn text round; line ends are for the caller."""
    return [one for one in text if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") or one in BIDI]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("plain", "plain"),
        ("  a \t\r\n b\u2003c\u2028d\xa0e  ", "a b c d e"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]52;c;ZXZpbA==\x07", "]52;c;ZXZpbA=="),
        ("\x9d0;owned\x9c\x9b2J", "0;owned2J"),
        ("exe\u202egnp.\u202c \u2066x\u2069", "exegnp. x"),
        ("a\u200bb\ufeffc\u2060d", "abcd"),
        ("\ud83d\ude00 lone surrogates", "lone surrogates"),
        ("\U000e0041tags\U000e007f", "tags"),
        ("\x00\x08\x7f", ""),
        ("[/] [@click=app.quit]x[/]", "[/] [@click=app.quit]x[/]"),
        ("naïve 日本語 👩‍🚀 e\u0301 שלום", "naïve 日本語 👩‍🚀 e\u0301 שלום"),
    ],
)
def test_clean(given: str, text: str) -> None:
    assert clean(given) == text


@given(ANY_TEXT)
def test_a_clean_line_is_one_harmless_line(text: str) -> None:
    line = clean(text)
    assert harmful(line) == []
    assert "\n" not in line
    assert not re.search(r"\s\s|^\s|\s$", line)
    assert len(line) <= TITLE_LIMIT
    assert clean(line) == line
    line.encode()


@given(ANY_TEXT)
def test_a_clean_block_is_harmless_lines(text: str) -> None:
    block = clean_block(text)
    assert harmful(block.replace("\n", "")) == []
    assert clean_block(block) == block
    block.encode()


@given(ANY_TEXT, st.integers(1, 20))
def test_limits_hold_and_are_shown(text: str, limit: int) -> None:
    whole = clean(text)
    cut = clean(text, limit)
    assert len(cut) <= limit
    if len(whole) > limit and len(text) <= limit * 8:
        assert cut.endswith("…")
        assert whole.startswith(cut[:-1])
    assert len(clean_block(text, limit)) <= limit


def test_a_title_of_many_megabytes_is_not_searched_to_its_end() -> None:
    assert clean("a" * 30_000_000) == "a" * (TITLE_LIMIT - 1) + "…"
    assert len(clean_block("a\n" * BLOCK_LIMIT)) == BLOCK_LIMIT


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("a\r\nb\rc\x0bd\u2028e\x85f", "a\nb\nc\nd\ne\nf"),
        ("\n\n a\tb  \n\n", " a    b"),
        ("a \x1b\nb", "a\nb"),
        ("a\x1b[2J\u202eb", "a[2Jb"),
    ],
)
def test_clean_block(given: str, text: str) -> None:
    assert clean_block(given) == text


def test_counts_and_times_are_said_as_people_say_them() -> None:
    assert [plural(0, "step"), plural(1, "step"), plural(1_200, "step")] == [
        "0 steps",
        "1 step",
        "1,200 steps",
    ]
    assert plural(2, "entry", "entries") == "2 entries"
    assert [duration(0), duration(25), duration(60), duration(130)] == ["0 min", "25 min", "1 h", "2 h 10"]


@pytest.mark.parametrize(
    ("character", "twin"),
    [("é", "e"), ("·", "-"), ("…", "~"), ("”", '"'), ("→", ">"), ("ﬁ", "f"), ("日", "?"), ("\u0301", "?")],
)
def test_what_a_locale_cannot_write_has_an_ascii_twin(character: str, twin: str) -> None:
    assert ascii_twin(character) == twin
