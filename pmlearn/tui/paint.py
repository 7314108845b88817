"""The painter: sends the terminal only the cells that differ from what it shows.

Textual writes every region that it redraws, and redraws the whole screen three times at start and once for
each change of layout. Here a line costs what changed in it: a start paints each cell once, a cursor that
moves costs two marks, text that scrolls costs the rows that come into sight (`pmlearn.tui.scroll`), and a
screen that looks like the one before costs nothing. This is the one place where an ink gets the look of the
theme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import split_graphemes
from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate

from pmlearn.tui.pen import RESET, Look, change, on_blank
from pmlearn.tui.scroll import find
from pmlearn.tui.themes import TERMINAL, Wardrobe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual._compositor import CompositorUpdate
    from textual.strip import Strip

Cell = tuple[str, Look]
"""A character with what combines with it, and its look; "" follows a wide one."""

UNKNOWN: Cell = ("\0", RESET)
"""What was never painted: nothing is like it, not the second half of a wide character either."""

CLEAR = "\x1b[0m\x1b[2J"
ERASE_TO_END = "\x1b[K"
ERASE_COSTS = len(ERASE_TO_END)
SKIP_COSTS = 6
"""Cells that stay are written again where a move over them, and the inks around them, would cost more."""


class Run(NamedTuple):
    """Cells of one row that are sent together."""

    start: int  # the first column
    end: int  # the column after the last


class Painter:
    """Keeps what the terminal shows; see the module.

    Args:
        wardrobe: the theme; the terminal's own colours where it is not given.
    """

    def __init__(self, wardrobe: Wardrobe | None = None) -> None:
        self.size = (0, 0)  # columns and rows of what is shown; (0, 0) where that is not known
        self._shown: list[list[Cell]] = []
        self.adopted = False  # what is shown was painted by somebody else, and nothing was painted since
        self._pen = RESET  # how what is sent next will look
        self.wear(wardrobe or Wardrobe(TERMINAL, ColorSystem.STANDARD))

    def wear(self, wardrobe: Wardrobe) -> None:
        """Paint in another theme, everything at the next update."""
        self._wardrobe = wardrobe
        self._blank: Cell = (" ", wardrobe.ground)
        # What is erased has the terminal's own background in some terminals, whatever is set: GNU screen, the
        # old ones. A theme with a ground of its own writes its blanks.
        self._erases = wardrobe.ground == RESET
        self.forget()

    def forget(self) -> None:
        """Something else wrote to the terminal: clear it and paint everything at the next update."""
        self.size = (0, 0)

    @property
    def blank(self) -> Cell:
        """What stands where nothing is."""
        return self._blank

    @property
    def shown(self) -> list[list[Cell]]:
        """What the terminal shows, row by row; nothing where that is not known."""
        return self._shown if self.size != (0, 0) else []

    def adopt(self, rows: list[list[Cell]]) -> None:
        """Know what was painted before this painter was there."""
        self._shown = rows
        self.size = (len(rows[0]), len(rows))
        self.adopted = True

    def paint(self, update: CompositorUpdate, size: tuple[int, int]) -> str:
        """Return what to send for an update; "" where nothing changed."""
        sent: list[str] = []
        self.adopted = False
        width, height = size
        if size != self.size:
            self.size = size
            sent.append(CLEAR)
            self._pen = RESET
            self._shown = [[self._erased] * width for _ in range(height)]
        rows: dict[int, list[Cell]] = {}
        for y, x, strips in _pieces(update):
            if 0 <= y < height and 0 <= x < width:
                new = [cell for strip in strips for cell in self._cells(strip)][: width - x]
                row = rows.setdefault(y, self._known(y))
                row[x : x + len(new)] = new
        if move := find(self._shown, rows, self._erased):
            moved = move.apply(self._shown, self._erased)
            rows = {y: self._known(y) for y in move.touched} | rows
            self._shown = moved
            sent.append(move.sequence)
        for y in sorted(rows):
            sent.extend(self._row(y, 0, rows[y]))
        if sent:
            # Others write to the terminal, too.
            sent.append(self._ink(RESET))
        return "".join(sent)

    def plainly(self, sequence: str) -> str:
        """What a screen writes after it was painted, in the plain ink of the theme; "" for nothing."""
        plain = self._wardrobe.look(None)
        return change(RESET, plain) + sequence + change(plain, RESET) if sequence else ""

    @property
    def _erased(self) -> Cell:
        """What stands where the terminal made room."""
        return self._blank if self._erases else UNKNOWN

    def _known(self, y: int) -> list[Cell]:
        """A row as it is to stay where nothing else is drawn."""
        return [self._blank if cell == UNKNOWN else cell for cell in self._shown[y]]

    def _ink(self, look: Look) -> str:
        sent = change(self._pen, look)
        self._pen = look
        return sent

    def _row(self, y: int, x: int, new: list[Cell]) -> Iterator[str]:
        shown = self._shown[y]
        old = shown[x : x + len(new)]
        if old == new:
            return
        unsure = any(len(text) > 1 for text, _ in (*shown, *new))
        shown[x : x + len(new)] = new
        tail = self._blank_tail(shown)
        if unsure:
            # Terminals disagree on the width of clusters, such as a family that is one sign: nothing that
            # stands in such a row can be relied upon.
            yield f"\x1b[{y + 1};1H"
            yield self._wipe(len(shown))
            yield f"\x1b[{y + 1};1H" if not self._erases else ""
            yield self._inked(shown[:tail], y)
            return
        for run in _runs(old, new):
            start, end = x + run.start, x + run.end
            # From here on the row is blank: one short sequence says so.
            erase = self._erases and end > tail and end - max(start, tail) > ERASE_COSTS
            yield f"\x1b[{y + 1};{start + 1}H"
            yield self._inked(shown[start : min(end, tail) if erase else end], y)
            if erase:
                yield self._wipe(0)
                return

    def _wipe(self, blanks: int) -> str:
        """Make the rest of a row blank, of which there are so many cells where they have to be written."""
        ink = self._ink(self._wardrobe.ground)
        return ink + (ERASE_TO_END if self._erases else " " * blanks)

    def _cells(self, strip: Strip) -> Iterator[Cell]:
        for text, style, control in strip:
            if control:
                continue
            look = self._wardrobe.look(style)
            blank: Cell = (" ", on_blank(look))
            if text.isascii():
                for char in text:
                    yield blank if char == " " else (char, look)
                continue
            for start, end, width in split_graphemes(text)[0]:
                # What has no width and nothing before it to stand on is left out.
                if width:
                    char = text[start:end]
                    yield blank if char == " " else (char, look)
                    yield from [("", look)] * (width - 1)

    def _blank_tail(self, row: list[Cell]) -> int:
        tail = len(row)
        while tail and row[tail - 1] == self._blank:
            tail -= 1
        return tail

    def _inked(self, cells: list[Cell], y: int) -> str:
        sent: list[str] = []
        moved = False
        for x, (char, look) in enumerate(cells):
            if moved and char:
                sent.append(f"\x1b[{y + 1};{x + 1}H")
                moved = False
            # A blank can stay in the ink of the word before it.
            if look != (on_blank(self._pen) if char == " " else self._pen):
                sent.append(self._ink(look))
            sent.append(char)
            # A row with a cluster is always sent from its first column on: see _row.
            moved = moved or len(char) > 1
        return "".join(sent)


def _pieces(update: CompositorUpdate) -> Iterator[tuple[int, int, Iterable[Strip]]]:
    # What Textual drew: row, first column, strips from there on.
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, update.region.x, strips
    elif isinstance(update, ChopsUpdate):
        for y in sorted({y for y, _, _ in update.spans}):
            for x, strip in update.chops[y].items():
                if strip is not None:
                    yield y, x, (strip,)


def _runs(old: list[Cell], new: list[Cell]) -> Iterator[Run]:
    start = end = -1
    for at, (was, now) in enumerate(zip(old, new, strict=True)):
        if was == now:
            continue
        if start >= 0 and at - end > SKIP_COSTS:
            yield Run(start, end)
            start = at
        elif start < 0:
            start = at
        end = at + 1
    yield Run(start, end)
