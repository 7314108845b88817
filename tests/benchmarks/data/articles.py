"""Articles by the thousand that differ as articles do: words as often as in a language, 6 kB of HTML each."""

from __future__ import annotations

import random
import re
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.model.feed import Entry, ParsedFeed, feed_id
from pmlearn.storage.entries import Entries
from tests.benchmarks.data.entries import BEGIN

if TYPE_CHECKING:
    from tests.benchmarks.data.home import Home

CURRICULA = Path(__file__).parents[3] / "curricula"
WORDS = 900  # in an article

RARE, COMMON = "walrus", "customers"
"""Words that one article of five hundred has, and one of three."""


def fill(home: Home, feeds: int, entries: int) -> None:
    """Subscribe feeds and give each its articles."""
    chance = random.Random(5)
    text = "\n".join(path.read_text("utf-8") for path in sorted(CURRICULA.glob("*.yaml")))
    known = sorted(set(re.findall(r"[a-z]{2,}", text.lower())) - {RARE, COMMON})
    chance.shuffle(known)
    weights = list(accumulate(1 / (place + 3) for place in range(len(known))))
    pool = chance.choices(known, cum_weights=weights, k=400_000)
    addresses = [f"https://blog-{feed}.example/feed.xml" for feed in range(feeds)]
    home.subscribe(addresses)
    store = Entries(home.places.entries, lambda: BEGIN)
    for address in addresses:
        found = tuple(_entry(chance, pool, address, number) for number in range(entries))
        store.merge(feed_id(address), ParsedFeed("Blog", "", found))


def _entry(chance: random.Random, pool: list[str], address: str, number: int) -> Entry:
    begin = chance.randrange(len(pool) - WORDS)
    words = pool[begin : begin + WORDS]
    if not chance.randrange(500):
        words[chance.randrange(WORDS)] = RARE
    if not chance.randrange(3):
        words[chance.randrange(WORDS)] = COMMON
    paragraphs = (" ".join(words[at : at + 90]) for at in range(0, WORDS, 90))
    body = "".join(f'<p class="text">{text}, <a href="https://e.example/">so</a>.</p>' for text in paragraphs)
    link = f"{address}/{number}"
    return Entry(link, " ".join(words[:7]), link, published="2026-01-05T08:00:00Z", body=body, words=WORDS)
