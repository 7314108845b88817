"""Porter's stemmer: `pricing`, `prices` and `price` are one word.

After M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), as SQLite's `porter` tokenizer has
it: the same words come out, so that what the index finds can be found again in a text that is shown. Words of
other languages lose an ending or none; as the words asked for lose the same, they still meet.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

_LONGEST = 64
"""Bytes; a longer word is left as it is, and so is one of less than three."""

_SECOND = (
    *(("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize")),
    *(("logi", "log"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous")),
    *(("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive")),
    *(("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble")),
)
_THIRD = (
    *(("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", "")),
    ("ness", ""),
)
_FOURTH = (
    *("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism"),
    *("ate", "iti", "ous", "ive", "ize"),
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a word in lower case, without accents."""
    raw = word.encode("utf-8", "replace")
    if not 3 <= len(raw) <= _LONGEST:
        return word
    # Byte for byte, as SQLite reads it: what is not ASCII counts as consonants.
    text = _first(raw.decode("latin-1"))
    text = _swapped(text, _SECOND)
    text = _swapped(text, _THIRD)
    text = _fifth(_fourth(text))
    return text.encode("latin-1").decode("utf-8", "replace")


def _vowel(text: str, place: int) -> bool:
    letter = text[place]
    return letter in "aeiou" or (letter == "y" and place > 0 and not _vowel(text, place - 1))


def _measure(text: str) -> int:
    """How many times consonants follow vowels."""
    kinds = [_vowel(text, place) for place in range(len(text))]
    return sum(before and not after for before, after in pairwise(kinds))


def _has_vowel(text: str) -> bool:
    return any(_vowel(text, place) for place in range(len(text)))


def _short(text: str) -> bool:
    """It ends in consonant, vowel, consonant, and the last is none of w, x and y."""
    end = len(text)
    return (
        end >= 3
        and not _vowel(text, end - 3)
        and _vowel(text, end - 2)
        and not _vowel(text, end - 1)
        and text[-1] not in "wxy"
    )


def _first(text: str) -> str:
    if text.endswith(("sses", "ies")):
        text = text[:-2]
    elif text.endswith("s") and not text.endswith("ss"):
        text = text[:-1]
    if text.endswith("eed"):
        text = text[:-1] if _measure(text[:-3]) > 0 else text
    else:
        for end in ("ed", "ing"):
            if text.endswith(end) and _has_vowel(text[: -len(end)]):
                text = _mended(text[: -len(end)])
                break
    if text.endswith("y") and _has_vowel(text[:-1]):
        text = text[:-1] + "i"
    return text


def _mended(text: str) -> str:
    """Give back what an ending had taken: `hop` of `hopping`, `file` of `filing`."""
    if text.endswith(("at", "bl", "iz")):
        return text + "e"
    if text[-1:] == text[-2:-1] and not _vowel(text, len(text) - 1) and text[-1] not in "lsz":
        return text[:-1]
    return text + "e" if _measure(text) == 1 and _short(text) else text


def _swapped(text: str, ends: tuple[tuple[str, str], ...]) -> str:
    for end, other in ends:
        if text.endswith(end):
            rest = text[: -len(end)]
            return rest + other if _measure(rest) > 0 else text
    return text


def _fourth(text: str) -> str:
    for end in _FOURTH:
        if text.endswith(end):
            rest = text[: -len(end)]
            if end == "ion" and rest[-1:] not in ("s", "t"):
                return text
            return rest if _measure(rest) > 1 else text
    return text


def _fifth(text: str) -> str:
    if text.endswith("e"):
        rest = text[:-1]
        if _measure(rest) > 1 or (_measure(rest) == 1 and not _short(rest)):
            text = rest
    return text[:-1] if text.endswith("ll") and _measure(text[:-1]) > 1 else text
