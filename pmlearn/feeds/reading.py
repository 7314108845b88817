"""A document read as far as it is new: cut first, parsed then, and whole in any doubt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pmlearn.errors import ParseError
from pmlearn.feeds.parse import ALL_BODIES, MOST_ENTRIES, parse
from pmlearn.feeds.slices import cut
from pmlearn.model.feed import Slice

if TYPE_CHECKING:
    from collections.abc import Collection

    from pmlearn.model.feed import ParsedFeed


def read(body: bytes, content_type: str, url: str, known: Collection[str] | None) -> ParsedFeed:
    """Read a feed; where its entries can be told apart by their bytes, the known ones are left out.

    Args:
        body: the document, as it came.
        content_type: the header.
        url: where it came from.
        known: digests of entries that were read before; None to read all of it, repetitions left out.

    Raises:
        ParseError: as `parse` does.
    """
    # Bodies are kept up to a sum, which hangs on all entries before.
    if known is not None and len(body) <= ALL_BODIES:
        found = cut(body, content_type, url, known, MOST_ENTRIES)
        if found is not None:
            slices = tuple(map(Slice, found.digests, found.known))
            try:
                parsed = parse(found.document, content_type, url, repeated=True)
            except ParseError:
                pass  # what is wrong is said of the whole
            else:
                if len(parsed.entries) == found.known.count(False):
                    return replace(parsed, slices=slices)
    return parse(body, content_type, url)
