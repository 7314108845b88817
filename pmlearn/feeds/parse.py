"""A document into a `ParsedFeed`: the only file that imports feedparser, and run in a parser process.

feedparser is told neither to sanitise nor to resolve links, which makes it twenty times faster: texts are
cleaned here, bodies where they are shown, and the few links that are kept are resolved here.
"""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import feedparser

from pmlearn.errors import ParseError
from pmlearn.feeds.dates import stamp_of
from pmlearn.feeds.encodings import without_lies
from pmlearn.feeds.episode import chapters_of, marks_of, teach, transcripts_of
from pmlearn.feeds.jsonfeed import is_json, read_json
from pmlearn.feeds.links import rebased, web_link
from pmlearn.feeds.media import enclosures_of
from pmlearn.feeds.plain import count_words, plain
from pmlearn.feeds.schedule import every
from pmlearn.model.feed import Entry, ParsedFeed, slug
from pmlearn.model.sameness import facts_of, first_of_each
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Element = dict[str, Any]

feedparser.api.PREFERRED_XML_PARSERS[:] = ["pmlearn.feeds.sax"]

MOST_ENTRIES = 5_000
"""Entries kept of one document, the first ones."""

LONGEST_BODY = 1_000_000
"""Characters kept of a body."""

ALL_BODIES = 10_000_000
"""Characters kept of all bodies of one document; entries after that have their summary alone."""

for _parser in (feedparser.api.StrictFeedParser, feedparser.api.LooseFeedParser):
    teach(_parser)

