"""Reading lists of other programs, told apart by what is in them; to be read in a process with limits.

- Pocket's CSV: columns title, url, time_added (seconds since 1970), tags (parted by `|`), status (unread or
  archive). Its older HTML: lists of `<a href time_added tags>` under the headings Unread and Read Archive.
- Wallabag's JSON, version 2: a list of entries with url, title, is_archived, is_starred, tags, created_at.
- Bookmarks of browsers: Netscape's HTML, folders in `<h3>`, `<a href add_date tags>`; see
  https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/platform-apis/aa753582(v=vs.85)

None of them is kept to by everybody: what cannot be used is left out and named.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pmlearn.errors import ParseError
from pmlearn.feeds.dates import stamp
from pmlearn.feeds.webpage import settled
from pmlearn.model.feed import slug
from pmlearn.model.readinglist import ReadingList, SavedLink
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FORMS = ("pocket", "wallabag", "bookmarks")

MOST = 50_000
"""Links of one file; what stands behind them is left out."""

_PROBLEMS = 100
_LONGEST_URL = 4_000
_TOPICS = 20  # of one link
_TOPIC = 60  # characters

Found = tuple[str, "SavedLink | str"]
"""The place in the file, and the link there or what is wrong with it."""


def read_list(data: bytes, form: str = "") -> ReadingList:
    """Read a file; `form` is one of `FORMS`, "" to tell by what is in it.

    Raises:
        ParseError: it is none of these, or not what `form` says.
    """
    text = _decode(data)
    known = _form_of(text)
    if form and known != form:
        raise ParseError(
            f"this is no list of {form}'s", f"it looks like {known}: leave --from out" if known else ""
        )
    if not known:
        raise ParseError(
            "this is no list of Pocket's, Wallabag's or a browser's",
            "give it Pocket's CSV or HTML, Wallabag's JSON, or bookmarks that a browser exported as HTML",
        )
    readers: dict[str, Callable[[str], Iterator[Found]]] = {
        "pocket": _pocket,
        "wallabag": _wallabag,
        "bookmarks": _html,
    }
    links: dict[str, SavedLink] = {}
    wrong: list[str] = []
    counted: Counter[str] = Counter()
    for place, found in readers[known](text):
        if isinstance(found, str):
            counted["out"] += 1
            wrong.append(f"{place}: {found}")
        elif found.url in links:
            counted["twins"] += 1
            links[found.url] = _joined(links[found.url], found)
        elif len(links) >= MOST:
            counted["out"] += 1
            wrong.append(f"{place}: more than {MOST:,} links")
        else:
            links[found.url] = found
    return ReadingList(
        known, tuple(links.values()), counted["twins"], tuple(wrong[:_PROBLEMS]), counted["out"]
    )


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")


def _form_of(text: str) -> str:
    begin = text[:4_000].lstrip()
    lower = begin.lower()
    if begin.startswith(("[", "{")):
        return "wallabag"
    if "netscape-bookmark-file" in lower or ("<dl" in lower and "<dt" in lower):
        return "bookmarks"
    if "<ul" in lower and ("pocket" in lower or "time_added" in lower):
        return "pocket"
    names = {name.strip().strip('"').lower() for name in begin.split("\n", 1)[0].split(",")}
    return "pocket" if {"url", "title"} <= names else ""


def _pocket(text: str) -> Iterator[Found]:
    return _html(text) if text.lstrip().startswith("<") else _csv(text)


def _csv(text: str) -> Iterator[Found]:
    csv.field_size_limit(1 << 20)
    reader = csv.reader(io.StringIO(text, newline=""))
    names = [name.strip().lower() for name in next(reader, [])]
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"line {reader.line_num}", f"it cannot be read ({error})"
            continue
        if not any(cells):
            continue
        row = dict(zip(names, cells, strict=False))
        tags = row.get("tags", "").split("|")
        done = row.get("status", "").strip().lower() in ("archive", "archived", "read")
        link = _link(row.get("url", ""), row.get("title", ""), row.get("time_added"), tags, done=done)
        yield f"line {reader.line_num}", link


def _wallabag(text: str) -> Iterator[Found]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"its JSON cannot be read: {clean(str(error), 200)}", "export it again") from error
    if isinstance(entries, dict):  # one entry, or an answer of its API
        held = entries.get("_embedded")
        entries = held.get("items") if isinstance(held, dict) else [entries]
    for number, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        if not isinstance(entry, dict):
            yield f"entry {number}", "it is no entry"
            continue
        held = entry.get("tags")
        tags = (
            [tag.get("label") if isinstance(tag, dict) else tag for tag in held]
            if isinstance(held, list)
            else []
        )
        link = _link(
            entry.get("url") or entry.get("given_url"),
            entry.get("title"),
            entry.get("created_at"),
            tags,
            done=_true(entry.get("is_archived")),
            starred=_true(entry.get("is_starred")),
        )
        yield f"entry {number}", link


def _html(text: str) -> Iterator[Found]:
    reader = _Links()
    reader.feed(settled(text))
    reader.close()
    yield from reader.found


class _Links(HTMLParser):
    """Anchors, with the folders or the heading that they stand under."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Found] = []
        self._folders: list[str] = []  # "" for one whose name says nothing
        self._named = ""  # of the folder that the next list is
        self._done = False
        self._in = ""  # the element whose text is being read
        self._text: list[str] = []
        self._anchor: tuple[str, dict[str, str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self._flush()
            self._anchor, self._in = (f"line {self.getpos()[0]}", given), "a"
        elif tag in ("h1", "h3"):
            self._in = tag
            # The bars of a browser are where something is, not what it is about.
            self._named = "-" if tag == "h3" and "personal_toolbar_folder" in given else ""
        elif tag == "dl":
            self._folders.append("" if self._named == "-" else self._named)
            self._named = ""
        self._text = [] if tag in ("a", "h1", "h3") else self._text

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._flush()
        elif tag == self._in:
            words = clean("".join(self._text))
            if tag == "h1":
                self._done = "archive" in words.lower()
            elif self._named != "-":
                self._named = words
            self._in = ""
        elif tag == "dl" and self._folders:
            self._folders.pop()

    def handle_data(self, data: str) -> None:
        if self._in:
            self._text.append(data[:2_000])

    def _flush(self) -> None:
        if self._anchor is None:
            return
        (place, given), self._anchor, self._in = self._anchor, None, ""
        tags = [*given.get("tags", "").split(","), *self._folders[1:]]
        added = given.get("time_added") or given.get("add_date")
        self.found.append(
            (place, _link(given.get("href"), "".join(self._text), added, tags, done=self._done))
        )

    def close(self) -> None:
        super().close()
        self._flush()


def _link(
    url: Any, title: Any, saved: Any, tags: list[Any], *, done: bool = False, starred: bool = False
) -> SavedLink | str:
    address = str(url or "").strip()
    try:
        parts = urlsplit(address)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or len(address) > _LONGEST_URL or clean(address, _LONGEST_URL) != address or " " in address:
        return f"no web address: {clean(address, 80) or 'nothing'}"
    named = clean(str(title or ""))
    # Pocket and others put the address where a page had no title.
    named = "" if named == address else named
    topics = dict.fromkeys(filter(None, (slug(clean(str(tag), _TOPIC)) for tag in tags[:_TOPICS] if tag)))
    return SavedLink(address, named, _moment(saved), tuple(topics), done, starred)


def _moment(value: Any) -> str:
    """Seconds, or by mistake their thousandths or millionths, since 1970, or a date as ISO 8601 has it."""
    text = str(value or "").strip()
    try:
        if re.fullmatch(r"\d{1,17}", text):
            seconds = float(text)
            while seconds > 1e11:
                seconds /= 1_000
            return stamp(datetime.fromtimestamp(seconds, UTC)) if seconds else ""
        moment = datetime.fromisoformat(text)
        return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError, OSError):
        return ""


def _true(value: Any) -> bool:
    return value in (1, True, "1", "true")


def _joined(one: SavedLink, other: SavedLink) -> SavedLink:
    """One link that stands in the list twice: done where it is once."""
    return replace(
        one,
        title=one.title or other.title,
        saved=min(filter(None, (one.saved, other.saved)), default=""),
        topics=tuple(dict.fromkeys(one.topics + other.topics))[:_TOPICS],
        done=one.done or other.done,
        starred=one.starred or other.starred,
    )
