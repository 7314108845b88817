"""Problems that come to light when files are put beside each other: what one names and another has not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pmlearn.catalog.compose import compose, module_of
from pmlearn.catalog.index import includes, step_refs
from pmlearn.catalog.report import near, quoted
from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pmlearn.catalog.codec import Read
    from pmlearn.catalog.index import StepRefs
    from pmlearn.catalog.marks import Mark
    from pmlearn.model.curriculum import Curriculum

LONGEST_WAY = 10_000
"""Steps that are looked at to see whether a requirement leads back to where it began."""


@dataclass(slots=True)
class Known:
    """The curricula that a file can lean on.

    Args:
        get: returns a curriculum as its file has it, by its id; None where there is none.
        overlays: the ids of overlays, whose steps are not looked for.
    """

    get: Callable[[str], Curriculum | None]
    overlays: frozenset[str] = frozenset()
    _steps: dict[str, StepRefs] = field(default_factory=dict)

    def steps(self, id_: str) -> StepRefs | None:
        """The steps of a curriculum with their parts; None where there is no such curriculum."""
        if id_ not in self._steps:
            curriculum = self.get(id_)
            if curriculum is None:
                return None
            self._steps[id_] = step_refs(curriculum)
        return self._steps[id_]

    def whole(self, id_: str) -> Curriculum | None:
        """A curriculum with what it includes."""
        return compose(id_, self.get, lambda _: ())


@dataclass(frozen=True, slots=True)
class Asked:
    """A file that is held against the others."""

    file: str
    read: Read
    known: Known

    def error(self, mark: Mark, code: str, message: str, hint: str) -> Problem:
        """A mistake that keeps the file from doing what it says."""
        return Problem(self.file, mark.line, mark.column, Severity.ERROR, code, message, hint)

    def warning(self, mark: Mark, code: str, message: str, hint: str) -> Problem:
        """What readers of the file would miss."""
        return Problem(self.file, mark.line, mark.column, Severity.WARNING, code, message, hint)

    def marks(self, *kinds: str) -> Iterator[Mark]:
        """The marks of these kinds, in the order of the file."""
        return (mark for mark in self.read.marks if mark.kind in kinds)

    @property
    def id(self) -> str:
        """The id of the file, or "" where it has none that can be used."""
        return next((mark.name for mark in self.marks("curriculum", "overlay")), "")


def check_across(asked: Asked) -> Iterator[Problem]:
    """Yield what of a file does not fit the curricula that it names."""
    yield from _includes(asked)
    overlay = asked.read.overlay is not None
    for mark in asked.marks("same_as", *(() if overlay else ("requires", "alternatives", "steps"))):
        if "/" in mark.name and curriculum_of(mark.name) != asked.id:
            yield from foreign(asked, mark, mark.name)
    yield from _circles(asked)


def foreign(asked: Asked, mark: Mark, ref: str) -> Iterator[Problem]:
    """Yield what is wrong with a ref to a step of another curriculum."""
    id_, _, step = ref.partition("/")
    steps = asked.known.steps(id_)
    if steps is None:
        if id_ not in asked.known.overlays:
            hint = "check its file together with this one, or install it; mend the id if it is another"
            message = f"there is no curriculum {quoted(id_)} here, so {quoted(ref)} was not looked for"
            yield asked.warning(mark, "unknown-curriculum", message, hint)
    elif step not in steps:
        yield missing_step(asked, mark, step, id_, steps)


def missing_step(asked: Asked, mark: Mark, step: str, curriculum: str, among: Iterable[str]) -> Problem:
    """The problem of a step that a curriculum does not have."""
    meant = near(step, among)
    hint = f"did you mean {meant}?" if meant else f"see its steps with: pmlearn curriculum show {curriculum}"
    return asked.error(mark, "unknown-step", f"{curriculum} has no step {quoted(step)}", hint)


def _includes(asked: Asked) -> Iterator[Problem]:
    for mark in asked.marks("include"):
        id_, slash, name = mark.name.partition("/")
        if id_ == asked.id or _leads_to(asked, id_):
            if not slash:
                message = (
                    f"{quoted(id_)} includes {quoted(asked.id)} in turn"
                    if id_ != asked.id
                    else "it includes itself"
                )
                hint = "let one of the two include the other, or put what both need into a third"
                yield asked.error(mark, "include-cycle", message, hint)
            continue
        curriculum = asked.known.whole(id_)
        if curriculum is None:
            if not slash:
                hint = "check its file together with this one, or install it; mend the id if it is another"
                yield asked.error(
                    mark, "unknown-curriculum", f"there is no curriculum {quoted(id_)} here", hint
                )
        elif slash and module_of(curriculum, name) is None:
            ids = [module.id for module in curriculum.modules]
            meant = near(name, ids)
            hint = f"did you mean {meant}?" if meant else f"its modules are {', '.join(ids[:20])}"
            yield asked.error(mark, "unknown-module", f"{id_} has no module {quoted(name)}", hint)


def _leads_to(asked: Asked, start: str) -> bool:
    """Whether a curriculum includes the one that is asked about, by way of others or not."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        id_ = waiting.pop()
        curriculum = asked.known.get(id_) if id_ not in seen else None
        seen.add(id_)
        if curriculum is not None:
            waiting += includes(curriculum)
    return asked.id in seen


def _circles(asked: Asked) -> Iterator[Problem]:
    """Requirements that lead to another curriculum, and from there back; those within a file are known."""
    for mark in asked.marks("requires"):
        if "/" in mark.name and curriculum_of(mark.name) != asked.id and mark.holder == "step":
            start = f"{asked.id}/{mark.of}"
            if _requires(asked.known, mark.name, start):
                message = f"{quoted(mark.name)} requires {quoted(start)} in turn, so neither could be begun"
                yield asked.error(mark, "requires-cycle", message, "take one of the two requirements out")


def _requires(known: Known, start: str, wanted: str) -> bool:
    seen = {start}
    waiting = [start]
    while waiting and len(seen) < LONGEST_WAY:
        ref = waiting.pop()
        curriculum = known.get(curriculum_of(ref))
        step = next((s for s in curriculum.steps() if s.ref == ref), None) if curriculum else None
        for requirement in step.requires if step else ():
            if requirement.ref == wanted:
                return True
            if requirement.ref not in seen:
                seen.add(requirement.ref)
                waiting.append(requirement.ref)
    return False
