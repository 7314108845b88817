"""The inks: the few ways in which text looks different, named by what they mean.

Only the terminal's own sixteen colours are used, on its own background, so that a light, a dark and a
two-colour terminal all look right and few bytes are sent. No ink carries a meaning alone: a glyph or a
word always says the same.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style

from pmlearn.model.text import clean

PLAIN: Style | None = None
STRONG = Style(bold=True)
HEADING = Style(color="cyan", bold=True)
"""The one kind of heading."""
MUTED = Style(dim=True)
ACCENT = Style(color="cyan")
ACCENT_STRONG = Style(color="cyan", bold=True)
GOOD = Style(color="green")
UNDERWAY = Style(color="yellow")
BAD = Style(color="red")
CODE = Style(color="cyan")
EMPHASIS = Style(italic=True)
LINK = Style(underline=True)
MATCHED = Style(underline=True)
"""Letters that are what was typed."""
HERE = Style(bold=True, underline=True)
STRUCK = Style(dim=True, strike=True)
NUMBER = Style(color="cyan", dim=True)
"""The number of a link: it stands in the text, and is none of it."""
KEPT = Style(color="yellow", underline=True)
"""A passage that was highlighted."""
FOUND = Style(reverse=True)
FOUND_HERE = Style(reverse=True, bold=True, underline=True)
PICKED = Style(reverse=True, color="yellow")
"""A passage that is being chosen."""

Piece = tuple[str, Style | None]
"""A text and its ink."""


class Pieces(tuple[Piece, ...]):
    """Pieces that stand side by side in one cell of a row."""

    __slots__ = ()


Cell = Piece | Pieces
"""What stands in one column of a row."""


LONGEST = 10_000
"""Characters drawn of one piece: a paragraph, at most."""


def segments(*pieces: Piece) -> list[Segment]:
    """Make the segments of a line; the texts are cleaned, and are never read as markup."""
    return [Segment(text, ink) for text, ink in ((clean_piece(text), ink) for text, ink in pieces) if text]


def text_of(cell: Cell) -> str:
    """The text of a cell, whatever its inks."""
    return "".join(text for text, _ in cell) if isinstance(cell, Pieces) else cell[0]


def standing_out(cell: Cell) -> Cell:
    """A cell where the cursor is: strong, and what was typed stays underlined."""
    if isinstance(cell, Pieces):
        return Pieces((text, HERE if style is MATCHED else STRONG) for text, style in cell)
    return cell[0], STRONG


def clean_piece(text: str) -> str:
    """Clean a piece of a line; unlike a whole title, it keeps the blanks at its ends."""
    if len(text) <= LONGEST and text.isprintable():
        return text
    cleaned = clean(text, LONGEST)
    start = len(text) - len(text.lstrip(" "))
    end = len(text) - len(text.rstrip(" ")) if start < len(text) else 0
    return " " * start + cleaned + " " * end
