"""A message that has more to say than a line holds: it takes the rows above, and moves nothing.

What it covers is seen again with the next message. It ends at a word, and never loses what can be done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import DOT
from pmlearn.tui.widgets.wrap import break_pieces

if TYPE_CHECKING:
    from textual import events

    from pmlearn.tui.widgets.bars import Status

MOST = 3
"""Rows that a message takes at most."""


def spread(text: str, then: str, width: int, *, bad: bool = False, most: int = MOST) -> list[list[Segment]]:
    """The rows of a message and of what can be done about it: at most `most`, or what the latter takes."""
    room, style = max(8, width - 2), ink.BAD if bad else None
    text = ink.clean_piece(text)
    # More than this is not looked at word by word.
    said = text
    if len(text) > MOST * room:
        said = f"{text[: MOST * room].rpartition(' ')[0] or text[: MOST * room]} …"
    done = ((f" {DOT} {ink.clean_piece(then)}", ink.STRONG),) if then else ()
    lines = break_pieces(((said, style), *done), room)
    while len(lines) > most and " " in said.removesuffix(" …"):
        said = said.removesuffix(" …").rpartition(" ")[0] + " …"
        lines = break_pieces(((said, style), *done), room)
    if then and 1 < len(lines) <= MOST:
        # What can be done has a row of its own where that takes no more of them.
        apart = [
            *break_pieces(((said, style),), room),
            *break_pieces(((ink.clean_piece(then), ink.STRONG),), room),
        ]
        lines = apart if len(apart) <= len(lines) else lines
    return [_joined(line) for line in lines[:MOST]] or [[]]


def end_at_word(text: str, cut: str) -> str:
    """What was cut out of a text, `…` at its end, ended between two words where it has two."""
    bare = cut.removesuffix("…")
    head = bare.rpartition(" ")[0].rstrip(f" {DOT}")
    # Of an address or another long word its beginning says more than nothing of it.
    if bare == cut or text[len(bare) :].startswith(" ") or 2 * len(head) < len(bare):
        return cut
    return f"{head} …"


class Above(Widget):
    """The rows of a message above its last one; see the module."""

    def __init__(self, status: Status) -> None:
        super().__init__()
        self._status = status

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        rows = self._status.rows[:-1]
        line = [Segment(" "), *rows[y]] if y < len(rows) else []
        return Strip(line).adjust_cell_length(self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        self._status.press(event.x, event.y)


def _joined(line: list[Segment]) -> list[Segment]:
    """A row with as few segments as it has inks, blanks at its ends left out."""
    joined: list[Segment] = []
    for segment in line:
        if joined and joined[-1].style == segment.style:
            joined[-1] = Segment(joined[-1].text + segment.text, segment.style)
        else:
            joined.append(segment)
    if joined and joined[-1].text.endswith(" "):
        joined[-1] = Segment(joined[-1].text.rstrip(" "), joined[-1].style)
    return [segment for segment in joined if segment.text]
