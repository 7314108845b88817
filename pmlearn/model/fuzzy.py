"""Finding by a few letters: words in any order, letters left out; what fits best comes first.

Of the letters of a word the first begins a word of the text, the others follow in their order: `prmap` finds
"Product roadmaps". Pure, and quick enough to look through some thousand titles at every key.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

START, INSIDE, SCATTERED = 0, 1, 2
"""How well a word fits: at the beginning of a word of the text, inside one, with letters left out."""

APART = 4
"""What a gap costs besides its letters."""

LEAST = 2
"""Letters of a word of which some may be left out: one letter leaves out nothing."""


def letters(text: str) -> int:
    """The letters of a text as bits: what lacks one of a word's need not be looked through."""
    bits = 0
    for letter in set(text):
        bits |= 1 << ord(letter) % 61
    return bits


class Fit(NamedTuple):
    """How well a text has some words; the least fits best."""

    worst: int  # of the words, the one that fits worst: START, INSIDE or SCATTERED
    gaps: int  # letters of the text that were passed over; where that begins anew counts as five
    at: int  # where the first of them is found

    cells: tuple[int, ...]  # the letters of the text that were meant, in their order


@lru_cache(maxsize=256)
def scattered(word: str) -> re.Pattern[str]:
    """What finds the letters of a word in their order, from the beginning of a word of the text on."""
    return re.compile(r"\b" + r"[^\n]*?".join(f"({re.escape(letter)})" for letter in word))


def fit(words: str, text: str) -> Fit | None:
    """How well a text has all the words, whatever the case; None where it does not have one of them."""
    own = text.casefold()
    if len(own) != len(text):
        # Letters that become two without regard to case have no place of their own any more.
        own = text.lower() if len(text.lower()) == len(text) else text
    worst, gaps, cells = START, 0, set[int]()
    for word in words.casefold().split():
        found = _place(word, own)
        if found is None:
            return None
        kind, places = found
        worst = max(worst, kind)
        gaps += _gaps(places)
        cells |= set(places)
    ordered = tuple(sorted(cells))
    return Fit(worst, gaps, ordered[0] if ordered else 0, ordered)


def _gaps(places: tuple[int, ...]) -> int:
    """Letters that are passed over; letters that stand together are worth much."""
    apart = [after - before - 1 for before, after in pairwise(places) if after > before + 1]
    return sum(apart) + APART * len(apart)


def _place(word: str, text: str) -> tuple[int, tuple[int, ...]] | None:
    at = inside = text.find(word)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return START, tuple(range(at, at + len(word)))
        at = text.find(word, at + 1)
    if inside >= 0:
        return INSIDE, tuple(range(inside, inside + len(word)))
    if len(word) < LEAST:
        return None
    best: tuple[int, ...] = ()
    for found in scattered(word).finditer(text):
        places = tuple(found.start(group) for group in range(1, len(word) + 1))
        if not best or _gaps(places) < _gaps(best):
            best = places
    return (SCATTERED, best) if best else None
