"""Downloads that go on where they stopped, and take nothing for the rest of a file that is not.

Sources: RFC 9110, sections 13.1.5 (If-Range), 14.2 (Range), 14.4 (Content-Range), 15.3.7 (206) and 15.5.17
(416).
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from pmlearn.errors import FetchError
from pmlearn.feeds.address import shown

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable

    from pmlearn.feeds.streaming import Stream, Streamer

_RANGE = re.compile(r"bytes (?:(\d{1,15})-(\d{1,15})|\*)/(\d{1,15}|\*)")
_DIGITS = re.compile(r"\d{1,15}")
_PAGE = (b"<!doctype html", b"<html", b"<?xml", b"<rss", b"#extm3u", b"[playlist]")
_STEP = 1 << 18  # bytes between two reports at least

TYPES = {
    "audio/aac": "aac", "audio/flac": "flac", "audio/x-flac": "flac", "audio/mp4": "m4a",
    "audio/x-m4a": "m4a", "audio/m4a": "m4a", "audio/mpeg": "mp3", "audio/mp3": "mp3", "audio/x-mp3": "mp3",
    "audio/ogg": "ogg", "application/ogg": "ogg", "audio/opus": "opus", "audio/wav": "wav",
    "audio/x-wav": "wav", "audio/webm": "webm", "video/mp4": "mp4", "video/x-m4v": "m4v",
    "video/quicktime": "mov", "video/webm": "webm", "video/ogg": "ogv",
    "video/x-matroska": "mkv", "audio/x-matroska": "mka",
}  # fmt: skip
"""Media types, and how the names of such files end."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How slow a server may be."""

    seconds: float = 60.0  # in so many
    least: int = 16 << 10  # at least so many bytes come
    clock: Callable[[], float] = time.monotonic  # seconds that only ever grow


@dataclass(frozen=True, slots=True)
class Facts:
    """What a server says of the file that comes from it."""

    url: str  # what was asked
    validator: str = ""  # a strong ETag, else Last-Modified, verbatim; "" where it cannot be gone on with
    total: int | None = None  # bytes of the whole file; None where it does not say


class Target(Protocol):
    """Where a download goes: see `pmlearn.storage.media.Part`."""

    @property
    def facts(self) -> Facts | None:
        """What the part that is there came from; None where there is none."""

    @property
    def size(self) -> int:
        """Bytes that are there."""

    def begin(self, facts: Facts) -> None:
        """Begin anew: what is there is dropped."""

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""

    def discard(self) -> None:
        """Drop what is there: it is of no use."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download has come."""

    received: int  # bytes, those of the times before too
    total: int | None  # bytes; None where the server does not say


async def download(
    streamer: Streamer, url: str, target: Target, *, most: int, pace: Pace
) -> AsyncGenerator[Progress | str, None]:
    """Bring a file, beginning where an earlier download stopped; yields how far it is, at last its ending.

    Args:
        streamer: asks.
        url: http or https address.
        target: takes the bytes, and may hold the first of them.
        most: bytes that the file may have.
        pace: how slow the server may be.

    Raises:
        FetchError: it cannot be had; what came is kept where it is of use to the next try.
    """
    for fresh in (False, True):
        held = target.facts
        at = target.size if held and held.url == url and held.validator and not fresh else 0
        headers = {"Range": f"bytes={at}-", "If-Range": held.validator} if at and held else {}
        async with streamer.stream(url, headers) as stream:
            if at and stream.status == 416:
                if _range(stream)[1] == at:
                    yield Progress(at, at)
                    yield ending(stream.header("content-type"), url)
                    return
                continue  # it is another file by now
            if at and stream.status == 206 and not _goes_on(stream, held, at):
                continue
            if stream.status != 200 and not (at and stream.status == 206):
                raise _refused(url, stream.status)
            _check_type(url, stream)
            if stream.status == 200:
                at = 0
                length = stream.header("content-length")
                total = int(length) if _DIGITS.fullmatch(length) else None
                _check_size(url, total, most, target)
                target.begin(Facts(url, _validator(stream), total))
            else:
                total = _range(stream)[1]
                _check_size(url, total, most, target)
            async for received in _take(url, stream, target, most, pace):
                yield Progress(received, total)
            if total is not None and target.size != total:
                raise FetchError(f"{shown(url)} ended too early", "try again: it goes on where it stopped")
            if not target.size:
                raise FetchError(f"{shown(url)} is empty", "try again later")
            yield Progress(target.size, target.size)
            yield ending(stream.header("content-type"), url)
            return
    raise FetchError(f"{shown(url)} does not answer what it is asked", "try again later")


