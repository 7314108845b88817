from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.feed import feed_id, item_id, slug


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.svpg.com/feed/", "svpg-com-2d25"),
        ("https://example.org/feed.xml", "example-org-d74f"),
        ("http://127.0.0.1:8000/feed.xml", "127-0-0-1-d064"),
        ("https://[2001:db8::1]/rss", "2001-db8-1-9291"),
        ("https://EXAMPLE.org/feed.xml", "example-org-7490"),
        ("feed.xml", "feed-f81c"),
    ],
)
def test_the_id_of_a_feed_never_changes(url: str, expected: str) -> None:
    assert feed_id(url) == expected


def test_more_digits_tell_two_feeds_of_one_host_apart() -> None:
    short, long = feed_id("https://example.org/a"), feed_id("https://example.org/a", 8)
    assert long.startswith(short)
    assert len(long) == len(short) + 4


def test_a_long_host_makes_no_long_id() -> None:
    assert len(feed_id(f"https://{'a' * 60}.example.org/")) == 45


@pytest.mark.parametrize(
    ("feed", "entry", "expected"),
    [
        ("svpg-com-2d25", "https://www.svpg.com/?p=1", "ldk35zo5mr"),
        ("", "https://example.org/", "ial7mvb56s"),
        ("svpg-com-2d25", "\ud800", "xtaningsb3"),
    ],
)
def test_the_id_of_an_item_never_changes(feed: str, entry: str, expected: str) -> None:
    assert item_id(feed, entry) == expected


@given(st.text(), st.text())
def test_the_id_of_an_item_is_ten_characters_of_base32(feed: str, entry: str) -> None:
    assert re.fullmatch("[a-z2-7]{10}", item_id(feed, entry))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Product Discovery", "product-discovery"),
        ("  C++ / UX_Research! ", "c-ux-research"),
        ("Ökonomie", "ökonomie"),
        ("プロダクト", "プロダクト"),
        ("---", ""),
        ("", ""),
    ],
)
def test_a_topic_is_a_plain_tag(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_a_tag_stays_as_it_is(text: str) -> None:
    assert slug(slug(text)) == slug(text)
