"""HTML as a line of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.feeds.plain import count_words, plain
from pmlearn.model.text import clean


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("un<em>believ</em>able", "unbelievable"),
        ("AT&amp;T &#8217;s &lt;b&gt;", "AT&T ’s <b>"),
        ("3 < 4 and 5 > 2", "3 < 4 and 5 > 2"),
        ("a<script>alert(1)</script>b<style>p{}</style>c", "a b c"),
        ("a<!-- hidden -->b", "a b"),
        ("cut in a tag <a href='x", "cut in a tag <a href='x"),
        ("&#27;[31mred&#x9b;2J&#0;", "[31mred›2J�"),
        ("&#x202e;fdp", "fdp"),
    ],
)
def test_plain(html: str, text: str) -> None:
    assert plain(html) == text


@given(st.text(alphabet=st.sampled_from("<>/!-&#;x1b27\x1b\x9b\u202e\n ab"), max_size=200))
def test_nothing_harmful_is_left(html: str) -> None:
    assert plain(html) == clean(plain(html))


def test_words_are_counted_without_markup() -> None:
    assert count_words("<p class='a b c'>One two</p><p>three</p>") == 3