async def _take(url: str, stream: Stream, target: Target, most: int, pace: Pace) -> AsyncIterator[int]:
    """Write what comes; yields the bytes that are there, now and then."""
    told = counted = target.size
    since = pace.clock()
    async for piece in stream.pieces:
        if not target.size:
            start = piece.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower()
            if start.startswith(_PAGE):
                target.discard()
                raise _no_recording(url)
        if target.size + len(piece) > most:
            target.discard()
            raise _too_large(url, target.size + len(piece), most)
        target.write(piece)
        if target.size - told >= _STEP:
            told = target.size
            yield told
            await asyncio.sleep(0)  # others' turn: a fast server always has the next piece ready
        if pace.clock() - since >= pace.seconds:
            if target.size - counted < pace.least:
                raise FetchError(f"{shown(url)} hardly sends anything", "try again later: what came is kept")
            since, counted = pace.clock(), target.size


def ending(content_type: str, url: str) -> str:
    """How the file's name ends: by its type, else as its address does where that is known; else `media`."""
    kind = content_type.partition(";")[0].strip().lower()
    named = urlsplit(url).path.rpartition(".")[2].lower()
    return TYPES.get(kind) or (named if named in TYPES.values() else "media")


def _goes_on(stream: Stream, held: Facts | None, at: int) -> bool:
    """Whether a 206 is the rest of what is there; servers exist that do not know If-Range."""
    start, total = _range(stream)
    etag = stream.header("etag")
    same = not etag or held is None or not held.validator.startswith('"') or etag == held.validator
    return start == at and same and (held is None or held.total in (None, total))


def _range(stream: Stream) -> tuple[int | None, int | None]:
    """Where the bytes begin, and how many the whole file has; None for what is not said."""
    found = _RANGE.fullmatch(stream.header("content-range").strip())
    if not found:
        return None, None
    start, _, total = found.groups()
    return int(start) if start else None, int(total) if total.isdigit() else None


def _validator(stream: Stream) -> str:
    # A weak ETag says nothing of bytes; a date has a second's grain, which recordings can do with.
    etag = stream.header("etag").strip()
    return etag if etag.startswith('"') else stream.header("last-modified").strip()


def _check_type(url: str, stream: Stream) -> None:
    kind = stream.header("content-type").partition(";")[0].strip().lower()
    if kind.startswith(("text/", "image/", "multipart/")) or "html" in kind or "mpegurl" in kind:
        raise _no_recording(url)


def _check_size(url: str, total: int | None, most: int, target: Target) -> None:
    if total is not None and total > most:
        target.discard()
        raise _too_large(url, total, most)


def _no_recording(url: str) -> FetchError:
    return FetchError(
        f"{shown(url)} is a page or a list, no recording", "open the item's link in a browser instead"
    )


def _too_large(url: str, size: int, most: int) -> FetchError:
    return FetchError(
        f"{shown(url)} has {size / 1e6:,.0f} MB or more, and {most / 1e6:,.0f} may come",
        "play it without downloading it, or set [player] download_mb in config.toml",
    )


def _refused(url: str, status: int) -> FetchError:
    hints = {
        401: "it is for subscribers: see whether your feed's address has to be a private one",
        403: "it is for subscribers, or not for programs: open the item's link in a browser",
        404: "it is gone: refresh the feed, and try again",
        410: "it is gone: refresh the feed, and try again",
        429: "the server asks for patience: try again later",
    }
    return FetchError(f"{shown(url)} answers {status}", hints.get(status, "try again later"))
