"""The piece of a text that shows why it was found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.search import read
from pmlearn.model.snippet import LONGEST, marks, snippet

FAR = "word " * 100


def test_the_piece_around_the_words_is_shown() -> None:
    said = snippet(f"{FAR}where prices rise {FAR}", read("pricing"))
    assert said.hit
    assert said.text.startswith("…")
    assert said.text.endswith("…")
    assert "where prices rise" in said.text
    assert len(said.text) <= LONGEST


def test_the_piece_with_the_most_of_the_words_is_shown() -> None:
    said = snippet(f"a price {FAR} a customer's price {FAR} customers", read("price customer"))
    assert "a customer's price" in said.text


def test_without_a_word_it_is_the_beginning() -> None:
    said = snippet(f"At first {FAR}", read("price"))
    assert not said.hit
    assert said.text.startswith("At first word")
    assert snippet("short", read("price")).text == "short"


def test_the_words_can_be_marked() -> None:
    text = "Précis prices, and pricing 产品经理"
    assert [text[begin:end] for begin, end in marks(text, read("price "))] == ["prices", "pricing"]
    assert [text[begin:end] for begin, end in marks(text, read("prec"))] == ["Précis"]
    assert [text[begin:end] for begin, end in marks(text, read("产品"))] == ["产", "品"]


@given(st.text(), st.text(), st.integers(min_value=60, max_value=200))
def test_a_snippet_is_never_longer_than_it_may_be(text: str, words: str, longest: int) -> None:
    assert len(snippet(text, read(words), longest).text) <= longest
    for begin, end in marks(text, read(words)):
        assert text[begin:end].strip()
