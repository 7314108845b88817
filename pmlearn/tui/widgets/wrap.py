"""Breaking text into lines at its blanks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment

from pmlearn.tui.widgets import ink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.tui.widgets.ink import Piece

_RUNS = re.compile(r" +|[^ ]+")


def break_pieces(pieces: tuple[Piece, ...], room: int) -> list[list[Segment]]:
    """Break pieces into lines of at most `room` cells; a piece that is a newline ends its line."""
    lines: list[list[Segment]] = [[]]
    used = 0
    for word, size in _words(pieces, room):
        blank = word[0][0].startswith(" ")
        if word[0][0] == "\n" or (used + size > room and not blank):
            # What is underlined or reversed would end in a mark on nothing.
            while lines[-1] and not lines[-1][-1].text.strip(" "):
                lines[-1].pop()
            lines.append([])
            used = 0
        if word[0][0] == "\n" or (blank and not used):
            continue
        lines[-1] += [Segment(text, style) for text, style in word]
        used += size
    return lines


def _words(pieces: tuple[Piece, ...], room: int) -> Iterator[tuple[list[Piece], int]]:
    # A word may be of several pieces, as a link and its number are. What is longer than a line is cut.
    word: list[Piece] = []
    for text, style in pieces:
        if text == "\n":
            yield from cut_cells(word, room)
            yield [(text, None)], 0
            word = []
            continue
        for run in _RUNS.findall(ink.clean_piece(text)):
            if run[0] == " ":
                yield from cut_cells(word, room)
                yield [(run, style)], len(run)
                word = []
            else:
                word.append((run, style))
    yield from cut_cells(word, room)


def cut_cells(word: list[Piece], room: int) -> Iterator[tuple[list[Piece], int]]:
    """Cut pieces into parts of at most `room` cells, each with its cells; what fits stays whole."""
    size = sum(cell_len(text) for text, _ in word)
    if size <= room:
        if word:
            yield word, size
        return
    # Cut by its cells and not by its pieces: what is marked in it must not move its lines.
    part: list[Piece] = []
    used = 0
    for text, style in word:
        begun = 0
        for start, _, width in split_graphemes(text)[0]:
            if used + width > room and used:
                yield [*part, (text[begun:start], style)] if start > begun else part, used
                part, used, begun = [], 0, start
            used += width
        if begun < len(text):
            part.append((text[begun:], style))
    if part:
        yield part, used
