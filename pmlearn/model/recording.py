"""Recordings: their times as people write them, and where one is among their chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.model.feed import Chapter, Enclosure


def clock(seconds: float) -> str:
    """Seconds as a player shows them: `0:09`, `12:34`, `1:02:03`."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def recording_of(enclosures: Sequence[Enclosure]) -> Enclosure | None:
    """What is played of an entry: the first that can be heard, else seen; None where there is none."""
    for kind in ("audio/", "video/"):
        for enclosure in enclosures:
            if enclosure.type.startswith(kind):
                return enclosure
    return None


def chapter_at(chapters: Sequence[Chapter], seconds: float) -> int:
    """The index of the chapter that a time is in; -1 before the first."""
    return sum(chapter.start <= seconds for chapter in chapters) - 1
