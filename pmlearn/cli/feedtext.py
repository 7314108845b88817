"""Feeds as commands print them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from pmlearn.services.feed import FeedRow


def feed_json(row: FeedRow, quiet: Collection[str]) -> dict[str, Any]:
    """A feed as an object, with whether it is among those turned down; nothing secret is in it."""
    feed = row.feed
    return {
        "id": row.id,
        "url": row.url,
        "title": row.title,
        "entries": row.entries,
        "unread": row.unread,
        "error": row.error or None,
        "checked": row.checked or None,
        "topics": list(row.topics),
        "gone": row.gone,
        "next": row.next or None,
        "failures": row.failures,
        "paused": feed.paused,
        "weight": feed.weight,
        "folder": feed.folder or None,
        "mute": list(feed.mute),
        "keep": list(feed.keep),
        "bodies": feed.bodies,
        "expires": feed.expires,
        "full_text": feed.full_text,
        "preset": row.preset,
        "same_as": row.twin or None,
        "quiet": row.id in quiet,
    }


def feed_cells(row: FeedRow, now: datetime) -> tuple[str, ...]:
    """A feed as a line of the list."""
    standing = [row.due(now)] if row.checked or row.feed.paused else []
    if row.feed.weight:
        standing.append(f"weight {row.feed.weight:+d}")
    error = row.error or (f"lives where {row.twin} lives: remove one of them" if row.twin else "")
    return (
        row.id,
        row.title,
        f"{row.unread:,}/{row.entries:,}",
        row.checked[:16].replace("T", " ") or "never asked",
        ", ".join(standing),
        error,
    )


def feed_lines(row: FeedRow, now: datetime) -> Iterator[tuple[str, str]]:
    """Everything of a feed, as names and values."""
    feed = row.feed
    yield "id", row.id
    yield "address", row.url
    if row.topics:
        yield "topics", ", ".join(row.topics)
    if feed.folder:
        yield "folder", feed.folder
    yield "entries", f"{row.entries:,}, of which {row.unread:,} in the inbox"
    yield "weight", f"{feed.weight:+d}" if feed.weight else "0"
    yield from (("mute", query) for query in feed.mute)
    yield from (("keep", query) for query in feed.keep)
    yield "bodies", "all" if feed.bodies is None else f"the newest {feed.bodies:,}"
    yield "expires", "never" if feed.expires is None else f"after {feed.expires} days"
    yield "full text", "from its pages" if feed.full_text else "no"
    yield "asked", row.checked[:16].replace("T", " ") or "never"
    yield "next", row.due(now).removeprefix("next ")
    if row.failures:
        yield "failures", f"{row.failures} in a row"
    if row.error:
        yield "error", row.error
    if row.twin:
        yield "the same as", row.twin
    if row.preset:
        yield "set in", "config.toml"
