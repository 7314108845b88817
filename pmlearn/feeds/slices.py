"""Entries cut out of a document by their bytes, so that those that were read before are not read again.

An entry that is byte for byte what it was, in a document whose head is what it was, reads as it did. Expat
says where each begins and ends; what feedparser then gets is the document without those that are known. In
any doubt nothing is cut: a document type, an encoding that is not UTF-8, what is not well-formed, entries in
unusual places, names whose meaning could hang on an entry that is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from pmlearn import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_DIGEST = 8  # bytes: known digests are those of one feed, which has none but itself to deceive
_ENTRIES = frozenset({"item", "entry"})
_PLACES = frozenset(
    {("rss",), ("rss", "channel"), ("feed",), ("rdf",)}  # RDF's items stand beside its channel
)
_HEADS = _PLACES | {("rdf", "channel")}
# What a head may say anew whenever an entry comes, without another meaning for those that are there.
_PASSING = frozenset({"lastbuilddate", "pubdate", "updated", "modified", "date", "generator", "items"})
_ASCII = frozenset({"us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"})
_UTF_8 = frozenset({"utf-8", "utf8"})
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']""")
_EMPTY = re.compile(rb"""<[^\s"'<>/]++(?:[^"'<>/]|/(?!>)|"[^"]*"|'[^']*')*+/>""")
"""An element in one tag, whose end expat places behind it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A document as it is to be read."""

    document: bytes  # without the entries that are known
    digests: tuple[str, ...]  # of every entry of the whole document, in its order
    known: tuple[bool, ...]  # for each, whether it was left out


class _DoubtError(Exception):
    """It is not sure that the rest of the document reads alike without one of its entries."""


def cut(body: bytes, content_type: str, url: str, known: Collection[str], most: int) -> Cut | None:
    """Return a document without the entries whose digests are known; None where there is any doubt.

    Args:
        body: the document, as it came.
        content_type: the header.
        url: where it came from, on which relative links depend.
        known: digests of entries that need not be read.
        most: entries that are looked at, the first ones; the others are left out.
    """
    if not _is_utf_8(body, content_type):
        return None
    finder = _Finder(body)
    try:
        finder.find()
    except (expat.ExpatError, _DoubtError):
        return None
    if not finder.slices:
        return None
    # What an entry means hangs on these too; a newer version may read more in it.
    context = f"{__version__}\0{content_type}\0{url}\0".encode("utf-8", "replace")
    key = blake2b(b"".join([context, *finder.head()]), digest_size=32).digest()
    digests = [
        blake2b(body[begin:end], key=key, digest_size=_DIGEST).hexdigest()
        for begin, end in finder.slices[:most]
    ]
    left_out = [digest in known for digest in digests]
    gone = [*left_out, *([True] * (len(finder.slices) - len(digests)))]
    pieces, at = [], 0
    for (begin, end), out in zip(finder.slices, gone, strict=True):
        if out:
            pieces.append(body[at:begin])
            at = end
    return Cut(b"".join([*pieces, body[at:]]) if pieces else body, tuple(digests), tuple(left_out))


def _is_utf_8(body: bytes, content_type: str) -> bool:
    """Whether feedparser is sure to read it as UTF-8, whichever of its entries are there."""
    if body.startswith(b"<?xml") and b"?>" not in body[:400]:
        return False  # nobody declares anything at such length
    in_header, in_body = _CHARSET.search(content_type), _DECLARED.match(body[:400])
    told = [found.lower() for found in (in_header and in_header[1], in_body and in_body[1].decode()) if found]
    if body.isascii():
        return set(told) <= _ASCII | _UTF_8
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # As text/… without a word about its encoding it would be guessed from what the entries hold.
    return set(told) <= _UTF_8 and (bool(told) or not content_type.lower().startswith("text/"))


