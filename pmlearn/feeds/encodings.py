"""Encodings that a document claims and cannot have, which feedparser would believe."""

from __future__ import annotations

import re

_WIDE = r"(?:utf-?(?:16|32)(?:-?[lb]e)?|ucs-?[24])"
_DECLARED = re.compile(
    rf"""\s*<\?xml[^<>]{{0,200}}?(\sencoding\s*=\s*["']{_WIDE}["'])""".encode(), re.IGNORECASE
)
_HEADER = re.compile(rf""";\s*charset\s*=\s*["']?{_WIDE}["']?""", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"


def without_lies(body: bytes, content_type: str) -> tuple[bytes, str]:
    """Return a document and its header without an encoding of two or four bytes, where it has one of one.

    Decoded as that it would be Chinese, and no feed.
    """
    start = body[:400].removeprefix(_BOM).lstrip()
    if not start.startswith(b"<") or b"\0" in start:
        return body, content_type
    declared = _DECLARED.match(body[:400].removeprefix(_BOM))
    if declared:
        body = body.replace(declared[1], b"", 1)
    return body, _HEADER.sub("", content_type)