_MOST_TOPICS = 20
_LONGEST_TOPIC = 60
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_END = re.compile(rb"</(?:[\w-]+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_NAMED = re.compile(r"\s*[^\s()]+@[^\s()]+\s*\(([^()]+)\)\s*")
_SURROGATES = re.compile("[\ud800-\udfff\x00]")


def parse(body: bytes, content_type: str, url: str, *, repeated: bool = False) -> ParsedFeed:
    """Read a feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.

    Args:
        body: the document, as it came.
        content_type: the header, for its charset.
        url: where it came from, for relative links.
        repeated: an entry that repeats an earlier one is not left out.

    Raises:
        ParseError: it is empty, a web page, no feed at all, or breaks off.
    """
    if not body.strip():
        raise ParseError("the answer is empty", "try again later, or look for the feed's new address")
    document = read_json(body, content_type, MOST_ENTRIES) if is_json(body) else _read_xml(body, content_type)
    channel: Element = document["feed"]
    home = web_link(_text(channel, "link"), url)
    # An Atom entry without an author has its feed's (RFC 4287, section 4.1.2).
    author = _author(channel) if str(document["version"]).startswith("atom") else ""
    entries = _entries(document["entries"][:MOST_ENTRIES], url, author)
    if not repeated:
        entries = _distinct(entries, home)
    times = (_text(channel, name) for name in ("ttl", "sy_updateperiod", "sy_updatefrequency"))
    return ParsedFeed(title=_plain(channel, "title"), link=home, entries=tuple(entries), every=every(*times))


def _read_xml(body: bytes, content_type: str) -> Element:
    # In a BytesIO: feedparser would open bytes that look like a file's name.
    # The commonest thing to come instead of a feed, and the dearest to look for one in.
    if _PAGE.match(body[:4096]):
        raise ParseError(
            "this is a web page, not a feed", "remove it, and add it again: its feeds are looked for"
        )
    body, content_type = without_lies(body, content_type)
    document: Element = feedparser.parse(
        BytesIO(body),
        response_headers={"content-type": content_type} if content_type else {},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    _check(document, body)
    return document


def _check(document: Element, body: bytes) -> None:
    count = len(document["entries"])
    if not document["version"] and not count:
        raise ParseError("this is not a feed", "check the address: it has to be that of a feed")
    # What breaks off is refused: half an entry would be kept as if it were a whole one.
    if document["bozo"] and not _END.search(body[-4096:].replace(b"\0", b"")):
        raise ParseError(f"the feed breaks off after {count} entries", "try again later")


def _entries(elements: list[Element], url: str, author: str) -> Iterator[Entry]:
    left = ALL_BODIES
    for element in elements:
        entry = _entry(element, url, author, left)
        left -= len(entry.body)
        if entry.title or entry.link or entry.body or entry.enclosures:
            yield entry


def _entry(element: Element, url: str, author: str, most: int) -> Entry:
    body = _body(element, url)[: min(LONGEST_BODY, most)]
    link = web_link(_text(element, "link"), url)
    title = _plain(element, "title")
    published = stamp_of(dict.get(element, "published_parsed"))
    created = stamp_of(dict.get(element, "created_parsed"))
    updated = stamp_of(dict.get(element, "updated_parsed"))
    return Entry(
        id=_id(_text(element, "id"), link, title, body),
        title=title,
        link=link,
        author=plain(_author(element) or author),
        # RSS 1.0 has one date alone, which feedparser calls updated; many Atom feeds give no other either.
        published=published or created or updated,
        updated=updated,
        summary=plain(_text(element, "summary") or body),
        body=body,
        topics=_topics(dict.get(element, "tags", ())),
        enclosures=enclosures_of(element, url),
        words=count_words(body),
        chapters=chapters_of(element, url),
        marks=marks_of(element, url),
        transcripts=transcripts_of(element, url),
    )


def _id(given: str, link: str, title: str, body: str) -> str:
    given = " ".join(given.split())
    if not given:
        return link or "sha256:" + sha256(f"{title}\n{body}".encode()).hexdigest()
    return (
        given if given == clean(given) else "sha256:" + sha256(given.encode("utf-8", "replace")).hexdigest()
    )


def _body(element: Element, url: str) -> str:
    """The longest of the entry's contents, else its summary, as HTML."""
    contents = [content for content in dict.get(element, "content", ()) if content.get("value")]
    if not contents:
        detail = dict.get(element, "summary_detail") or {}
        contents = [{"value": _text(element, "summary"), "type": detail.get("type", "text/html")}]
    longest = max(contents, key=lambda content: len(content["value"]))
    text = longest["value"][:LONGEST_BODY]
    if not text.isascii() or "\0" in text:
        text = _SURROGATES.sub("", text)
    if longest.get("type") != "text/plain":
        # The base that xml:base gave; without one, links in it are relative to the entry's own.
        return rebased(text, urljoin(url, longest["base"])) if longest.get("base") else text
    return "".join(
        f"<p>{escape(part, quote=False)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip()
    )


def _plain(element: Element, name: str) -> str:
    text = _text(element, name)
    detail = dict.get(element, name + "_detail") or {}
    return clean(text) if detail.get("type") == "text/plain" else plain(text)


def _text(element: Element, name: str) -> str:
    # By dict.get: feedparser's own answers some names with another field, and with a warning.
    value = dict.get(element, name)
    return value if isinstance(value, str) else ""


def _author(element: Element) -> str:
    text = _text(element, "author")
    if "@" in text:
        # RSS has "address (name)". feedparser parts the two wrongly where the address ends in a long name.
        return _NAMED.sub(r"\1", text, count=1)
    names = [one["name"] for one in dict.get(element, "authors", ()) if one.get("name")]
    return ", ".join(dict.fromkeys(names)) or text


def _topics(tags: Iterable[Element]) -> tuple[str, ...]:
    named = (plain(tag.get("label") or tag.get("term") or "", _LONGEST_TOPIC) for tag in tags)
    return tuple(dict.fromkeys(topic for name in named if (topic := slug(name))))[:_MOST_TOPICS]


def _distinct(entries: Iterable[Entry], home: str) -> Iterator[Entry]:
    every = list(entries)
    return (every[place] for place in first_of_each(list(map(facts_of, every)), home))
