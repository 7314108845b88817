"""JSON Feed 1.0 and 1.1, read as data into what feedparser makes of the other formats.

So that ids, topics, caps and repetitions are `pmlearn.feeds.parse`'s for every format alike. `next_url` is
not followed: what an archive holds is not news.

Source: https://www.jsonfeed.org/version/1.1/ and /version/1/. An id may be a number in practice, and an
author one object; anything else of another type than it says is left out.
"""

from __future__ import annotations

import codecs
import json
import re
from datetime import UTC, datetime
from html import escape
from typing import Any

from pmlearn.errors import ParseError

Element = dict[str, Any]

_VERSION = re.compile(r"(?:https?://)?(?:www\.)?jsonfeed\.org/version/(1(?:\.\d)?)/?")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def is_json(body: bytes) -> bool:
    """Whether a document is JSON rather than XML: an object, in whatever encoding."""
    return body[:256].removeprefix(codecs.BOM_UTF8).lstrip(b"\xff\xfe\0 \t\r\n")[:1] == b"{"


def read_json(body: bytes, content_type: str, most: int) -> Element:
    """Return a JSON Feed as feedparser would: `version`, `feed` and at most so many `entries`.

    Raises:
        ParseError: it is other JSON, or none.
    """
    text = _decode(body, content_type)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise ParseError("the feed breaks off", "try again later") from error
        raise _none(f"line {error.lineno} is not JSON") from error
    except ValueError as error:  # a number of a million digits
        raise _none("a number in it cannot be read") from error
    version = _VERSION.fullmatch(_text(document, "version"))
    items = document.get("items") if isinstance(document, dict) else None
    if version is None or not isinstance(items, list):
        raise _none("it is JSON, but no JSON Feed")
    author = _authors(document)
    return {
        "version": f"json{version[1].replace('.', '')}",
        "bozo": False,
        "feed": {
            "title": _text(document, "title"),
            "title_detail": {"type": "text/plain"},
            "link": _text(document, "home_page_url"),
        },
        "entries": [_entry(item, author) for item in items[:most] if isinstance(item, dict)],
    }


def _none(why: str) -> ParseError:
    return ParseError(f"this is not a feed: {why}", "check the address: it has to be that of a feed")


def _decode(body: bytes, content_type: str) -> str:
    """As UTF-8, -16 or -32, which JSON is; else as the header says, for some say it and are it."""
    try:
        return body.decode(json.detect_encoding(body))
    except UnicodeDecodeError:
        said = _CHARSET.search(content_type)
    try:
        return body.decode(said[1] if said else "utf-8")
    except (LookupError, UnicodeError):
        return body.decode("windows-1252", "replace")


def _entry(item: Element, author: str) -> Element:
    html, text = _text(item, "content_html"), _text(item, "content_text")
    entry: Element = {
        "id": _number(item, "id"),
        "link": _text(item, "url") or _text(item, "external_url"),
        "title": _text(item, "title"),
        "title_detail": {"type": "text/plain"},
        "author": escape(_authors(item) or author),
        # Plain text, which elsewhere is HTML.
        "summary": escape(_text(item, "summary")),
        "tags": [{"term": escape(tag)} for tag in _list(item, "tags") if isinstance(tag, str)],
        "links": [_attachment(one) for one in _list(item, "attachments") if isinstance(one, dict)],
    }
    if html or text:
        content = {"value": html, "type": "text/html"} if html else {"value": text, "type": "text/plain"}
        entry["content"] = [content]
    for ours, theirs in (("published", "date_published"), ("updated", "date_modified")):
        entry[f"{ours}_parsed"] = _moment(_text(item, theirs))
    return entry


def _attachment(one: Element) -> Element:
    return {
        "rel": "enclosure",
        "href": _text(one, "url"),
        "type": _text(one, "mime_type"),
        "length": _number(one, "size_in_bytes").partition(".")[0],
        "duration": _number(one, "duration_in_seconds"),
    }


def _authors(element: Element) -> str:
    # 1.1 has a list of them, 1.0 had one.
    authors = [*_list(element, "authors"), element.get("author")]
    names = (_text(author, "name").strip() for author in authors)
    return ", ".join(dict.fromkeys(name for name in names if name))


def _list(element: Element, name: str) -> list[Any]:
    found = element.get(name)
    return found if isinstance(found, list) else []


def _text(element: object, name: str) -> str:
    value = element.get(name) if isinstance(element, dict) else None
    return value if isinstance(value, str) else ""


def _number(element: Element, name: str) -> str:
    """A number, or a text that may be one; "" for anything else, and where there is none."""
    value = element.get(name)
    return str(value) if type(value) in (int, float, str) else ""


def _moment(text: str) -> tuple[int, ...] | None:
    """A date of RFC 3339 as feedparser has it, in UTC; None where it is none."""
    try:
        moment = datetime.fromisoformat(text.strip().upper())
        return tuple((moment.astimezone(UTC) if moment.tzinfo else moment).timetuple())
    except (ValueError, OverflowError):
        return None
