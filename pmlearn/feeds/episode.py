"""What feeds tell of an episode beside its recording: chapters and transcripts, all of them.

feedparser keeps the last of a repeated element that it does not know, and calls every namespace by the prefix
that the document happens to give it; `teach` tells it of these two.

Sources: the podcast namespace 1.0, `<podcast:chapters>`, `<podcast:transcript>` and
`<podcast:alternateEnclosure>`; Podlove Simple Chapters 1.2, `<psc:chapter>`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pmlearn.feeds.links import web_link
from pmlearn.feeds.plain import plain
from pmlearn.model.feed import Chapter, Transcript
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Element = dict[str, Any]

NAMESPACES = (
    "https://podcastindex.org/namespace/1.0",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
)
"""The podcast namespace, as it is and as its first feeds wrote it."""

MOST_TRANSCRIPTS = 20
MOST_MARKS = 500
"""Of one entry; a chapter a minute makes eight hours."""

_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:\.\d*)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


def teach(parser: Any) -> None:
    """Have one of feedparser's parser classes keep what stands in these elements.

    It calls the method `_start_<prefix>_<element>` of its own class, where there is one.
    """
    parser.namespaces.update(dict.fromkeys(NAMESPACES, "podcast"))
    handlers = {
        "podcast_transcript": _kept("podcast_transcripts", MOST_TRANSCRIPTS),
        "podcast_alternateenclosure": _kept("podcast_alternates", MOST_TRANSCRIPTS),
        "podcast_source": _source,
        # Its own handler of this one raises a TypeError where the start is missing.
        "psc_chapter": _kept("psc_marks", MOST_MARKS),
    }
    for name, handler in handlers.items():
        setattr(parser, f"_start_{name}", handler)


def _kept(name: str, most: int) -> Callable[[Any, Element], None]:
    def start(parser: Any, attributes: Element) -> None:
        found = _entry_of(parser).setdefault(name, [])
        if len(found) < most:
            found.append(attributes)

    return start


def _source(parser: Any, attributes: Element) -> None:
    alternates = dict.get(_entry_of(parser), "podcast_alternates")
    if alternates:
        alternates[-1].setdefault("url", attributes.get("uri"))


def _entry_of(parser: Any) -> Element:
    entry: Element = parser._get_context()  # noqa: SLF001 - as its own handlers do
    return entry


def chapters_of(element: Element, base: str) -> str:
    """Return the address of the entry's chapters document; "" where there is none."""
    chapters = dict.get(element, "podcast_chapters")
    return web_link(chapters.get("url") or "", base) if isinstance(chapters, dict) else ""


def transcripts_of(element: Element, base: str) -> tuple[Transcript, ...]:
    """Return the entry's transcripts in the order of the feed, at most one for an address."""
    found: dict[str, Transcript] = {}
    for one in dict.get(element, "podcast_transcripts", ()):
        url = web_link(one.get("url") or "", base)
        language = one.get("language") or ""
        if url and url not in found:
            found[url] = Transcript(
                url,
                clean(one.get("type") or "", 100).lower().partition(";")[0].strip(),
                language if _LANGUAGE.fullmatch(language) and len(language) <= 35 else "",
            )
    return tuple(found.values())


def marks_of(element: Element, base: str) -> tuple[Chapter, ...]:
    """Return the chapters that stand in the entry itself, by their start."""
    return tuple(sorted(_marks(element, base), key=lambda chapter: chapter.start))


def _marks(element: Element, base: str) -> Iterator[Chapter]:
    for one in dict.get(element, "psc_marks", ()):
        start = _TIME.fullmatch((one.get("start") or "").strip())
        if start and start[0].isascii():
            hours, minutes, seconds = (int(part or 0) for part in start.groups())
            title = plain(one.get("title") or "", 200)
            yield Chapter(hours * 3600 + minutes * 60 + seconds, title, web_link(one.get("href") or "", base))
