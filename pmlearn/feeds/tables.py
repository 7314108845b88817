"""Tables of HTML: those that hold data become Markdown tables, the others only set things side by side.

Letters from shops and newsletters are tables in tables. What tells data apart: it has two rows and two
columns at least, no table or other block inside of a cell, and no cell that is a page of text.

Source of the form: GitHub Flavored Markdown, 4.10.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MOST_COLUMNS = 20
"""Columns of a table; what stands in later ones is added to the last."""

MOST_EVENTS = 20_000
"""Elements and texts of a table that is still held to be one of data."""

LONGEST_CELL = 400
"""Characters of a cell's text."""

_SECTIONS = frozenset({"thead", "tbody", "tfoot", "colgroup", "col"})
_CELLS = frozenset({"td", "th", "caption"})
_BLOCKS = frozenset(
    {"blockquote", "details", "dl", "figure", "hr", "ol", "pre", "ul", "article", "section"}
    | {f"h{level}" for level in range(1, 7)}
)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that the parser met."""

    kind: str  # "start", "end" or "text"
    what: str  # the element's name, or the text
    attrs: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(slots=True)
class _Cell:
    head: bool  # a `th`
    columns: int  # that it takes
    rows: int  # that it takes
    events: list[Event] = field(default_factory=list)
    length: int = 0  # of its text


class Table:
    """A table that is being read, for as long as it may be one of data.

    Args:
        attrs: the attributes of its element.
    """

    def __init__(self, attrs: Mapping[str, str | None]) -> None:
        self.events: list[Event] = []  # all that stands in it, to be read again where it is none of data
        self.caption = _Cell(head=False, columns=1, rows=1)
        self._rows: list[list[_Cell]] = []
        self._cell: _Cell | None = None
        self._data = attrs.get("role") not in ("presentation", "none")

    def add(self, event: Event) -> bool:
        """Take the next thing; false once this is no table of data."""
        self.events.append(event)
        if event.kind == "text":
            self._text(event)
        elif event.what in _CELLS or event.what == "tr":
            self._part(event)
        elif event.what not in _SECTIONS:
            self._data = self._data and event.what not in _BLOCKS
            if self._cell is not None:
                self._cell.events.append(event)
        return self._data and len(self.events) < MOST_EVENTS

    def _text(self, event: Event) -> None:
        if self._cell is None:
            self._data = self._data and not event.what.strip()
            return
        self._cell.events.append(event)
        self._cell.length += len(event.what)
        self._data = self._data and self._cell.length <= LONGEST_CELL

    def _part(self, event: Event) -> None:
        self._cell = None
        if event.kind == "end":
            return
        if event.what == "caption":
            self._cell = self.caption
            return
        if event.what == "tr" or not self._rows:
            self._rows.append([])
        if event.what != "tr":
            self._cell = _Cell(event.what == "th", _span(event, "colspan"), _span(event, "rowspan"))
            self._rows[-1].append(self._cell)

    def markdown(self, inline: Callable[[Sequence[Event]], str]) -> str:
        """The table as Markdown; "" where it is none of data.

        Args:
            inline: makes Markdown of one line of what stands in a cell.
        """
        rows = [row for row in self._rows if row]
        texts = list(_filled(rows, inline))
        columns = max(map(len, texts), default=0)
        if len(rows) < 2 or columns < 2:
            return ""
        if not all(cell.head for cell in rows[0]):
            texts.insert(0, [])  # a Markdown table has a head, be it an empty one
        lines = [f"| {' | '.join(row + [''] * (columns - len(row)))} |" for row in texts]
        return "\n".join([lines[0], "|" + " --- |" * columns, *lines[1:]])


def _filled(rows: list[list[_Cell]], inline: Callable[[Sequence[Event]], str]) -> Iterator[list[str]]:
    """The texts of each row, with nothing where a cell of before goes on."""
    below: dict[int, int] = {}  # column: rows that a cell above still takes of it
    for row in rows:
        texts: list[str] = []
        for cell in row:
            _skip(texts, below)
            text = inline(cell.events).replace("|", "\\|")
            if len(texts) >= MOST_COLUMNS:
                texts[-1] = f"{texts[-1]} {text}".strip()
                continue
            for at in range(cell.columns):
                if len(texts) < MOST_COLUMNS:
                    if cell.rows > 1:
                        below[len(texts)] = cell.rows - 1
                    texts.append("" if at else text)
        _skip(texts, below)
        yield texts


def _skip(texts: list[str], below: dict[int, int]) -> None:
    while below.get(len(texts)):
        below[len(texts)] -= 1
        texts.append("")


def _span(event: Event, name: str) -> int:
    given = event.attrs.get(name) or ""
    return (
        max(1, min(MOST_COLUMNS, int(given))) if given.isascii() and given.isdigit() and len(given) < 6 else 1
    )
