"""The feeds as rows, and one of them as a text beside them: what it brought, and why it fails."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from pmlearn.model.text import plural
from pmlearn.services.links import place
from pmlearn.tui.dates import since
from pmlearn.tui.sections import joined, label
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.markdown import Block
from pmlearn.tui.widgets.rows import Cells, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from pmlearn.services.feed import FeedRow

WRONG = "!"
"""Before a feed with which something is the matter."""

COLUMNS = (
    Column(1),  # whether something is the matter
    Column(18, grow=1, gap=1),
    Column(6, rank=3),  # paused, or how much its entries weigh, or what is the matter
    Column(6, right=True, rank=2),  # in the inbox
    Column(7, right=True, rank=4),  # all of them
    Column(11, right=True, rank=1),  # asked when
)


def wrong(row: FeedRow, names: Mapping[str, str]) -> str:
    """What is the matter with a feed, and what to do about it; "" for nothing.

    Args:
        row: the feed.
        names: what feeds are called, by their ids.
    """
    if row.gone:
        return told("its server says that it is gone for good: {remove-feed} removes it")
    if row.twin:
        twin = names.get(row.twin, row.twin)
        return told("it lives where {twin} lives: {remove-feed} removes one of them", twin=twin)
    return row.error


def rows(feeds: Sequence[FeedRow], now: datetime, *, beside: bool) -> Iterator[Text | Cells]:
    """All feeds below a head that names the columns.

    Args:
        feeds: the feeds.
        now: what times are told from.
        beside: a second pane says why one fails: the rows leave it out.
    """
    names = {row.id: row.title for row in feeds}
    head = (plural(len(feeds), "feed"), ink.HEADING)
    named = ((name, ink.MUTED) for name in ("", "new", "entries", "asked"))
    # Where every feed is as it is meant to be, their names have the room.
    state = max((cell_len(_state(row)) for row in feeds), default=0)
    given = [replace(column, width=state, gap=2 if state else 0) for column in COLUMNS[2:3]]
    columns = (*COLUMNS[:2], *given, *COLUMNS[3:])
    yield Cells("", (Column(20, grow=1), *columns[2:]), (head, *named))
    for row in feeds:
        why = wrong(row, names)
        quiet = ink.MUTED if row.feed.paused or row.gone else ink.PLAIN
        yield Cells(
            row.id,
            columns,
            (
                (WRONG if why else "", ink.BAD),
                (row.title, quiet),
                (_state(row), ink.BAD if why and not row.feed.paused else ink.MUTED),
                (f"{row.unread:,}" if row.unread else "", quiet),
                (f"{row.entries:,}" if row.entries else "", ink.MUTED),
                (since(row.checked, now) or "not yet", ink.MUTED),
            ),
            main=1,
            words=f"{row.title} {row.url}",
        )
        if why and not beside:
            yield Text(why, ink.MUTED, indent=2)


def note(row: FeedRow, now: datetime) -> str:
    """What the line above the footer says of a feed: when it is asked, where it lives, what it is about."""
    return joined(*_settings(row, now), place(row.url), ", ".join(row.topics))


def text(row: FeedRow, names: Mapping[str, str], now: datetime) -> Iterator[Block]:
    """A feed as blocks."""
    yield Block(((row.title, ink.STRONG),), space=0)
    yield Block(((row.url, ink.MUTED),), space=0)
    if why := wrong(row, names):
        yield Block(((why, ink.BAD),), f"{WRONG} ", "  ")
        if row.failures > 1:
            yield Block(((f"{row.failures:,} times in a row", ink.MUTED),), "  ", "  ", space=0)
    yield label("Entries")
    yield Block(
        ((f"{row.unread:,} of {plural(row.entries, 'entry', 'entries')} in the inbox", None),), space=0
    )
    yield label("Asked")
    asked = since(row.checked, now) or "not yet"
    yield Block(((joined(asked, *_settings(row, now)), None),), space=0)
    if row.topics:
        yield label("Topics")
        yield Block(((", ".join(row.topics), None),), space=0)
    if row.feed.folder:
        yield label("Folder")
        yield Block(((row.feed.folder, None),), space=0)
    if row.preset:
        yield Block((("From a config.toml: it is changed there.", ink.MUTED),))


def _settings(row: FeedRow, now: datetime) -> list[str]:
    said = [row.due(now)] if row.checked or row.feed.paused or row.gone else []
    if row.feed.weight:
        said.append(f"weight {row.feed.weight:+d}")
    return said


def _state(row: FeedRow) -> str:
    if row.gone:
        return "gone"
    if row.feed.paused:
        return "paused"
    if row.error:
        return "fails"
    return f"{row.feed.weight:+d}" if row.feed.weight else ""
