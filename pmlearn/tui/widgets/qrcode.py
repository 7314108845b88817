"""A QR code on the screen: dark on light, as a camera wants it, whatever the terminal's own colours are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.services import qr

if TYPE_CHECKING:
    from pmlearn.services.qr import Modules

DARK, LIGHT = Style(bgcolor="color(16)"), Style(bgcolor="color(231)")
ON_PAPER = LIGHT
"""Black on white, which every theme leaves as they are (`pmlearn/tui/themes.py: PAPER`)."""
REVERSED = Style(reverse=True)


class QrCode(Widget):
    """A code, in the middle of its room.

    Args:
        ascii: a module takes two blanks, for no block of half a cell can be drawn.
        colourless: there are no colours: what is light is drawn, as most such screens are dark.
    """

    def __init__(self, *, ascii: bool, colourless: bool) -> None:  # noqa: A002 - named as the setting is
        super().__init__()
        self._ascii = ascii
        self._colourless = colourless
        self._code: Modules = ()
        self._drawn: tuple[tuple[int, int], list[list[Segment]]] = ((0, 0), [])

    def show(self, code: Modules) -> None:
        """Show a code."""
        self._code = code
        self._drawn = ((0, 0), [])
        self.refresh()

    def lacks(self, columns: int, rows: int) -> tuple[int, int] | None:
        """The columns and rows that it needs, where there are fewer; None where it fits."""
        halves = not self._ascii
        if qr.fit(len(self._code), columns, rows, halves=halves) is not None:
            return None
        needed = qr.least(len(self._code), halves=halves)
        return needed.columns, needed.rows

    def render_line(self, y: int) -> Strip:
        """Draw a row of cells."""
        width, height = self.size
        if self._drawn[0] != (width, height):
            self._drawn = ((width, height), self._draw(width, height))
        rows = self._drawn[1]
        at = y - (height - len(rows)) // 2
        line = rows[at] if 0 <= at < len(rows) else []
        before = (width - sum(segment.cell_length for segment in line)) // 2
        return Strip([Segment(" " * before), *line] if line else []).adjust_cell_length(width)

    def _draw(self, width: int, height: int) -> list[list[Segment]]:
        fit = qr.fit(len(self._code), width, height, halves=not self._ascii)
        if fit is None:
            return []
        code = qr.framed(self._code, fit.quiet)
        if self._ascii:
            dark, light = (None, REVERSED) if self._colourless else (DARK, LIGHT)
            return [
                [Segment("  " * count, dark if is_dark else light) for is_dark, count in qr.runs(row)]
                for row in code
            ]
        style = None if self._colourless else ON_PAPER
        return [[Segment(row, style)] for row in qr.half_rows(code, light=self._colourless)]
