"""Finding: curricula, and the steps, parts and choices in them, by the words of their titles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pmlearn.model.curriculum import LEVELS, curriculum_of
from pmlearn.model.fuzzy import LEAST, letters, scattered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.curriculum import Curriculum
    from pmlearn.services.curriculum import Curricula

ORDER = {"curriculum": 0, "view": 0, "feed": 0, "step": 1, "choice": 1, "part": 2, "item": 3}
"""The kinds of what can be found, and what comes before what."""


@dataclass(frozen=True, slots=True)
class Title:
    """Something that can be found."""

    kind: str  # one of `ORDER`
    ref: str  # the id of a curriculum, a feed or an item, the name of a view, the full ref of anything else
    title: str
    curriculum: str  # the id of the curriculum that it is in; a curriculum's own; "" for what is in none
    curriculum_title: str  # of an item, its feed's
    step_title: str  # of the step that a part is of; "" for anything else
    followed: bool  # it is in a curriculum that the learner follows
    own: str  # the title without regard to case
    words: str  # the same of that and of what it is in


@dataclass(frozen=True)
class Titles:
    """Everything that can be found. Nothing is read any more: any thread may look through it."""

    every: tuple[Title, ...]

    def find(self, words: str) -> list[Title]:
        """What has all of the words: curricula, then steps and choices, then parts; none where there is none.

        What a title does not have may be in the curriculum's title or, of a part, in its step's. One word is
        in the title itself: a word of the curriculum's alone would find everything that is in it.
        """
        wanted = words.casefold().split()
        found = [
            title
            for title in self.every
            if any(word in title.own for word in wanted) and all(word in title.words for word in wanted)
        ]

        def rank(title: Title) -> tuple[int, bool, bool]:
            whole = all(word in title.own for word in wanted)
            return (ORDER[title.kind], not title.followed, not whole)

        return sorted(found, key=rank)

    def near(self, words: str) -> list[Title]:
        """What has all of the words with some of their letters left out, in its title; in no order."""
        wanted = [(scattered(word), letters(word)) for word in words.casefold().split() if len(word) >= LEAST]
        needed = 0
        for _, bits in wanted:
            needed |= bits
        left = (
            title for title, bits in zip(self.every, self._letters, strict=True) if bits & needed == needed
        )
        return [title for title in left if wanted and all(search.search(title.own) for search, _ in wanted)]

    def prepare(self) -> None:
        """Get ready to be looked through, so that the first key need not wait."""
        _ = self._letters

    @cached_property
    def _letters(self) -> tuple[int, ...]:
        return tuple(letters(title.own) for title in self.every)


class Finding:
    """Gathers the titles, and keeps them while the curricula are the same. Not thread-safe."""

    def __init__(self, catalog: Catalog, curricula: Curricula) -> None:
        self._catalog = catalog
        self._curricula = curricula
        self._made_of: list[tuple[Curriculum, bool]] = []  # each with whether it is followed
        self._titles = Titles(())

    def titles(self) -> Titles:
        """Everything that can be found, as the catalog and the learner stand."""
        every = filter(None, map(self._catalog.get, self._catalog.ids()))
        made_of = [(curriculum, self._curricula.followed(curriculum.id)) for curriculum in every]
        if not _same(made_of, self._made_of):
            self._titles = Titles(tuple(self._gather(made_of)))
            self._made_of = made_of
        return self._titles

    def _gather(self, made_of: Sequence[tuple[Curriculum, bool]]) -> Iterator[Title]:
        by_id = {curriculum.id: curriculum for curriculum, _ in made_of}
        seen: set[tuple[str, str]] = set()  # what several curricula include is one thing

        def title(kind: str, ref: str, name: str, *, followed: bool, step: str = "") -> Iterator[Title]:
            home = by_id.get(self._catalog.home(curriculum_of(ref)))
            if home is not None and (kind, ref) not in seen:
                seen.add((kind, ref))
                words = f"{name}\n{step}\n{home.title}".casefold()
                yield Title(
                    kind, ref, name, home.id, home.title, step, followed, own=name.casefold(), words=words
                )

        for curriculum, followed in sorted(made_of, key=_rank):
            yield from title("curriculum", curriculum.id, curriculum.title, followed=followed)
            for choice in curriculum.choices:
                yield from title("choice", choice.ref, choice.title, followed=followed)
            for step in curriculum.steps():
                yield from title("step", step.ref, step.title, followed=followed)
                for part in step.parts:
                    yield from title("part", part.ref, part.title, followed=followed, step=step.title)


def _same(made_of: Sequence[tuple[Curriculum, bool]], before: Sequence[tuple[Curriculum, bool]]) -> bool:
    # A curriculum that was not read again is the same object; to compare all that is in it would take long.
    pairs = zip(made_of, before, strict=False)
    return len(made_of) == len(before) and all(now[0] is then[0] and now[1] == then[1] for now, then in pairs)


def _rank(each: tuple[Curriculum, bool]) -> tuple[bool, int, str]:
    """As lists have them; what is followed comes first, so that what it includes is found as followed."""
    curriculum, followed = each
    level = LEVELS.index(curriculum.level) if curriculum.level in LEVELS else len(LEVELS)
    return (not followed, level, curriculum.title.casefold())
