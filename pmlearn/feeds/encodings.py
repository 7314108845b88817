"""Encodings that a document claims and cannot have, which feedparser would believe."""

from __future__ import annotations

import codecs
import re

_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),  # after UTF-32's, which begins with it
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = r"(?:utf-?(?:16|32)(?:-?[lb]e)?|ucs-?[24])"
_START = r"\s*<\?xml[^<>]{0,200}?"
_DECLARED = re.compile(rf"""{_START}(\sencoding\s*=\s*["'][\w.:-]*["'])""".encode(), re.IGNORECASE)
_DECLARED_WIDE = re.compile(rf"""{_START}(\sencoding\s*=\s*["']{_WIDE}["'])""".encode(), re.IGNORECASE)
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?[\w.:-]*["']?""", re.IGNORECASE)
_CHARSET_WIDE = re.compile(rf""";\s*charset\s*=\s*["']?{_WIDE}["']?""", re.IGNORECASE)
_SAID = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_LOOKED_AT = 400  # bytes, in which a declaration ends


def without_lies(body: bytes, content_type: str) -> tuple[bytes, str]:
    """Return a document and its header without what cannot be true of them.

    A mark at the beginning says that a document has two or four bytes a character; without one, what begins
    with a `<` of one byte has not: read like that it would be Chinese, and no feed.
    """
    for mark, encoding in _MARKED:
        if body.startswith(mark):
            body = body.decode(encoding, "replace").encode("utf-8", "replace")
            return _without(_DECLARED, body), _CHARSET.sub("", content_type)
    start = body[:_LOOKED_AT].removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith(b"<") or b"\0" in start:
        return body, content_type
    return _without(_DECLARED_WIDE, body), _CHARSET_WIDE.sub("", content_type)


def _without(declared: re.Pattern[bytes], body: bytes) -> bytes:
    found = declared.match(body.removeprefix(codecs.BOM_UTF8)[:_LOOKED_AT])
    return body.replace(found[1], b"", 1) if found else body


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of a page or a list: what it can be comes before what it, or its header, says it is."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), *_MARKED):
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    if b"\0" in body[:_LOOKED_AT]:
        encoding = "utf-16-be" if body[:1] == b"\0" else "utf-16-le"
        return body.decode(encoding, "replace")
    told = (_SAID.search(content_type.encode("ascii", "replace")), _SAID.search(body[:1024]))
    for encoding in ("utf-8", *(said[1].decode("ascii") for said in told if said)):
        try:
            return body.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return body.decode("windows-1252", "replace")
