"""The labelled set of tests/data/matching: invented steps and items, with who helps whom."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pmlearn.model.aim import aim_of
from pmlearn.model.curriculum import Curriculum, Kind, Module, Step
from pmlearn.model.ranking import Candidate, Shelf, rank
from tests.shipped import TOP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.model.aim import Aim

DATA = TOP / "tests" / "data" / "matching"
AT = 5


def _rows(name: str) -> Iterator[list[str]]:
    for line in (DATA / name).read_text("utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def aims() -> dict[str, Aim]:
    """What each step is about, by its id."""
    found = {}
    for id_, curriculum, module, title, topics in _rows("steps.tsv"):
        step = Step(f"c/{id_}", title, Kind.EXERCISE, topics=tuple(topics.split(",")))
        found[id_] = aim_of(Curriculum("c", curriculum), Module("m", module, steps=(step,)), step)
    return found


@cache
def items() -> dict[str, tuple[str, Candidate]]:
    """The items by id, each with the id of the step that it helps with; "" for those that help with none."""
    found = {}
    for at, (helps, title, summary, topics) in enumerate(_rows("items.tsv")):
        listed = tuple(topics.split(",")) if topics else ()
        found[f"i{at}"] = (helps, Candidate(f"i{at}", "feed", title, summary, listed))
    return found


def measured() -> dict[str, tuple[float, float, int]]:
    """For each step: the precision and the recall of the first five, and how many match in all."""
    shelf = Shelf(each for _, each in items().values())
    found = {}
    for id_, aim in aims().items():
        matches = rank(aim, shelf)
        right = [items()[match.id][0] == id_ for match in matches[:AT]]
        found[id_] = (sum(right) / len(right) if right else 0.0, sum(right) / AT, len(matches))
    return found
