"""Highlights: passages of what was read that the learner wants to keep, each with a note if they like."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from pmlearn.model.text import clean

FIELD = "highlight:"
"""What the name of the journal's field begins with; 16 hex digits of the text's SHA-256 follow."""

LONGEST = 10_000
"""Characters of a passage: who wants more wants the article."""

_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage that was kept."""

    key: str  # 16 hex digits, see `key_of`
    text: str  # clean; paragraphs are parted by a blank line
    note: str  # the learner's own; "" for none
    percent: int | None  # how far into the text it begins; None where that is not known
    at: str  # when it was kept or last changed, RFC 3339 in UTC


def passage(text: str) -> str:
    """The text of a highlight as it is kept: clean, whatever its lines were broken at."""
    paragraphs = (clean(part, 2 * LONGEST) for part in _PARAGRAPHS.split(text.replace("\r\n", "\n")))
    return "\n\n".join(part for part in paragraphs if part)


def key_of(text: str) -> str:
    """What a passage is known by: one that is kept twice is one."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def pattern(text: str) -> re.Pattern[str]:
    """What finds a passage in a text, wherever that breaks its lines."""
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()), re.IGNORECASE)
