"""Lists of feeds as OPML: read whatever others wrote, written so that nothing of ours is lost.

Folders are outlines around others, topics the `category`; what else we keep of a feed is in attributes of a
namespace of our own, which others leave alone.

Source: OPML 2.0, http://opml.org/spec2.opml: attributes of an outline of the type rss; `category` has
categories parted by commas, whose levels are parted by slashes.
"""

from __future__ import annotations

import re
from email.utils import format_datetime
from html import escape, unescape
from typing import TYPE_CHECKING

from pmlearn.errors import ParseError
from pmlearn.feeds.encodings import decode
from pmlearn.feeds.links import web_link
from pmlearn.feeds.tags import tags
from pmlearn.model.feed import HEAVIEST, Feed, FeedList, slug
from pmlearn.model.text import clean, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

NAMESPACE = "https://pmlearn.invalid/opml/1"
"""Of the attributes that are ours; it names them, and is no address."""

MOST = 10_000
"""Feeds of one list."""

_DEEPEST = 50  # folders within each other; people write three
_LONGEST_ADDRESS = 2_000
_OPML = re.compile(r"<(?:[\w-]+:)?opml\b", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title", re.IGNORECASE)
_END = re.compile(r"</(?:[\w-]+:)?opml\s*>\s*\Z", re.IGNORECASE)
_FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:)", re.IGNORECASE)
_BARE_FEED_SCHEME = re.compile(r"feed:/{0,2}", re.IGNORECASE)


def is_opml(body: bytes) -> bool:
    """Whether a document says that it is OPML."""
    return bool(_OPML.search(decode(body[:2048])))


def read_opml(body: bytes, content_type: str = "") -> FeedList:
    """Return the feeds of an OPML file.

    Raises:
        ParseError: it holds no outline, or more than a list can.
    """
    text = decode(body, content_type)
    reader = _Reader()
    for _, attributes, empty in tags(text, "outline"):
        reader.take(attributes, empty=empty)
    if not reader.outlines:
        raise ParseError("this is not OPML: it has no outlines", "export the list again, as OPML")
    title = _TITLE.search(text)
    return FeedList(
        clean(unescape(title[1])) if title else "",
        tuple(reader.feeds.values()),
        tuple(reader.flaws(broken_off=not _END.search(text[-200:]))),
    )


class _Reader:
    def __init__(self) -> None:
        self.feeds: dict[str, Feed] = {}
        self.outlines = 0
        self._open: list[str] = []  # of each outline around: its name, where it is a folder, or ""
        self._addressless = 0
        self._repeated = 0

    def take(self, attributes: dict[str, str] | None, *, empty: bool) -> None:
        if attributes is None:
            if self._open:
                self._open.pop()
            return
        self.outlines += 1
        address = _address(attributes)
        name = clean(attributes.get("text") or attributes.get("title") or "")
        kind = attributes.get("type", "").strip().lower()
        if address:
            self._add(address, name, attributes)
        elif empty or kind in ("rss", "atom", "link", "include"):
            self._addressless += 1
        if not empty:
            self._open.append("" if address else name)
            if len(self._open) > _DEEPEST:
                raise ParseError(f"its outlines stand more than {_DEEPEST} deep", "make it flatter")

    def _add(self, address: str, name: str, attributes: dict[str, str]) -> None:
        if address in self.feeds:
            self._repeated += 1
            return
        if len(self.feeds) >= MOST:
            raise ParseError(f"it holds more than {MOST:,} feeds", "divide it into several files")
        levels = (level.strip() for name in self._open for level in name.split("/"))
        self.feeds[address] = Feed(
            "",
            address,
            "" if attributes.get("pmlearn:named") == "feed" else clean(attributes.get("title") or name),
            _topics(attributes.get("category", "")),
            folder="/".join(level for level in levels if level),
            link=web_link(attributes.get("htmlurl", "")),
            weight=max(-HEAVIEST, min(_whole(attributes, "weight") or 0, HEAVIEST)),
            paused=attributes.get("pmlearn:paused") == "true",
            mute=_lines(attributes, "mute"),
            keep=_lines(attributes, "keep"),
            bodies=_whole(attributes, "bodies", 0),
            expires=_whole(attributes, "expires", 1),
            full_text=attributes.get("pmlearn:fulltext") == "true",
        )

    def flaws(self, *, broken_off: bool) -> Iterator[str]:
        if self._addressless:
            yield f"{plural(self._addressless, 'outline')} without a feed's address left out"
        if self._repeated:
            yield f"{plural(self._repeated, 'feed')} there twice"
        if broken_off:
            yield "the file breaks off"


