"""Why an item helps with a step, on screen: `*topic*` is a topic, and stands out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlearn.model.text import duration, plural
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import DOT, KINDS
from pmlearn.tui.widgets.markdown import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlearn.services.matching import Fresh
    from pmlearn.tui.widgets.ink import Piece

_TOPIC = re.compile(r"\*([^*\s]+)\*")
_SAID = re.compile(r"“([^”]+)”")
_NAMES = {"article": "article", "audio": "podcast", "video": "video", "link": "link"}


def brief(why: str) -> str:
    """The topic, or the words, for a narrow column."""
    if topic := _TOPIC.search(why):
        return topic[1]
    said = _SAID.search(why)
    return said[0] if said else ""


def pieces(why: str) -> tuple[Piece, ...]:
    """The reason, with its topics in an ink of their own; without colour they still read as words."""
    return tuple(
        (text, ink.ACCENT if at % 2 else ink.MUTED) for at, text in enumerate(_TOPIC.split(why)) if text
    )


def plain(why: str) -> str:
    """The reason as words alone, for a row."""
    return _TOPIC.sub(r"\1", why)


def kinds(every: Iterable[Fresh]) -> str:
    """How many there are of each kind: `2 articles, 1 podcast`."""
    counts: dict[str, int] = {}
    for each in every:
        counts[each.item.kind.value] = counts.get(each.item.kind.value, 0) + 1
    return ", ".join(plural(counts[kind], name) for kind, name in _NAMES.items() if kind in counts)


def lines(every: Iterable[Fresh]) -> Iterator[Block]:
    """Items with their minutes, and below each the reason."""
    for each in every:
        minutes = f" {DOT} {duration(each.item.minutes)}" if each.item.minutes else ""
        title: tuple[Piece, ...] = ((each.item.title or each.item.link, None), (minutes, ink.MUTED))
        yield Block(title, f"  {KINDS[each.item.kind]} ", "    ", space=0)
        yield Block(pieces(each.why), "    ", "    ", space=0)
