"""Ids made of titles: short, readable, and unique among those that were made before."""

from __future__ import annotations

import re
import unicodedata

from pmlearn.catalog.names import SLUG_LIMIT

LENGTH = 32
"""Characters that an id is kept to, where words allow it."""

_SMALL = re.compile("an?|and|as|at|by|for|from|in|is|of|on|or|the|to|with|your")
_WORD = re.compile("[a-z0-9]+")


def slug(title: str) -> str:
    """Return a title's slug, or "" where it has no letter that an id can have: 产品 has none, Café has."""
    plain = unicodedata.normalize("NFKD", title[:1000].replace("'", "").replace("’", "").replace("ß", "ss"))
    words = _WORD.findall("".join(each for each in plain if not unicodedata.combining(each)).lower())
    told = [word for word in words if not _SMALL.fullmatch(word)] or words
    found = ""
    for word in told:
        longer = f"{found}-{word}" if found else word[:LENGTH]
        if len(longer) > LENGTH:
            break
        found = longer
    return found


class Ids:
    """Makes ids that differ from each other."""

    def __init__(self, of: str) -> None:
        self._of = of  # what they are made for, which is the id of what has no letters
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def make(self, title: str, wanted: str = "") -> str:
        """Return an id for a title; the one that is wanted, if it is free."""
        base = wanted or slug(title) or self._of
        made = base
        while made in self._taken:
            number = self._next[base] = self._next.get(base, 1) + 1
            made = f"{base[: SLUG_LIMIT - 6].rstrip('-')}-{number}"
        self._taken.add(made)
        return made
