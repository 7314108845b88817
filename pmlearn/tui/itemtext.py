"""An item as it stands beside a list: what it is, why it helps, what was said of it, and how it begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pmlearn.model.text import duration, plural
from pmlearn.tui import reasons
from pmlearn.tui.dates import day
from pmlearn.tui.sections import joined, label
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import HELPS, KINDS, PASSAGE, STAR
from pmlearn.tui.widgets.markdown import Block, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pmlearn.model.queue import QueueItem
    from pmlearn.services.reading import Standing
    from pmlearn.wiring import Services

BEGINNING = 3_000
"""Characters of the text that stand beside the list: more than any pane shows."""


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """What stands beside an item."""

    standing: Standing
    helps: tuple[tuple[str, str], ...]  # titles of the steps that it helps with, and why
    text: str  # how its text begins, in Markdown; its summary where the text is not made yet
    now: datetime


def read(services: Services, id_: str) -> ItemDetail:
    """Read what stands beside an item; on the services' thread.

    Raises:
        UnknownError: there is no such item.
    """
    standing = services.reading.open(id_)
    helps = tuple((services.steps.title(ref), why) for ref, why in services.helping.steps(id_))
    text = services.reading.source(id_).markdown or standing.item.summary
    return ItemDetail(standing, helps, text[:BEGINNING], services.now())


def text(detail: ItemDetail) -> Iterator[Block]:
    """The item as blocks."""
    standing, item = detail.standing, detail.standing.item
    yield Block(((item.title or item.link, ink.STRONG),), space=0)
    yield Block(((joined(_sources(item), item.author), ink.MUTED),), space=0)
    yield Block(((_facts(item, detail.now, standing.place), ink.MUTED),), space=0)
    if item.topics:
        yield Block(((", ".join(item.topics), ink.MUTED),), space=0)
    for at, (step, why) in enumerate(detail.helps):
        yield Block(((step, None),), f"{HELPS} ", "  ", space=int(not at))
        yield Block(reasons.pieces(why), "  ", "  ", space=0)
    for note in standing.notes:
        yield label("Note")
        for at, block in enumerate(blocks(note.text, [])):
            yield replace(block, space=block.space if at else 0)
    if standing.highlights:
        count = plural(len(standing.highlights), "highlight")
        yield Block(((f"{PASSAGE} {count}", ink.MUTED),))
    yield from _begins(detail.text)


def _facts(item: QueueItem, now: datetime, place: int) -> str:
    """What kind it is, its day, what it takes, and how far it was read, in one quiet line."""
    return joined(
        f"{KINDS[item.kind]} {item.kind}",
        day(item.dated, now),
        duration(item.minutes) if item.minutes else "",
        f"read {place}%" if place else "",
        f"{STAR} starred" if item.starred else "",
        f"snoozed until {day(item.snoozed, now)}" if item.snoozed else "",
    )


def _sources(item: QueueItem) -> str:
    """Every feed that has it."""
    titles = dict.fromkeys(source.title for source in item.sources if source.title)
    return ", ".join(titles) or "Saved link"


def _begins(text: str) -> Iterator[Block]:
    for at, block in enumerate(blocks(text, [])):
        # The numbers of links would be those of nothing: they are opened in the reader.
        pieces = tuple(piece for piece in block.pieces if piece[1] is not ink.NUMBER)
        yield replace(block, pieces=pieces, space=block.space if at else 1)
