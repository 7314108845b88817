"""What goes over the pipes between the program and its parser processes.

A frame is two lengths, four bytes each with the highest first, then so many bytes of a JSON object and so
many bytes of whatever it is about. Nothing else crosses: a parser that was taken over by a hostile feed can
send text, and no code.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict
from typing import Any

from pmlearn.model.feed import PARTS, Entry, ParsedFeed

LENGTHS = struct.Struct(">II")
"""The start of a frame: bytes of the header, bytes of the rest."""

LONGEST = 64 << 20
"""Bytes that one frame may have; a longer one is a broken pipe's, or a lie."""

Header = dict[str, Any]


def pack(header: Header, body: bytes = b"") -> bytes:
    """Return a frame."""
    head = json.dumps(header).encode()
    return LENGTHS.pack(len(head), len(body)) + head + body


def dump_feed(feed: ParsedFeed) -> bytes:
    """Return a feed as JSON."""
    return json.dumps(asdict(feed)).encode()


def load_feed(data: bytes) -> ParsedFeed:
    """Return the feed that `dump_feed` wrote.

    Raises:
        KeyError, TypeError, ValueError: it did not.
    """
    feed = json.loads(data)
    return ParsedFeed(feed["title"], feed["link"], tuple(_entry(entry) for entry in feed["entries"]))


def _entry(fields: Header) -> Entry:
    parts = {name: tuple(kind(**part) for part in fields[name]) for name, kind in PARTS.items()}
    return Entry(**fields | {"topics": tuple(fields["topics"])} | parts)
