from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.catalog.names import LENGTH, SLUG, SLUG_LIMIT, slug_of
from pmlearn.catalog.slugs import Ids


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Read the Scrum Guide", "read-the-scrum-guide"),
        ("Café & Straße", "cafe-strasse"),
        ("Don't ask what they'd buy", "dont-ask-what-theyd-buy"),
        ("The art of the product, and of the team", "art-product-team"),
        ("the-art-of-the-product-and-of-the-team", "the-art-of-the-product-and-of-the-team"),
        ("Of the", "of-the"),
        ("产品", ""),
        ("a" * 100, "a" * LENGTH),
        ("One two three four five six seven eight nine", "one-two-three-four-five-six"),
    ],
)
def test_a_slug_is_short_and_readable(title: str, expected: str) -> None:
    assert slug_of(title) == expected


@given(st.lists(st.text(max_size=80)))
def test_ids_are_ids_and_differ(titles: list[str]) -> None:
    ids = Ids("step")
    made = [ids.make(title) for title in titles]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(SLUG, each) and len(each) <= SLUG_LIMIT for each in made)


def test_a_wanted_id_is_kept_while_it_is_free() -> None:
    ids = Ids("step")
    assert [ids.make("Title", "mine"), ids.make("Title", "mine"), ids.make("产品")] == [
        "mine",
        "mine-2",
        "step",
    ]
