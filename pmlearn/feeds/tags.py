"""Tags of a page or a list by a pattern: what is broken between them, or in others, does not matter.

A parser would stop at the first error of an OPML file, expand its entities, or take a missing end for the
rest of the file. Every pattern looks at each character a bounded number of times.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNREAD = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|textarea)\b[^<]*(?:<(?!/\1\b)[^<]*)*(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
# What stands in quotes may hold angle brackets; quantifiers that give nothing back (*+) keep this linear.
_TAG = r"""<(/?)(?:[\w-]+:)?({})(?![\w:-])((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>"""
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'<>]++)""")
_BARE = re.compile(r"&(?!#?\w{1,32};)")


def tags(text: str, *names: str) -> Iterator[tuple[str, dict[str, str] | None, bool]]:
    """Yield the tags of these names: name, attributes (None for an end tag), whether it has no content.

    Names are given in lower case, of attributes too; of an attribute that is there twice the first counts.
    """
    pattern = re.compile(_TAG.format("|".join(names)), re.IGNORECASE)
    for found in pattern.finditer(_UNREAD.sub(" ", text)):
        name, inner = found[2].lower(), found[3]
        if found[1]:
            yield name, None, False
            continue
        attributes: dict[str, str] = {}
        for key, value in _ATTRIBUTE.findall(inner):
            attributes.setdefault(key.lower(), _value(value))
        yield name, attributes, inner.rstrip().endswith("/")


def _value(written: str) -> str:
    if written[0] in "\"'":
        written = written[1:-1]
    # An ampersand that begins no entity is itself: in HTML, `&copy=2` would be a copyright sign.
    return unescape(_BARE.sub("&amp;", written)) if "&" in written else written
