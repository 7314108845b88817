"""Rows: what a list asks of them, and those over a sequence that is in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from rich.cells import cell_len
from rich.segment import Segment

from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import fit, line, widths
from pmlearn.tui.widgets.wrap import break_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from pmlearn.tui.widgets.columns import Column
    from pmlearn.tui.widgets.ink import Cell


class Rows(Protocol):
    """What a list shows."""

    def __len__(self) -> int:
        """How many rows there are."""

    def key(self, index: int) -> str:
        """What a row is known by when rows come and go; "" for one that the cursor passes over."""

    def find(self, key: str) -> int:
        """Where the row of a key is; -1 where there is none."""

    def row(self, index: int, width: int, *, current: bool) -> list[Segment]:
        """The row, at most `width` cells wide; `current` where the cursor is on it."""

    def fit(self, width: int) -> None:
        """Be told how wide the rows will be, before they are counted."""


@runtime_checkable
class Clickable(Protocol):
    """Rows of which a part does something of its own when it is clicked."""

    def action_at(self, index: int, at: int, width: int) -> str:
        """The action of what is drawn `at` cells into a row; "" where a click means the row."""


@dataclass(frozen=True, slots=True)
class Text:
    """A row that is one text: a heading, a hint, a blank."""

    text: str = ""
    ink: Style | None = None
    key: str = ""
    words: str = ""  # what finding looks at
    indent: int = -1  # a text that may take several rows begins that far in; -1 for one row alone
    hang: int = 0  # of these, the rows but the first begin that much further in
    most: int = 0  # rows it may take; 0 for as many as it needs
    action: str = ""  # what a click does on what stands before the room of its rows: a box

    def fit(self, width: int) -> list[Text]:
        """The rows that the text takes."""
        if self.indent < 0:
            return [self]
        room = max(8, width - self.indent - self.hang)
        # What hangs begins in the first row: a box, which stands before the room of all of them.
        before = self.text[: self.hang] if self.text[: self.hang].isascii() else ""
        broken = break_pieces(((self.text[len(before) :], self.ink),), room)
        lines = ["".join(segment.text for segment in line).rstrip(" ") for line in broken]
        lines[:1] = [before + "".join(lines[:1])]
        if 0 < self.most < len(lines):
            # Between two words, with an ellipsis that is clearly nobody's.
            last = lines[self.most - 1]
            while " " in last and cell_len(last) > room - 2:
                last = last.rpartition(" ")[0]
            lines[self.most - 1 :] = [f"{fit(last, room - 2)} …"]
        first, *others = lines or [""]
        rest = [Text(" " * (self.indent + self.hang) + line, self.ink) for line in others]
        whole = replace(self, text=" " * self.indent + first, most=0)
        return [whole, *rest]

    def draw(self, width: int, *, current: bool) -> list[Segment]:
        """The text, shortened."""
        shown = fit(ink.clean_piece(self.text), width)
        return [Segment(shown, ink.STRONG if current else self.ink)] if shown else []

    def action_at(self, at: int, width: int) -> str:  # noqa: ARG002
        """What a click does there; "" for what it does on the row."""
        return self.action if self.indent <= at < self.indent + self.hang else ""


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of cells in columns."""

    key: str
    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    main: int = 0  # the cell that stands out where the cursor is
    words: str = ""  # what finding looks at
    wraps: bool = False  # a long text of the main cell goes on in the next row, and is not cut
    button: int = -1  # the cell that does something of its own when it is clicked
    action: str = ""  # what that does, the name of an action

    def fit(self, width: int) -> list[Text | Cells]:
        """The rows that it takes."""
        room = widths(self.columns, width)[self.main] if self.wraps else 0
        cell = self.cells[self.main]
        if not room or cell_len(ink.text_of(cell)) <= room:
            return [self]
        pieces = cell if isinstance(cell, ink.Pieces) else (cell,)
        lines = break_pieces(pieces, room)
        first, *rest = [ink.Pieces((part.text, part.style) for part in line) for line in lines]
        row = replace(self, cells=(*self.cells[: self.main], first, *self.cells[self.main + 1 :]))
        before = " " * self._start(self.main, width)
        return [row, *(Text(before + ink.text_of(more), more[0][1] if more else None) for more in rest)]

    def draw(self, width: int, *, current: bool) -> list[Segment]:
        """The cells in their columns."""
        cells = self.cells
        if current:
            stands_out = ink.standing_out(cells[self.main])
            cells = (*cells[: self.main], stands_out, *cells[self.main + 1 :])
        return line(self.columns, width, cells)

    def action_at(self, at: int, width: int) -> str:
        """What a click does there; "" for what it does on the row."""
        if self.button < 0:
            return ""
        start = self._start(self.button, width)
        return self.action if start <= at <= start + widths(self.columns, width)[self.button] else ""

    def _start(self, cell: int, width: int) -> int:
        # The gap before the first column that is shown is not drawn.
        given = widths(self.columns, width)
        shown = [at for at in range(cell + 1) if given[at]]
        gaps = sum(self.columns[at].gap for at in shown[1:])
        return sum(given[:cell]) + gaps


BLANK = Text()


def heading(text: str) -> Text:
    """The one kind of heading."""
    return Text(text, ink.HEADING)


def hint(text: str, indent: int = 0, most: int = 0) -> Text:
    """A sentence that says what to do, or what something is about, in the rows it needs or may take."""
    return Text(text, ink.MUTED, indent=indent, most=most)


class ListRows:
    """The rows of a list; see `Rows`."""

    def __init__(self, items: Sequence[Text | Cells]) -> None:
        self._given = items
        self.items: Sequence[Text | Cells] = items
        self._wraps = any(item.wraps if isinstance(item, Cells) else item.indent >= 0 for item in items)

    def fit(self, width: int) -> None:
        """Let long texts take the rows that they need."""
        if self._wraps:
            self.items = list(chain.from_iterable(item.fit(width) for item in self._given))
            self.__dict__.pop("_places", None)

    def __len__(self) -> int:
        return len(self.items)

    def key(self, index: int) -> str:
        """The row's own key."""
        return self.items[index].key

    def find(self, key: str) -> int:
        """Where the key is."""
        return self._places.get(key, -1)

    def row(self, index: int, width: int, *, current: bool) -> list[Segment]:
        """Draw the row."""
        return self.items[index].draw(width, current=current)

    def action_at(self, index: int, at: int, width: int) -> str:
        """The action of what is drawn there; see `Clickable`."""
        return self.items[index].action_at(at, width)

    def search(self, words: str, start: int, by: int) -> int:
        """The next row from `start` on whose words hold all of `words`, going round; -1 where none does."""
        wanted = words.casefold().split()
        for step in range(1, len(self.items) + 1):
            at = (start + step * by) % len(self.items)
            item = self.items[at]
            if item.key and all(word in item.words.casefold() for word in wanted):
                return at
        return -1

    @cached_property
    def _places(self) -> dict[str, int]:
        return {item.key: at for at, item in enumerate(self.items) if item.key}