class _Finder:
    """Finds where entries begin and end, and what stands between them."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.slices: list[tuple[int, int]] = []
        self._parser: Any = expat.ParserCreate("utf-8", " ")
        self._path: list[str] = []  # local names of the elements around, lower case
        self._begin: int | None = None  # of the entry around
        self._depth = 0  # of elements in it
        self._left_out: list[tuple[int, int]] = []  # passing elements and comments of the head
        self._passing: int | None = None
        self._root = 0  # where the root element begins
        self._end = len(body)  # and where it ends
        # Prefix, namespace, and whether an entry declares it.
        self._names: list[tuple[str | None, str, bool]] = []

    def find(self) -> None:
        """Go through the document.

        Raises:
            expat.ExpatError: it is not well-formed.
            _DoubtError: it is unusual.
        """
        parser = self._parser
        parser.namespace_prefixes = True
        parser.StartDoctypeDeclHandler = self._doubt
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._stop
        parser.StartNamespaceDeclHandler = self._declare
        parser.CommentHandler = self._comment
        parser.Parse(self._body, True)
        self._check_names()

    def head(self) -> Iterator[bytes]:
        """The pieces of the document outside its entries, without what passes."""
        at = 0
        for begin, end in sorted([*self.slices, *self._left_out]):
            if piece := self._body[at:begin].strip():
                yield piece
            at = end
        if piece := self._body[at : self._end].strip():
            yield piece

    def _doubt(self, *_: object) -> None:
        raise _DoubtError

    def _declare(self, prefix: str | None, uri: str) -> None:
        # Expat says so before it says that the element starts.
        inside = self._begin is not None or self._passing is not None or tuple(self._path) in _HEADS
        self._names.append((prefix, uri or "", inside))

    def _check_names(self) -> None:
        """Give up where a name could mean another thing: feedparser remembers prefixes beyond their entry."""
        within = {(prefix, uri) for prefix, uri, inside in self._names if inside}
        if not within:
            return
        every = {(prefix, uri) for prefix, uri, _ in self._names}
        for prefix, uri in within:
            twins = {other for other in every if other[1] == uri or (prefix and other[0] == prefix)}
            if twins != {(prefix, uri)}:
                raise _DoubtError

    def _start(self, name: str, _: object) -> None:
        parts = name.split(" ")
        local = parts[1 if len(parts) > 1 else 0].lower()
        if self._begin is not None:
            self._depth += 1
            if local in _ENTRIES:
                raise _DoubtError
            return
        if local in _ENTRIES:
            if tuple(self._path) not in _PLACES or self._passing is not None:
                raise _DoubtError
            self._begin = self._parser.CurrentByteIndex
            self._depth = 1
            return
        if not self._path:
            self._root = self._parser.CurrentByteIndex
        passes = self._passing is None and local in _PASSING and tuple(self._path) in _HEADS
        self._path.append(local)
        if passes:
            self._passing = len(self._path)
            self._left_out.append((self._parser.CurrentByteIndex, 0))

    def _stop(self, _: str) -> None:
        if self._begin is not None:
            self._depth -= 1
            if not self._depth:
                self.slices.append((self._begin, self._after_tag(self._begin)))
                self._begin = None
            return
        if self._passing == len(self._path):
            begin = self._left_out[-1][0]
            self._left_out[-1] = (begin, self._after_tag(begin))
            self._passing = None
        self._path.pop()
        if not self._path:
            self._end = self._after_tag(self._root)

    def _after_tag(self, begin: int) -> int:
        """Where an element that began at `begin` is over: expat gives the place of its end tag."""
        at: int = self._parser.CurrentByteIndex
        empty = _EMPTY.match(self._body, begin)
        if empty and empty.end() == at:
            return at
        if self._body[at : at + 2] != b"</":
            raise _DoubtError
        return self._body.index(b">", at) + 1

    def _comment(self, _: str) -> None:
        if self._begin is None and self._passing is None:
            at = self._parser.CurrentByteIndex
            self._left_out.append((at, self._body.index(b"-->", at) + 3))
