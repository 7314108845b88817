"""What an address turns out to be: a feed, a list of feeds, or a page that names some."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urljoin, urlsplit

from pmlearn.feeds.encodings import decode
from pmlearn.feeds.links import web_link
from pmlearn.feeds.opml import is_opml, read_opml
from pmlearn.feeds.tags import tags
from pmlearn.model.feed import Feed, FeedList
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 20
"""Feeds that one page can name."""

USUAL_PLACES = ("/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/rss", "/feed.json")
"""Where sites have their feed if they do not say where, the most usual first."""

_TYPES = frozenset(
    f"application/{name}" for name in ("rss+xml", "atom+xml", "rdf+xml", "feed+json", "xml", "x-rss+xml")
) | {"text/xml", "text/rss+xml", "application/x.atom+xml"}
_FEED_PATH = re.compile(
    r"(?:^|/)(?:feed|rss|atom|feeds?\.(?:xml|json|rss|atom)|index\.(?:rdf|rss|xml)|rss2?\.xml|atom\.xml|\w+\.rss)/?$",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"\bcomments?\b", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def known_place(url: str) -> str:
    """Return the feed of a YouTube channel or playlist, or of a Substack; "" for any other address.

    A channel that has a name of its own (`/@name`) says on its page where its feed is.
    """
    parts = urlsplit(url)
    host, path = (
        (parts.hostname or "").removeprefix("www.").removeprefix("m."),
        parts.path.strip("/").split("/"),
    )
    if host == "youtube.com":
        feeds = "https://www.youtube.com/feeds/videos.xml"
        playlist = parse_qs(parts.query).get("list", [""])[0]
        if path[0] == "playlist" and re.fullmatch(r"[\w-]{2,100}", playlist, re.ASCII):
            return f"{feeds}?playlist_id={playlist}"
        if len(path) > 1 and re.fullmatch(r"[\w-]{2,100}", path[1], re.ASCII):
            key = {"channel": "channel_id", "user": "user"}.get(path[0])
            return f"{feeds}?{key}={path[1]}" if key else ""
    if host.endswith(".substack.com") and path[0] in ("", "archive", "about", "p", "podcast"):
        return f"https://{host}/feed"
    return ""


def look(body: bytes, content_type: str, url: str) -> tuple[str, FeedList]:
    """Return what a document is, `feed`, `list` or `page`, and the feeds in it.

    A feed is a list of itself.

    Raises:
        ParseError: it is none of the three.
    """
    if is_opml(body):
        return "list", read_opml(body, content_type)
    start = decode(body[:4096], content_type)
    if not _PAGE.search(start):
        from pmlearn.feeds.parse import parse  # noqa: PLC0415 - a page needs no feedparser

        feed = parse(body, content_type, url)
        return "feed", FeedList(feed.title, (Feed("", url, feed.title, link=feed.link),))
    return "page", FeedList("", tuple(named_on(decode(body, content_type), url)))


def named_on(html: str, url: str) -> list[Feed]:
    """Return the feeds that a page names, in its order: in its head, else in its links."""
    base = next((attributes.get("href", "") for _, attributes, _ in tags(html, "base") if attributes), "")
    base = urljoin(url, base.strip()[:2_000])
    found = {feed.url: feed for feed in _linked(html, base)}
    if not found:
        found = {feed.url: feed for feed in _mentioned(html, base)}
    # What readers say below articles is rarely what is looked for.
    wanted = [feed for feed in found.values() if not _COMMENTS.search(f"{feed.url} {feed.title}")]
    return (wanted or list(found.values()))[:MOST]


def _linked(html: str, base: str) -> Iterator[Feed]:
    for _, attributes, _ in tags(html, "link"):
        relation = (attributes or {}).get("rel", "").lower().split()
        if attributes is None or not {"alternate", "feed"} & set(relation) or "stylesheet" in relation:
            continue
        kind = attributes.get("type", "").lower().partition(";")[0].strip()
        url = web_link(attributes.get("href", ""), base)
        # JSON under an alternate address is mostly an interface for programs.
        fits = kind in _TYPES or (kind == "application/json" and _FEED_PATH.search(urlsplit(url).path))
        if url and (fits or ("feed" in relation and not kind)):
            yield Feed("", url, clean(attributes.get("title", "")))


def _mentioned(html: str, base: str) -> Iterator[Feed]:
    for _, attributes, _ in tags(html, "a"):
        href = (attributes or {}).get("href", "")
        url = web_link(re.sub(r"^feed:(?://)?(?=https?:)", "", href.strip()), base)
        if url and _FEED_PATH.search(urlsplit(url).path):
            yield Feed("", url, clean((attributes or {}).get("title", "")))


def dump(kind: str, found: FeedList) -> bytes:
    """Return what `look` found as JSON."""
    return json.dumps({"kind": kind} | asdict(found)).encode()


def load(data: bytes) -> tuple[str, FeedList]:
    """Return what `dump` wrote.

    Raises:
        KeyError, TypeError, ValueError: it did not.
    """
    doc = json.loads(data)
    feeds = tuple(
        Feed(**one | {name: tuple(map(str, one[name])) for name in ("topics", "mute", "keep")})
        for one in doc["feeds"]
    )
    texts = (
        doc["kind"],
        doc["title"],
        *(text for feed in feeds for text in (feed.url, feed.title, feed.link)),
    )
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a text is none")
    return doc["kind"], FeedList(doc["title"], feeds, tuple(map(str, doc["flaws"])))
