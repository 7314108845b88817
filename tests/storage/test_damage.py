"""Files of ours with a value in them that nobody wrote: each ends in what is left, or in one sentence."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from pmlearn.errors import PmlearnError
from pmlearn.feeds.reading import read
from pmlearn.model.feed import Fetched, item_id
from pmlearn.storage.entries import Entries
from pmlearn.storage.fetches import Fetches
from tests.storage.making import NOW
from tests.storage.test_entries import FEED
from tests.storage.test_mending import URL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JUNK: tuple[Any, ...] = (None, -1, 10**30, "\ud800", [[]], {"1": 7})
DOCUMENT = b"""<rss version='2.0' xmlns:p='https://podcastindex.org/namespace/1.0'><channel><title>T</title><item>
<guid>1</guid><title>a</title><category>x</category><description>one</description><enclosure
type='audio/mpeg' url='https://e.org/a.mp3'/><p:transcript url='https://e.org/t.vtt' type='text/vtt'/></item>
<item><guid>2</guid><title>b</title><description>two</description></item></channel></rss>"""


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def damaged(path: Path) -> Iterator[tuple[Any, ...]]:
    """Write the file with junk in one place after the other; yields where."""
    whole = path.read_text()
    for place in list(places(json.loads(whole))):
        for junk in JUNK:
            value = json.loads(whole)
            inner = value
            for key in place[:-1]:
                inner = inner[key]
            inner[place[-1]] = junk
            path.write_text(json.dumps(value))
            yield place


def test_whatever_stands_in_a_file_of_entries_a_refresh_ends_well(tmp_path: Path) -> None:
    Entries(tmp_path, lambda: NOW).merge(FEED, read(DOCUMENT, "text/xml", URL, frozenset()))
    bodies = (tmp_path / f"{FEED}.0.bodies").read_bytes()
    changed = DOCUMENT.replace(b"two", b"three")
    for place in damaged(tmp_path / f"{FEED}.json"):
        (tmp_path / f"{FEED}.0.bodies").write_bytes(bodies)
        entries = Entries(tmp_path, lambda: NOW)
        entries.load(FEED)
        entries.body(FEED, item_id(FEED, "1"))
        entries.bodies(FEED)
        with contextlib.suppress(PmlearnError):
            entries.merge(FEED, read(changed, "text/xml", URL, entries.known(FEED)))
            assert len(entries.load(FEED)) >= 2 or entries.notices, place


def test_whatever_stands_in_the_file_of_fetches_it_can_be_asked(tmp_path: Path) -> None:
    Fetches(tmp_path, lambda: NOW).put({FEED: Fetched(title="T", etag='"1"')})
    for place in damaged(tmp_path / "fetches.json"):
        fetches = Fetches(tmp_path, lambda: NOW)
        assert isinstance(fetches.get(FEED).title, str), place
        assert len(fetches.titles()) <= 1
