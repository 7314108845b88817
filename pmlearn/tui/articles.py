"""What the reader shows, made of what is known: the text between its head and its links, and its lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pmlearn.model.text import duration
from pmlearn.tui import reasons
from pmlearn.tui.dates import day
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import DOT, HELPS, KINDS, PASSAGE
from pmlearn.tui.widgets.markdown import Block, blocks
from pmlearn.tui.widgets.rows import Cells, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pmlearn.model.highlight import Highlight
    from pmlearn.services.reading import Standing
    from pmlearn.tui.widgets.passages import Heading

LONG = 80_000
"""Characters of HTML from which the beginning is shown before the whole is there."""

_COLUMNS = (Column(20, grow=1), Column(5, right=True))


def blocks_of(
    standing: Standing,
    now: datetime,
    text: str | None,
    links: list[str],
    *,
    helps: tuple[str, str] = ("", ""),
    transcripts: Sequence[str] = (),
) -> Iterator[Block]:
    """The item as blocks; the addresses of its links are added to `links`, in the order of their numbers.

    Args:
        standing: the item, and what the learner did with it.
        now: what days are told from.
        text: its Markdown; None while it is not there.
        links: takes the addresses.
        helps: the title of the current step that it helps with, and why; "" and "" for none.
        transcripts: addresses of what is said in it, written down.
    """
    item = standing.item
    links.extend([item.link] if item.link else [])
    yield Block(((item.title or item.link, ink.STRONG),), space=0)
    time = duration(item.minutes) if item.minutes else ""
    # The header names one feed: several are all named here.
    feeds = ", ".join(dict.fromkeys(source.title for source in item.sources)) if item.others else ""
    facts = [feeds, item.author, day(item.dated, now), time]
    yield Block(
        ((f" {DOT} ".join(fact for fact in facts if fact), ink.MUTED),), f"{KINDS[item.kind]} ", "  ", space=0
    )
    step, why = helps
    if why:
        yield Block(((step, None), (": ", ink.MUTED), *reasons.pieces(why)), f"{HELPS} ", "  ", space=0)
    for note in standing.notes:
        yield Block((("Note", ink.HEADING),))
        yield from (
            replace(block, at=-1, level=0, space=int(n > 0)) for n, block in enumerate(blocks(note.text, []))
        )
    if text is None:
        return
    yield from blocks(text, links)
    said = dict.fromkeys((enclosure.url for enclosure in item.enclosures), "  media")
    said |= dict.fromkeys(transcripts, "  transcript")
    links.extend(url for url in said if url not in links)
    if links:
        yield Block((("Links", ink.HEADING),), at=len(text))
    for number, link in enumerate(links, 1):
        yield Block(
            ((link, None), (said.get(link, ""), ink.MUTED)), f"{number:3d} ", " " * 4, space=0, at=len(text)
        )


def contents(headings: Sequence[Heading], here: int) -> tuple[list[Cells], str]:
    """The rows of the headings, and the key of the one that the block `here` stands under."""
    least = min(heading.level for heading in headings)
    rows = [
        Cells(
            str(heading.block),
            _COLUMNS,
            (
                ("  " * (heading.level - least) + heading.title, ink.PLAIN),
                (f"{heading.percent}%", ink.MUTED),
            ),
        )
        for heading in headings
    ]
    before = [heading.block for heading in headings if heading.block <= here]
    return rows, str(before[-1]) if before else rows[0].key


def kept(highlights: Iterable[Highlight]) -> list[Cells | Text]:
    """The rows of highlights, each with its note below it."""
    rows: list[Cells | Text] = []
    for one in highlights:
        percent = "" if one.percent is None else f"{one.percent}%"
        said = " ".join(one.text.split())
        rows.append(Cells(one.key, _COLUMNS, ((f"{PASSAGE} {said}", ink.PLAIN), (percent, ink.MUTED))))
        rows += [Text(f"  {line}", ink.MUTED) for line in one.note.split("\n") if line]
    return rows
