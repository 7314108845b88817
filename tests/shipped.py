"""The curricula that come with pmlearn, as their files have them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.catalog.loader import read
from pmlearn.model.curriculum import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.model.curriculum import Curriculum, Step

TOP = Path(__file__).parents[1]
FILES = sorted((TOP / "curricula").glob("*.yaml"))
IDS = [file.stem for file in FILES]


@cache
def curriculum(id_: str) -> Curriculum:
    """One of them, without what it includes.

    Raises:
        ValueError: its file has errors.
    """
    path = TOP / "curricula" / f"{id_}.yaml"
    found = read(path.read_bytes(), path.name, Source.SHIPPED)
    if found.curriculum is None:
        raise ValueError(found.problems)
    return found.curriculum


def steps() -> Iterator[Step]:
    """Every step of all of them, each once."""
    for id_ in IDS:
        yield from curriculum(id_).steps()


@cache
def topics() -> tuple[str, ...]:
    """The topics of docs/topics.md, in their order."""
    text = (TOP / "docs" / "topics.md").read_text("utf-8")
    return tuple(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


def vocabulary() -> frozenset[str]:
    """The same, to look into."""
    return frozenset(topics())


def same(text: str) -> str:
    """What is left of a text where only its words count."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def leaves_a_result(step: Step) -> bool:
    """Somebody else can look at what comes of the step: something is kept, or an answer given."""
    asks = step.options or any(part.options for part in step.parts)
    return bool(step.done_when and (step.evidence or asks))
