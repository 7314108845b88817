"""What a step is about, as terms: its topics and what is also said for them, and the words of titles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pmlearn.model.feed import slug
from pmlearn.model.search import parted, stems_of
from pmlearn.model.text import clean
from pmlearn.model.topics import SAID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlearn.model.curriculum import Curriculum, Module, Step

PLAIN = frozenset(
    ("learning", "data", "design", "tools", "teams", "market", "domain", "health", "technology", "platform")
)
"""Topics whose names are words of every day: said alone, they say little of what a text is about."""

NAME, PHRASE, WORD, EVERYDAY, TITLE_WORD, AROUND = 1.2, 1.6, 0.85, 0.75, 0.65, 0.3
"""What terms count: a topic's name of one word, several words for it, another word for it, its name
where that is a word of every day; a word of the
title of the step, and one of its module's and its curriculum's."""

LONGEST = 40
"""Characters of each title in a reason."""

_STOP = """
a about after again all also an and another any are as at be been before being between both but by
can do  does done each every few first for from get give go good had has have he her his how i if in
into is it its  just know last least less like long make many may me more most much must my need new
next no not now of off  on once one only or other our out over own part put read same say second see
set she short so some still  take than that the their them then there these they thing third this
those three through time to too two  under until up use very want was way we well were what when
where which while who whom whose why will with  without work would write year you your begin build
choose chapter check find learn look run start step try  watch week day part introduction lesson
guide book course article video podcast ten five four yourself  somebody others people
"""
STOP = frozenset(_STOP.split())
"""Words that say nothing of what a text is about, and those that titles of steps begin with."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words by which an item may be known."""

    said: str  # as people write it
    stems: tuple[str, ...]  # of its words, never empty
    weight: float  # what it counts
    topic: str = ""  # what it is said for; "" for a word of a title
    exact: bool = False  # capitals count: HEART is a method, and heart is not
    around: bool = False  # of the module's or the curriculum's title: it counts beside others alone


@dataclass(frozen=True, slots=True)
class Aim:
    """What a step is about."""

    ref: str  # of the step
    where: str  # the curriculum and the module, as a reason names them
    topics: tuple[str, ...]  # of the step
    terms: tuple[Term, ...]  # each once


def aim_of(curriculum: Curriculum, module: Module, step: Step) -> Aim:
    """What a step is about."""
    terms: dict[tuple[str, ...], Term] = {}
    for topic in step.topics:
        for term in of_topic(topic):
            terms.setdefault(term.stems, term)
    for title, weight, around in (
        (step.title, TITLE_WORD, False),
        (f"{module.title} {curriculum.title}", AROUND, True),
    ):
        for said, stem in _words(title):
            terms.setdefault((stem,), Term(said, (stem,), weight, around=around))
    where = f"{clean(curriculum.title, LONGEST)} · {clean(module.title, LONGEST)}"
    return Aim(step.ref, where, step.topics, tuple(terms.values()))


@cache
def of_topic(topic: str) -> tuple[Term, ...]:
    """The terms of a topic: its own word, and what is also said for it; of an unknown one, its word."""
    found: dict[tuple[str, ...], Term] = {}
    for at, said in enumerate((topic.replace("-", " "), *SAID.get(topic, ()))):
        if stems := words_of(said):
            weight = PHRASE if len(stems) > 1 else EVERYDAY if said in PLAIN else WORD if at else NAME
            exact = len(stems) == 1 and sum(map(str.isupper, said)) > 1
            found.setdefault(stems, Term(said, stems, weight, topic, exact=exact))
    return tuple(found.values())


def slugs_of(topics: Iterable[str]) -> set[str]:
    """Topics with those that they are other words for: `user-research` is `research` too."""
    found = set(topics)
    for topic in tuple(found):
        found.update(_meant().get(topic, ()))
    return found


@cache
def _meant() -> dict[str, tuple[str, ...]]:
    """For a tag that is also said for topics, these; of single words, those that can mean nothing else."""
    found: dict[str, tuple[str, ...]] = {}
    for topic, also in SAID.items():
        for said in also:
            if "-" in (tag := slug(said)) or said.isupper() or any(map(str.isdigit, said)):
                found[tag] = (*found.get(tag, ()), topic)
    return found


def words_of(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in their order."""
    return stems_of(parted(text))


def _words(title: str) -> Iterator[tuple[str, str]]:
    """The words of a title that tell something, each with its stem."""
    for word in parted(title).split():
        for stem, said in zip(words_of(word), _plain(word), strict=False):
            if said.lower() not in STOP and len(stem) > 1 and not stem.isdigit():
                yield said, stem


def _plain(word: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in word).split()
