"""How a feed stands with being asked: in words that the command line and the screens share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pmlearn.model.text import duration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlearn.model.feed import Feed
    from pmlearn.storage.fetches import Fetches


def due(next_: str, now: datetime, *, paused: bool = False, gone: bool = False) -> str:
    """Say when a feed is asked next: `paused`, `gone`, `due now`, `next in 40 min`, `next in 3 days`.

    Args:
        next_: its time, RFC 3339; "" for at once.
        now: the time.
        paused: the learner paused it.
        gone: its server said that it is gone for good.
    """
    if gone:
        return "gone"
    if paused:
        return "paused"
    try:
        minutes = -(-int((datetime.fromisoformat(next_) - now).total_seconds()) // 60)
    except ValueError:
        return "due now"
    if minutes <= 0:
        return "due now"
    if minutes >= 48 * 60:
        return f"next in {minutes // (24 * 60)} days"
    return f"next in {duration(minutes if minutes < 120 else minutes // 60 * 60)}"


def twins(feeds: Iterable[Feed], fetches: Fetches) -> dict[str, str]:
    """Of feeds that live at one address, each with another of them: one moved to where the other is."""
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for feed in feeds:
        other = first.setdefault(fetches.get(feed.id).url or feed.url, feed.id)
        if other != feed.id:
            found |= {feed.id: other, other: feed.id}
    return found
