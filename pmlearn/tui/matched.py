"""A text with the letters underlined that some words mean in it."""

from __future__ import annotations

from itertools import groupby

from pmlearn.model.fuzzy import fit
from pmlearn.tui.widgets import ink


def matched(words: str, text: str) -> ink.Pieces:
    """The text, what the words mean in it underlined; a word that it does not have leaves nothing."""
    text = ink.clean_piece(text)
    cells: set[int] = set()
    for word in words.split():
        if found := fit(word, text):
            cells |= set(found.cells)
    runs = groupby(enumerate(text), key=lambda each: each[0] in cells)
    return ink.Pieces(
        ("".join(letter for _, letter in run), ink.MATCHED if meant else ink.PLAIN) for meant, run in runs
    )
