"""Chapters of a recording, from a file of their own or from what its notes say.

Sources: the JSON chapters format of the podcast namespace, version 1.2
(https://github.com/Podcastindex-org/podcast-namespace, docs/examples/chapters/jsonChapters.md). Notes have no
format: a line that begins or ends with a time and says something else as well is taken for a chapter.
"""

from __future__ import annotations

import json
import re

from pmlearn.errors import ParseError
from pmlearn.feeds.links import web_link
from pmlearn.model.feed import Chapter
from pmlearn.model.text import clean

MOST = 1_000
LONGEST = 400 * 3600
LEAST_OF_NOTES = 2
"""One time alone in the notes may mean anything."""

_TIME = r"(?P<time>(?:\d{1,3}:)?\d{1,3}:[0-5]\d)(?:\.\d{1,3})?"
_OPEN, _CLOSE = r"[\[(（【]?", r"[\])）】]?"
_BULLETS = " >*•·▶►#+-"
_FIRST = re.compile(rf"{_OPEN}{_TIME}(?!:?\d){_CLOSE}(?: ?[-–—:|·•])? ?(?P<title>[^ ].*)")
_LAST = re.compile(rf"(?P<title>.{{1,300}}?) ?(?:[-–—:|@] ?)?{_OPEN}{_TIME}{_CLOSE}")
_LINK = re.compile(r"\[([^\[\]]{0,300})\]\([^()\s]{0,2000}\)")
_MARKS = re.compile(r"[*_`]{1,3}|\\(?=[^\w\s]|\s*$)")


def chapters_of_json(body: bytes) -> tuple[Chapter, ...]:
    """Read a chapters document; silent chapters are left out, the others come by their start.

    Raises:
        ParseError: it is none.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ParseError("the chapters are no JSON", "hear it without them") from error
    given = found.get("chapters") if isinstance(found, dict) else None
    if not isinstance(given, list):
        raise ParseError("the chapters are not in the format of podcasts", "hear it without them")
    chapters = []
    for chapter in given[:MOST]:
        if not isinstance(chapter, dict) or chapter.get("toc") is False:
            continue
        start = _seconds(chapter.get("startTime"))
        if start is not None:
            title, link = (chapter.get(name) for name in ("title", "url"))
            text = clean(title) if isinstance(title, str) else ""
            chapters.append(Chapter(start, text, web_link(link, "") if isinstance(link, str) else ""))
    return tuple(sorted(chapters, key=lambda chapter: chapter.start))


def chapters_of_notes(markdown: str, duration: int | None = None) -> tuple[Chapter, ...]:
    """Find the chapters that notes list, one a line, each later than the one before.

    Args:
        markdown: the notes, as text.
        duration: seconds of the recording, beyond which there is none; None where unknown.
    """
    chapters: list[Chapter] = []
    for line in markdown.splitlines():
        if len(line) > 4_000 or ":" not in line:
            continue
        plain = " ".join(_MARKS.sub("", _LINK.sub(r"\1", line)).split()).lstrip(_BULLETS)[:400]
        found = _FIRST.fullmatch(plain) or _LAST.fullmatch(plain)
        if found is None:
            continue
        start = _of_clock(found["time"])
        later = not chapters or start > chapters[-1].start
        if later and start <= (duration or LONGEST) and len(chapters) < MOST:
            chapters.append(Chapter(start, clean(found["title"])))
    return tuple(chapters) if len(chapters) >= LEAST_OF_NOTES else ()


def _of_clock(text: str) -> int:
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


def _seconds(value: object) -> int | None:
    # JSON's own numbers alone, though some write them as texts.
    try:
        seconds = float(value) if isinstance(value, (int, float, str)) else -1.0
    except (ValueError, OverflowError):
        return None
    return int(seconds) if 0 <= seconds <= LONGEST and not isinstance(value, bool) else None
