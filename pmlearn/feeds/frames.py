"""What goes over the pipes between the program and its parser processes.

A frame is two lengths, four bytes each with the highest first, then so many bytes of a JSON object and so
many bytes of whatever it is about. Nothing else crosses: a parser that was taken over by a hostile feed can
send text, and no code.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, replace
from typing import Any

from pmlearn.model.feed import PARTS, Entry, ParsedFeed, Slice

LENGTHS = struct.Struct(">II")
"""The start of a frame: bytes of the header, bytes of the rest."""

_LENGTH = struct.Struct(">I")

LONGEST = 64 << 20
"""Bytes that one frame may have; a longer one is a broken pipe's, or a lie."""

Header = dict[str, Any]


def pack(header: Header, body: bytes = b"") -> bytes:
    """Return a frame."""
    head = json.dumps(header).encode()
    return LENGTHS.pack(len(head), len(body)) + head + body


def dump_feed(feed: ParsedFeed) -> bytes:
    """Return a feed: the length of the head, a JSON head, and the bodies one after the other, as UTF-8.

    As JSON, each quotation mark of a body would be escaped, and sought again.
    """
    bodies = [entry.body.encode("utf-8", "replace") for entry in feed.entries]
    head = json.dumps(
        {
            "title": feed.title,
            "link": feed.link,
            "every": feed.every,
            "entries": [asdict(replace(entry, body="")) for entry in feed.entries],
            "bodies": [len(body) for body in bodies],
            "slices": [(one.digest, one.known) for one in feed.slices],
        }
    ).encode()
    return b"".join([_LENGTH.pack(len(head)), head, *bodies])


def load_feed(data: bytes) -> ParsedFeed:
    """Return the feed that `dump_feed` wrote.

    Raises:
        KeyError, TypeError, ValueError: it did not.
    """
    try:
        begin = _LENGTH.size + _LENGTH.unpack_from(data)[0]
    except struct.error as error:
        raise ValueError("no feed") from error
    feed = json.loads(data[_LENGTH.size : begin])
    entries = []
    for fields, length in zip(feed["entries"], feed["bodies"], strict=True):
        end = begin + length
        if not begin <= end <= len(data):
            raise ValueError("a body beyond the end")
        entries.append(_entry(fields | {"body": data[begin:end].decode()}))
        begin = end
    slices = tuple(Slice(str(digest), bool(known)) for digest, known in feed["slices"])
    return ParsedFeed(feed["title"], feed["link"], tuple(entries), feed["every"], slices)


def _entry(fields: Header) -> Entry:
    parts = {name: tuple(kind(**part) for part in fields[name]) for name, kind in PARTS.items()}
    return Entry(**fields | {"topics": tuple(fields["topics"])} | parts)
