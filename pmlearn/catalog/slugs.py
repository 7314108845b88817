"""Ids made of titles, unique among those that were made before."""

from __future__ import annotations

from pmlearn.catalog.names import SLUG_LIMIT, slug_of


class Ids:
    """Makes ids that differ from each other."""

    def __init__(self, of: str) -> None:
        self._of = of  # what they are made for, which is the id of what has no letters
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def make(self, title: str, wanted: str = "") -> str:
        """Return an id for a title; the one that is wanted, if it is free."""
        base = wanted or slug_of(title) or self._of
        made = base
        while made in self._taken:
            number = self._next[base] = self._next.get(base, 1) + 1
            made = f"{base[: SLUG_LIMIT - 6].rstrip('-')}-{number}"
        self._taken.add(made)
        return made
