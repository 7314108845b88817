"""Feeds, entries and enclosures, named as RFC 4287 (Atom) names them."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAVIEST = 3
"""The weight of a feed goes from minus so much to so much."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A media file attached to an entry."""

    url: str  # http or https address
    type: str = ""  # media type, lower case; "" where unknown
    length: int | None = None  # bytes
    duration: int | None = None  # seconds


@dataclass(frozen=True, slots=True)
class Transcript:
    """What is said in a recording, written down."""

    url: str  # http or https address
    type: str = ""  # media type, lower case: text/vtt, application/x-subrip, text/html, …; "" where unknown
    language: str = ""  # RFC 5646, as the feed writes it; "" where it does not say


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a recording that the feed itself lists."""

    start: int  # seconds into it
    title: str  # one line
    link: str = ""  # http or https address of what it is about; "" where there is none


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a feed published. All texts but `body` have passed through `clean()`."""

    id: str  # atom:id, rss:guid, or what stands in for it: the link, else a hash of the title and body
    title: str  # plain text, one line
    link: str = ""  # http or https address; "" where there is none
    author: str = ""  # a name; "" where unknown
    published: str = ""  # RFC 3339 in UTC; "" where unknown
    updated: str = ""  # RFC 3339 in UTC; "" where unknown
    summary: str = ""  # plain text, one line, at most 500 characters
    body: str = ""  # HTML as it came: untrusted, to be made safe when it is shown
    topics: tuple[str, ...] = ()  # categories, as slugs
    enclosures: tuple[Enclosure, ...] = ()  # at most one for an address
    words: int = 0  # words in the body
    chapters: str = ""  # http or https address of a podcast:chapters document (JSON); "" where there is none
    marks: tuple[Chapter, ...] = ()  # chapters that stand in the feed itself (psc:chapters), by their start
    transcripts: tuple[Transcript, ...] = ()  # at most one for an address


PARTS: Mapping[str, type[Enclosure | Chapter | Transcript]] = {
    "enclosures": Enclosure,
    "marks": Chapter,
    "transcripts": Transcript,
}
"""The fields of an entry that hold several things, and what those are: JSON has lists of objects for them."""


@dataclass(frozen=True, slots=True)
class Slice:
    """An entry of a document, as it stands there."""

    digest: str  # of its bytes and of what they depend on, hex
    known: bool  # it was read before and left out; `ParsedFeed.entries` has the others, in this order, all


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed document holds."""

    title: str  # what the feed calls itself
    link: str  # the web page it belongs to; "" where it does not say
    entries: tuple[Entry, ...]  # in the order of the document, at most one for each id
    every: int = 0  # seconds that it wants between two askings; 0 where it does not say
    slices: tuple[Slice, ...] = ()  # each entry of the document; none where it was read whole


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscription."""

    id: str  # see `feed_id`
    url: str  # the address first subscribed
    title: str = ""  # what the learner, the curriculum or the configuration calls it; else the feed's own
    topics: tuple[str, ...] = ()  # shared with steps; its entries have them too
    preset: bool = False  # comes from a config.toml rather than from the journal
    weight: int = 0  # -3 to 3: how far up in the queue its entries come
    paused: bool = False  # not asked until the learner goes on with it
    mute: tuple[str, ...] = ()  # queries: an entry that one of them finds counts as archived
    keep: tuple[str, ...] = ()  # queries: where there are any, what none of them finds counts as archived
    bodies: int | None = None  # of the newest entries so many bodies are kept; None for all
    expires: int | None = None  # days in the inbox after which an entry counts as archived; None for never
    full_text: bool = False  # an entry's text is taken from its page, where it is read
    folder: str = ""  # where it stands in a list of feeds that is exported; levels are parted by "/"
    link: str = ""  # the page it belongs to, as the list that it was taken from says; "" where none did


@dataclass(frozen=True, slots=True)
class FeedList:
    """Feeds that somebody wrote down, as OPML has them."""

    title: str  # what the list is called; "" where it does not say
    feeds: tuple[Feed, ...] = ()  # without ids, at most one for an address
    flaws: tuple[str, ...] = ()  # what is broken in it and was left out or mended, in a few words each


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the last fetches of a feed left behind; it can be had again, so it is not in the journal."""

    url: str = ""  # where it lives now, after permanent redirects; "" for the address first subscribed
    title: str = ""  # the feed's own title
    etag: str = ""  # verbatim, sent back as If-None-Match
    last_modified: str = ""  # verbatim, sent back as If-Modified-Since
    body_hash: str = ""  # sha256 of the last body, hex: an unchanged body is not parsed
    checked: str = ""  # when it was last asked, RFC 3339 in UTC
    retry_after: str = ""  # not to be asked before, RFC 3339 in UTC; "" where nobody said
    error: str = ""  # why the last fetch failed; "" if it did not
    gone: bool = False  # the server answered 410: not asked again unless forced
    every: int = 0  # seconds that the document wants between two askings; 0 where it does not say
    fresh: int = 0  # seconds for which the server called its last answer fresh; 0 where it did not
    failures: int = 0  # how often in a row it failed, over all refreshes
    next: str = ""  # its time to be asked again, RFC 3339 in UTC; "" for at once


def feed_id(url: str, digits: int = 4) -> str:
    """The id of a feed: its host's slug and 4 hex digits of the address first subscribed.

    The same on every device, and kept when the feed moves. More digits tell two feeds of one host apart
    whose first four are the same.
    """
    host = (urlsplit(url).hostname or "feed").removeprefix("www.")
    slug = re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-") or "feed"
    return f"{slug[:40]}-{hashlib.sha256(url.encode()).hexdigest()[:digits]}"


def item_id(feed: str, entry: str) -> str:
    """The id of a queue item: 10 base32 characters of sha256(feed id, entry id).

    The two are joined by a newline, which neither can hold; a saved link has the feed id "".
    """
    digest = hashlib.sha256(f"{feed}\n{entry}".encode("utf-8", "surrogatepass")).digest()
    return b32encode(digest[:10])[:10].decode().lower()


def slug(text: str) -> str:
    """A plain tag from words: lower case, what is no letter or digit of any script becomes one hyphen."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")
