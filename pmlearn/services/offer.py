"""A curriculum or an overlay as its source has it, beside what is installed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pmlearn.catalog.overlaying import added
from pmlearn.catalog.sandbox import read_files
from pmlearn.model.comparison import Comparison, compare
from pmlearn.model.curriculum import Curriculum, Kind, Module, Part, Source, Step
from pmlearn.model.problem import Severity
from pmlearn.services.impact import Impact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmlearn.catalog.codec import Read
    from pmlearn.model.overlay import Overlay
    from pmlearn.model.problem import Problem
    from pmlearn.storage.installed import Copy, SourceNote


_SAME = Comparison()
_NOTHING = Impact()


@dataclass(frozen=True, slots=True)
class Thing:
    """A file that was read without an error."""

    data: bytes
    held: Curriculum  # of an overlay, what of it can be compared
    version: str  # as its authors count; "" where they do not

    @property
    def id(self) -> str:
        """Its id."""
        return self.held.id


@dataclass(frozen=True, slots=True)
class Offer:
    """What a source has, and what taking it would change."""

    thing: Thing
    note: SourceNote
    there: Copy | None = None  # what is installed under its id
    former: tuple[Copy, ...] = ()  # what is installed under ids that it had before, and goes away with it
    version_before: str = ""  # of what it replaces, as its authors count
    comparison: Comparison = _SAME
    impact: Impact = _NOTHING
    replaces: Source | None = None  # whose curriculum of the same id would not be shown any more

    @property
    def id(self) -> str:
        """The id that it is installed under."""
        return self.thing.id

    @property
    def title(self) -> str:
        """What it is called."""
        return self.thing.held.title

    @property
    def same(self) -> bool:
        """What is installed under its id holds the same, whatever its version is called."""
        return self.there is not None and self.there.data == self.thing.data

    @property
    def replaced(self) -> tuple[Copy, ...]:
        """What is installed and would not be there any more as it is."""
        return self.former if self.there is None or self.same else (self.there, *self.former)

    @property
    def unchanged(self) -> bool:
        """It is installed as it is, and nothing has to make way for it."""
        return self.same and not self.former

    @property
    def waiting(self) -> bool:
        """It would replace something else that is installed."""
        return bool(self.replaced)


def read_things(files: Iterable[tuple[str, bytes]]) -> tuple[list[Thing], list[Problem]]:
    """Read files in a process with limits: those without an error, and the errors of the others."""
    files = list(files)
    things: list[Thing] = []
    problems: list[Problem] = []
    reads = read_files((name, data, Source.USER) for name, data in files)
    for read, (_, data) in zip(reads, files, strict=True):
        if (thing := _thing(read, data)) is None:
            problems += filter(_is_error, read.problems)
        else:
            things.append(thing)
    return things, problems


def compare_things(olds: Sequence[Thing], new: Thing, others: Iterable[Curriculum]) -> Comparison:
    """Compare two versions; of the old one there may be several, or none that this pmlearn can read.

    Args:
        olds: what is installed and makes way for the new one.
        new: what is offered.
        others: curricula to which steps may have gone; looked at where some are missing.
    """
    before = Curriculum(new.id, new.held.title)
    if olds:
        before = replace(
            olds[0].held,
            modules=tuple(module for old in olds for module in old.held.modules),
            retired=tuple(retired for old in olds for retired in old.held.retired),
        )
    comparison = compare(before, new.held)
    return compare(before, new.held, others) if comparison.removed else comparison


def _thing(read: Read, data: bytes) -> Thing | None:
    if any(map(_is_error, read.problems)):
        return None
    if read.overlay is not None:
        return Thing(data, _outline(read.overlay), read.overlay.values.get("version", ""))
    return Thing(data, read.curriculum, read.curriculum.version) if read.curriculum else None


def _outline(overlay: Overlay) -> Curriculum:
    """The steps that an overlay adds, and everything else that it changes as one text."""
    values = overlay.values
    steps = tuple(
        Step(
            ref := f"{overlay.id}/{step['id']}",
            step["title"],
            Kind(step["kind"]),
            parts=tuple(Part(f"{ref}/{part['id']}", part["title"]) for part in step.get("parts", ())),
        )
        for step in added(values)
    )
    return Curriculum(
        overlay.id,
        values.get("title", f"{overlay.id}, of {overlay.base}"),
        json.dumps(values, sort_keys=True),
        modules=(Module(overlay.id, "", steps=steps),),
    )


def _is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR
