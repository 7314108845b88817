"""The piece of a text that shows why it was found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model.search import fold
from pmlearn.model.stem import stem

if TYPE_CHECKING:
    from pmlearn.model.search import Wanted

LONGEST = 160
"""Characters of a snippet."""

_BEFORE = 40
"""Characters that it shows before the first word, at least where there are so many."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text."""

    text: str  # one line, with an ellipsis where something is left out
    hit: bool  # it has one of the words


def snippet(text: str, wanted: Wanted, longest: int = LONGEST) -> Snippet:
    """The piece with the most different words, the first of those; else the beginning.

    Args:
        text: plain text, one line.
        wanted: what was searched for.
        longest: characters at the most.
    """
    places = _places(text, wanted)
    if not places:
        return Snippet(_cut(text, 0, longest), hit=False)
    best, most = places[0][0], 0
    for number, (begin, _) in enumerate(places):
        # Not across the whole text for each of its words: what is near stands near in the list.
        near = {which for place, which in places[number : number + 50] if place < begin + longest - _BEFORE}
        if len(near) > most:
            best, most = begin, len(near)
    return Snippet(_cut(text, max(0, best - _BEFORE), longest), hit=True)


def marks(text: str, wanted: Wanted) -> list[tuple[int, int]]:
    """Where in a text the words stand: beginnings and ends, in order, none in another."""
    return [
        (begin, begin + (1 if _is_sign(text[begin]) else len(match[0])))
        for begin, _ in _places(text, wanted)
        if (match := _WORD.match(text, begin))
    ]


def _places(text: str, wanted: Wanted) -> list[tuple[int, int]]:
    """Where words that were searched for begin, each with the number of that word."""
    stems = [each for phrase in wanted.phrases for each in phrase.stems]
    numbers = {each: number for number, each in enumerate(stems)}
    numbers |= dict.fromkeys(wanted.twins, len(stems) - 1)
    signs = {each for each in stems if _is_sign(each)}
    begins = stems[-1] if wanted.open else ""
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        if signs and not word.isascii():
            found += [(match.start() + at, numbers[sign]) for at, sign in enumerate(word) if sign in signs]
        it = stem(fold(word))
        if it in numbers:
            found.append((match.start(), numbers[it]))
        elif begins and it.startswith(begins):
            found.append((match.start(), len(stems) - 1))
    return sorted(set(found))


def _is_sign(text: str) -> bool:
    return len(text) == 1 and text >= "\u3040"


def _cut(text: str, begin: int, longest: int) -> str:
    """So many characters from a place on, beginning and ending between words where that is near."""
    if begin:
        blank = text.find(" ", begin, begin + _BEFORE // 2)
        begin = blank + 1 if blank >= 0 else begin
    before = "…" if begin else ""
    piece = text[begin : begin + longest - len(before)]
    if begin + len(piece) < len(text):
        piece = piece[:-1]
        blank = piece.rfind(" ", len(piece) - _BEFORE // 2)
        piece = (piece[:blank] if blank > 0 else piece).rstrip(" ") + "…"
    return before + piece
