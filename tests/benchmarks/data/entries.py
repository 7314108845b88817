"""Entries by the thousand, put where a refresh puts them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pmlearn.model.feed import Entry, ParsedFeed, feed_id
from pmlearn.storage.entries import Entries

if TYPE_CHECKING:
    from tests.benchmarks.data.home import Home

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
BODY = "<p>" + "What a product team learns from its customers, and what it does about it. " * 75 + "</p>"


EVERYTHING = 1_000_000
"""An inbox that holds it all."""


def fill(home: Home, feeds: int, entries: int, inbox: int = EVERYTHING) -> None:
    """Subscribe feeds and give each its entries, and let the index read them; the inbox holds so many."""
    addresses = [f"https://blog-{feed}.example/feed.xml" for feed in range(feeds)]
    home.subscribe(addresses, inbox)
    store = Entries(home.places.entries, lambda: BEGIN)
    for feed, address in enumerate(addresses):
        found = tuple(_entry(feed, number) for number in reversed(range(entries)))
        store.merge(feed_id(address), ParsedFeed(f"Blog {feed}", f"https://blog-{feed}.example/", found))
    home.services().queue.counts()


def _entry(feed: int, number: int) -> Entry:
    link = f"https://blog-{feed}.example/{number}"
    at = BEGIN + timedelta(hours=7 * number, minutes=feed % 60)
    return Entry(
        id=link,
        title=f"Article {number} of blog {feed}: what a product team learns",
        link=link,
        author=f"Author {feed}",
        published=f"{at:%Y-%m-%dT%H:%M:%SZ}",
        summary="What a product team learns from its customers.",
        body=BODY,
        topics=("discovery",),
        words=1050,
    )
