"""What is searched for: words, "a phrase", -not; the last word is one that is still being typed.

Words meet by their stems, whatever their case and accents. Scripts that are written without blanks between
words (Han, kana; Hangul, whose particles cling to words) are searched sign by sign, each run a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pmlearn.model.stem import stem
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MOST = 24
"""Words and phrases of a search; those after are left out."""

_PIECE = re.compile(r'(-?)(?:"([^"]*)("|$)|(\S+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_ENDS = (
    *("ing", "ings", "ed", "es", "er", "ers", "ation", "ations", "ization", "izations", "izing", "ized"),
    *("iveness", "ness", "ity", "ities", "able", "ably", "ive", "ively", "ally", "ful", "ous", "ical"),
    *("ence", "ance", "ies", "ied", "ility", "ilities"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other; a word alone is one too."""

    text: str  # as it was written, signs parted by blanks
    stems: tuple[str, ...]  # of its words, never empty


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search, read."""

    phrases: tuple[Phrase, ...]  # each must be there
    without: tuple[Phrase, ...] = ()  # none of these may
    open: bool = False  # the last word of the last phrase may go on
    twins: tuple[str, ...] = ()  # stems that this last word may be on the way to, if it is a phrase by itself

    @property
    def shortened(self) -> bool:
        """Whether the last word lost so much that what begins with its stem may be something else."""
        word = fold(self.phrases[-1].text.split()[-1])
        return len(word) - len(self.phrases[-1].stems[-1]) > 2


def read(text: str) -> Wanted:
    """Read what a person typed; there is no text that it fails on. Without words it asks for nothing."""
    phrases: list[Phrase] = []
    without: list[Phrase] = []
    is_open = False
    for minus, quoted, _, plain in _PIECE.findall(clean(text).translate(_QUOTES)):
        phrase = phrase_of(quoted or plain)
        if phrase is None or len(phrases) + len(without) >= MOST:
            continue
        (without if minus else phrases).append(phrase)
        is_open = not minus and not quoted
    is_open = is_open and bool(phrases) and text[-1:].isalnum()
    twins: tuple[str, ...] = ()
    if is_open and len(phrases[-1].stems) == 1:
        twins = _on_the_way(fold(phrases[-1].text))
    return Wanted(tuple(phrases), tuple(without), is_open, twins)


def phrase_of(text: str) -> Phrase | None:
    """The phrase that words make; None where there is no letter and no digit in them."""
    text = parted(clean(text))
    stems = stems_of(text)
    return Phrase(text, stems) if stems else None


def parted(text: str) -> str:
    """The text with blanks around every sign of a script that has none between words."""
    return text if text.isascii() else _SIGN.sub(r" \g<0> ", text)


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word without case and accents."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", word)))
    return word.lower()


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in their order; `parted` before, if it may hold such scripts."""
    return tuple(stem(fold(word)) for word in _WORD.findall(text))


def fits(wanted: Wanted, fields: Sequence[Sequence[str]]) -> bool:
    """Whether a thing that has these fields, each as its stems, is what is searched for.

    The plain scan of a machine whose SQLite cannot search texts: it finds what that would find.
    """
    for place, phrase in enumerate(wanted.phrases):
        last = wanted.open and place == len(wanted.phrases) - 1
        twins = wanted.twins if last else ()
        if not any(count(phrase.stems, field, is_open=last, twins=twins) for field in fields):
            return False
    return bool(wanted.phrases) and not any(
        count(phrase.stems, field) for phrase in wanted.without for field in fields
    )


def count(
    stems: Sequence[str], field: Sequence[str], *, is_open: bool = False, twins: Collection[str] = ()
) -> int:
    """How often a phrase stands in a field; an open one's last word may go on."""
    *whole, last = stems
    first = whole[0] if whole else last
    found = 0
    for place, word in enumerate(field[: len(field) - len(whole)]):
        if whole and (word != first or list(field[place : place + len(whole)]) != whole):
            continue
        end = field[place + len(whole)]
        found += end == last or end in twins or (is_open and end.startswith(last))
    return found


def _on_the_way(word: str) -> tuple[str, ...]:
    """Stems of words that begin so, where an ending makes them shorter: `prici` is on the way to `price`."""
    found: dict[str, None] = {}
    for cut in range(1, len(word) - 3):
        rest, tail = word[:-cut], word[-cut:]
        if any(end.startswith(tail) for end in _ENDS):
            found |= dict.fromkeys(stem(rest + end) for end in ("", "e", "le"))
            if rest[-1] == rest[-2]:
                found[stem(rest[:-1])] = None
    found.pop(stem(word), None)
    return tuple(found)
