"""What is searched for: words, phrases, what is not wanted, a word that is being typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.search import MOST, fits, parted, read, stems_of


def fields(*texts: str) -> list[tuple[str, ...]]:
    return [stems_of(parted(text)) for text in texts]


def found(words: str, *texts: str) -> bool:
    return fits(read(words), fields(*texts))


def test_words_phrases_and_what_is_not_wanted_are_told_apart() -> None:
    wanted = read('pricing “a good phrase” -churn -"long gone" disco')
    assert [phrase.text for phrase in wanted.phrases] == ["pricing", "a good phrase", "disco"]
    assert [phrase.text for phrase in wanted.without] == ["churn", "long gone"]
    assert wanted.open


@pytest.mark.parametrize("text", ["team ", '"team"', "team -gone", "team -", ""])
def test_a_word_that_is_ended_does_not_go_on(text: str) -> None:
    assert not read(text).open


@pytest.mark.parametrize("text", ["", "  ", '"', "-", '-""', "++ ?!", "\x00\x1b["])
def test_what_has_no_word_asks_for_nothing(text: str) -> None:
    assert read(text).phrases == ()
    assert not fits(read(text), fields("anything"))


def test_an_unclosed_quote_goes_to_the_end() -> None:
    assert [phrase.text for phrase in read('a "b c').phrases] == ["a", "b c"]


def test_only_so_many_words_are_looked_for() -> None:
    assert len(read("word " * 500).phrases) == MOST


def test_all_words_must_be_there_in_any_field_and_order() -> None:
    assert found("Éclair price ", "Pricing", "an eclair")
    assert not found("eclair price ", "Pricing")
    assert found('"product market fit"', "on Product–Market Fit")
    assert not found('"product fit"', "product market fit")
    assert not found("price -eclair", "Pricing", "an eclair")


@pytest.mark.parametrize("typed", ["p", "pri", "pric", "prici", "pricin", "pricing"])
def test_a_word_is_found_all_the_while_it_is_typed(typed: str) -> None:
    assert found(typed, "what prices do")


@pytest.mark.parametrize(
    "word", ["prioritization", "organizations", "strategies", "scalability", "discoveries"]
)
def test_long_words_are_too(word: str) -> None:
    for end in range(3, len(word) + 1):
        assert found(word[:end], word), word[:end]


def test_scripts_without_blanks_are_found_within() -> None:
    assert found("产品", "如何做产品经理")
    assert not found("品产", "如何做产品经理")
    assert found("プロダクト", "良いプロダクトとは")


@given(st.text(), st.text())
def test_nothing_that_is_typed_fails(words: str, text: str) -> None:
    fits(read(words), fields(text))


@given(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1, max_size=20))
def test_a_text_is_found_by_each_of_its_words_and_as_a_phrase(words: list[str]) -> None:
    text = " ".join(words)
    assert found(f'"{text}"', text)
    assert all(found(word, text) for word in words)
