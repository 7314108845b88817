"""What a web page is called and what it says, without what stands around it; in a process with limits.

The main part is found by readability (`pip install 'pmlearn[fulltext]'`), and by the page's own word where
that is not installed: its `<article>`, else its `<main>`, else all of it but navigation, forms and the like.
Title, author, site and date come from the page's metadata: https://ogp.me/ and the names that HTML defines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from pmlearn.errors import ParseError
from pmlearn.feeds.dates import stamp
from pmlearn.feeds.plain import count_words, plain
from pmlearn.model.text import clean
from pmlearn.model.webpage import WebPage

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOKED_AT = 5 << 20
"""Bytes of a page that are looked at."""

KEPT = 1_000_000
"""Characters of HTML that are kept of it."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)
_IN_TYPE = re.compile(r"""charset\s*=\s*["']?([\w-]{2,30})""", re.IGNORECASE)
_LEFT_OUT = frozenset(
    (
        *("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "iframe"),
        *("svg", "button", "select", "dialog", "head"),
    )
)
_UNREAD = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)|</(?![^<>]*>)", re.DOTALL)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_KEPT_ATTRIBUTES = frozenset(("href", "src", "alt", "title", "colspan", "rowspan", "start"))


def extract(data: bytes, content_type: str, url: str) -> WebPage:
    """Read a page.

    Raises:
        ParseError: it is no page of HTML or text.
    """
    kind = content_type.partition(";")[0].strip().lower()
    text = decode(data[:LOOKED_AT], content_type)
    if kind == "text/plain":
        return WebPage(url, html=f"<pre>{escape(text[:KEPT])}</pre>", words=len(text.split()))
    if kind not in ("", "text/html", "application/xhtml+xml"):
        raise ParseError(
            f"this is no page to read, but {clean(kind, 80)}", "open it with: pmlearn queue open"
        )
    reader = _Page()
    reader.feed(settled(text))
    reader.close()
    html = (readable(text) or reader.main())[:KEPT]
    meta = reader.meta
    return WebPage(
        url=url,
        title=plain(meta.get("og:title") or reader.title, 500),
        author=plain(meta.get("author") or _no_address(meta.get("article:author", "")), 200),
        site=plain(meta.get("og:site_name", ""), 200),
        published=_moment(meta.get("article:published_time") or meta.get("date") or reader.time),
        html=html,
        words=count_words(html),
    )


def settled(html: str) -> str:
    """HTML without what Python's parser would look for the end of, again and again; lines stay."""
    html = _UNREAD.sub(lambda found: "\n" * found[0].count("\n"), html)
    end = html.rfind(">") + 1
    return html[:end] + html[end:].replace("<", "&lt;")  # no element ends there


def readable(text: str) -> str:
    """The main part as readability finds it; "" where it is not installed, or finds none."""
    try:
        from readability import Document  # noqa: PLC0415 - an extra
    except ImportError:
        return ""
    try:
        found = Document(text).summary(html_partial=True)
    except Exception:  # noqa: BLE001 - whatever a page does to it, there is the other way
        return ""
    return found if isinstance(found, str) and count_words(found) > 20 else ""


def decode(data: bytes, content_type: str) -> str:
    """The text of a page: by its mark, its header's word or its own, else UTF-8, else Windows'."""
    named = _IN_TYPE.search(content_type)
    within = _CHARSET.search(data[:4_096])
    names = [
        "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "",
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "",
        named[1] if named else "",
        within[1].decode() if within else "",
        "utf-8",
    ]
    for name in filter(None, names):
        try:
            # A page's last character may have been cut in two.
            return data.decode(name, "replace" if len(data) >= LOOKED_AT else "strict")
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")


@dataclass
class _Part:
    """A piece of the page that is being written down."""

    depth: int  # elements that were open where it began
    pieces: list[str] = field(default_factory=list)
    length: int = 0


class _Page(HTMLParser):
    """Metadata and candidates for the main part."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.time = ""
        self.title = ""
        self._in_title = False
        self._open: list[str] = []
        self._left_out = 0  # elements that are left out around here
        self._parts: list[_Part] = []  # open ones, the outermost first
        self._ended: dict[str, list[str]] = {}  # by element, what was written down of each
        self._all = _Part(0)

    def main(self) -> str:
        """The main part."""
        while self._parts:
            self._end("article", self._parts.pop())
        for tag in ("article", "main"):
            # A page of teasers has many articles, and is itself what was wanted.
            found = max(self._ended.get(tag, []), key=len, default="")
            if count_words(found) > 20:
                return found
        return "".join(self._all.pieces)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = (given.get("property") or given.get("name") or "").lower()
            self.meta.setdefault(name, given.get("content", "")[:2_000])
        elif tag == "title":
            self._in_title = not self.title
        elif tag == "time" and not self.time:
            self.time = given.get("datetime", "")
        if tag in _VOID:
            self._write(_tag(tag, given))
            return
        self._open.append(tag)
        if tag in _LEFT_OUT:
            self._left_out += 1
        if tag in ("article", "main") and not self._left_out and len(self._parts) < 8:
            self._parts.append(_Part(len(self._open)))
        self._write(_tag(tag, given))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        # Not through the whole page for an end without a beginning.
        if tag not in self._open[-200:]:
            return
        while self._open:
            name = self._open.pop()
            self._write(f"</{name}>")
            if name in _LEFT_OUT:
                self._left_out -= 1
            if self._parts and len(self._open) < self._parts[-1].depth:
                self._end(name, self._parts.pop())
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data[:2_000]
        self._write(escape(data, quote=False))

    def _end(self, tag: str, part: _Part) -> None:
        self._ended.setdefault(tag, []).append("".join(part.pieces))

    def _write(self, text: str) -> None:
        if not self._left_out:
            for part in (self._all, *self._parts):
                if part.length < KEPT:
                    part.pieces.append(text)
                    part.length += len(text)


def _tag(tag: str, given: dict[str, str]) -> str:
    kept = "".join(f' {name}="{escape(text)}"' for name, text in given.items() if name in _KEPT_ATTRIBUTES)
    return f"<{tag}{kept}>"


def _no_address(text: str) -> str:
    return "" if "://" in text else text


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text.strip())
        return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return ""