def _address(attributes: dict[str, str]) -> str:
    address = attributes.get("xmlurl") or ""
    if not address.strip() and attributes.get("type", "").strip().lower() in ("rss", "atom"):
        address = attributes.get("url") or ""
    address = _FEED_SCHEME.sub("", "".join(address.split()) if "\n" in address else address.strip(), count=1)
    address = _BARE_FEED_SCHEME.sub("http://", address, count=1)
    return address if len(address) <= _LONGEST_ADDRESS else ""


def _topics(category: str) -> tuple[str, ...]:
    named = (slug(clean(each.rpartition("/")[2], 60)) for each in category.split(",")[:50])
    return tuple(dict.fromkeys(topic for topic in named if topic))


def _whole(attributes: dict[str, str], name: str, least: int = -HEAVIEST) -> int | None:
    text = attributes.get(f"pmlearn:{name}", "")
    if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
        return None
    return int(text) if int(text) >= least else None


def _lines(attributes: dict[str, str], name: str) -> tuple[str, ...]:
    lines = (clean(line) for line in attributes.get(f"pmlearn:{name}", "").split("\n"))
    return tuple(line for line in lines if line)


def write_opml(title: str, feeds: Iterable[tuple[Feed, str]], now: datetime) -> str:
    """Return an OPML file of feeds, each with what it calls itself."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:pmlearn="{NAMESPACE}">',
        "  <head>",
        f"    <title>{escape(title)}</title>",
        f"    <dateCreated>{format_datetime(now)}</dateCreated>",
        "  </head>",
        "  <body>",
    ]
    around: list[str] = []
    for feed, called in sorted(feeds, key=lambda each: _levels(each[0])):
        levels = _levels(feed)
        same = 0
        while same < min(len(around), len(levels)) and around[same] == levels[same]:
            same += 1
        lines += [f"{_indent(depth)}</outline>" for depth in reversed(range(same, len(around)))]
        for depth in range(same, len(levels)):
            lines.append(f'{_indent(depth)}<outline text="{_escape(levels[depth])}">')
        around = levels
        lines.append(f"{_indent(len(around))}<outline {_attributes(feed, called)}/>")
    lines += [f"{_indent(depth)}</outline>" for depth in reversed(range(len(around)))]
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _levels(feed: Feed) -> list[str]:
    return feed.folder.split("/") if feed.folder else []


def _attributes(feed: Feed, called: str) -> str:
    name = feed.title or called or feed.url
    values = {
        "type": "rss",
        "text": name,
        "title": name,
        "xmlUrl": feed.url,
        "htmlUrl": feed.link,
        "category": ",".join(feed.topics),
        "pmlearn:named": "" if feed.title else "feed",
        "pmlearn:weight": str(feed.weight or ""),
        "pmlearn:paused": "true" if feed.paused else "",
        "pmlearn:mute": "\n".join(feed.mute),
        "pmlearn:keep": "\n".join(feed.keep),
        "pmlearn:bodies": "" if feed.bodies is None else str(feed.bodies),
        "pmlearn:expires": "" if feed.expires is None else str(feed.expires),
        "pmlearn:fullText": "true" if feed.full_text else "",
    }
    return " ".join(f'{key}="{_escape(value)}"' for key, value in values.items() if value)


def _escape(text: str) -> str:
    return escape(text).replace("\n", "&#10;")


def _indent(depth: int) -> str:
    return "  " * (depth + 2)
