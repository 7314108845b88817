"""Enclosures: RSS's and Atom's own, and Media RSS, with the length that iTunes' element gives them.

Sources: the RSS 2.0 specification, `<enclosure>`; RFC 4287, section 4.2.7.2; Media RSS 1.5.1,
`<media:content>`; Apple's podcast specification, `<itunes:duration>`; the podcast namespace,
`<podcast:alternateEnclosure>`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pmlearn.feeds.links import web_link
from pmlearn.model.feed import Enclosure
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 20  # of one entry
_LONGEST = 400 * 3600  # seconds; what claims to be longer is a mistake
_TYPES = {
    "aac": "audio/aac",
    "flac": "audio/flac",
    "m4a": "audio/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/opus",
    "wav": "audio/wav",
    "webm": "video/webm",
}


def enclosures_of(element: dict[str, Any], base: str) -> tuple[Enclosure, ...]:
    """Return the media of an entry as feedparser gives it, at most one for an address."""
    found: dict[str, Enclosure] = {}
    for enclosure in (*_attached(element, base), *_media(element, base)):
        known = found.get(enclosure.url)
        if known is not None:
            enclosure = replace(  # noqa: PLW2901 - the two say different things of one file
                known,
                type=known.type or enclosure.type,
                length=known.length or enclosure.length,
                duration=known.duration or enclosure.duration,
            )
        found[enclosure.url] = enclosure
    if not any(map(_plays, found.values())):
        # The same recording in other forms: of use where there is no form that everybody has.
        found |= {enclosure.url: enclosure for enclosure in _alternates(element, base)}
    length = seconds(element.get("itunes_duration"))
    return tuple(
        replace(one, duration=length) if one.duration is None and _plays(one) else one
        for one in list(found.values())[:_MOST]
    )


def _attached(element: dict[str, Any], base: str) -> Iterator[Enclosure]:
    for link in dict.get(element, "links", ()):
        url = web_link(link.get("href") or "", base) if link.get("rel") == "enclosure" else ""
        if url:
            length = _number(link.get("length"))
            yield Enclosure(url, _type(link, url), length, seconds(link.get("duration")))


def _media(element: dict[str, Any], base: str) -> Iterator[Enclosure]:
    for media in dict.get(element, "media_content", ()):
        url = web_link(media.get("url") or "", base)
        one = Enclosure(
            url, _type(media, url), _number(media.get("filesize")), seconds(media.get("duration"))
        )
        if url and _plays(one):
            yield one


def _alternates(element: dict[str, Any], base: str) -> Iterator[Enclosure]:
    for one in dict.get(element, "podcast_alternates", ()):
        url = web_link(one.get("url") or "", base)
        if url:
            yield Enclosure(url, _type(one, url), _number(one.get("length")))


def _type(attributes: dict[str, Any], url: str) -> str:
    given = clean(attributes.get("type") or "", 100).lower().partition(";")[0].strip()
    if "/" in given and given != "application/octet-stream":
        return given
    return _TYPES.get(urlsplit(url).path.rpartition(".")[2].lower(), "")


def _plays(enclosure: Enclosure) -> bool:
    return enclosure.type.startswith(("audio/", "video/"))


def _number(text: str | None) -> int | None:
    # Many feeds write 0 for a length that they do not know.
    text = (text or "").strip()
    return int(text) or None if text.isascii() and text.isdigit() and len(text) <= 15 else None


def seconds(text: object) -> int | None:
    """Return a length in seconds: `3723`, `62:03`, `1:02:03`, `1:02:03.5`; None for anything else."""
    parts = str(text or "").strip().split(":")
    if len(parts) > 3:
        return None
    total = 0
    for part in parts:
        whole = part.partition(".")[0]
        if not (whole.isascii() and whole.isdigit() and len(whole) <= 7):
            return None
        total = total * 60 + int(whole)
    return total if 0 < total <= _LONGEST else None
