"""Problems that come to light when files are put beside each other: what one names and another has not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.catalog.compose import compose, module_of
from pmlearn.catalog.index import includes
from pmlearn.catalog.report import near, quoted
from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from pmlearn.catalog.codec import Read
    from pmlearn.catalog.marks import Mark
    from pmlearn.model.curriculum import Curriculum, Step


class Known:
    """The curricula that a file can lean on.

    Args:
        get: returns a curriculum as its file has it, by its id; None where there is none.
        ids: those of all of them.
        overlays: the ids of overlays, whose steps are not looked for.
    """

    def __init__(
        self, get: Callable[[str], Curriculum | None], ids: Collection[str], overlays: Collection[str]
    ) -> None:
        self.get = get
        self.overlays = overlays
        self._ids = ids
        self._steps: dict[str, dict[str, Step]] = {}
        self._whole: dict[str, Curriculum | None] = {}
        self._leads: dict[str, set[str]] = {}

    def steps(self, id_: str) -> dict[str, Step] | None:
        """The steps of a curriculum by their ids; None where there is no such curriculum."""
        if id_ not in self._steps:
            curriculum = self.get(id_)
            if curriculum is None:
                return None
            self._steps[id_] = {step.ref.rpartition("/")[2]: step for step in curriculum.steps()}
        return self._steps[id_]

    def step(self, ref: str) -> Step | None:
        """The step of a full ref; None where there is none."""
        id_, _, step = ref.partition("/")
        return (self.steps(id_) or {}).get(step)

    def whole(self, id_: str) -> Curriculum | None:
        """A curriculum with what it includes."""
        if id_ not in self._whole:
            self._whole[id_] = compose(id_, self.get, lambda _: ())
        return self._whole[id_]

    def hint(self, id_: str) -> str:
        """What to do about a curriculum that is not there."""
        if meant := near(id_, self._ids):
            return f"did you mean {meant}?"
        return "check its file together with this one, or install it; mend the id if it is another"

    def leads_to(self, start: str) -> set[str]:
        """The ids of the curricula that one includes, by way of others or not, and its own."""
        if start not in self._leads:
            seen: set[str] = set()
            waiting = [start]
            while waiting:
                id_ = waiting.pop()
                curriculum = self.get(id_) if id_ not in seen else None
                seen.add(id_)
                if curriculum is not None:
                    waiting += includes(curriculum)
            self._leads[start] = seen
        return self._leads[start]


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
            hint = asked.known.hint(id_)
            if any(each.name == id_ for each in asked.marks("module")):
                hint = f"{id_} is a module, and no part of a ref: write {step}"
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
        if id_ == asked.id or asked.id in asked.known.leads_to(id_):
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
                hint = asked.known.hint(id_)
                yield asked.error(
                    mark, "unknown-curriculum", f"there is no curriculum {quoted(id_)} here", hint
                )
        elif slash and module_of(curriculum, name) is None:
            ids = [module.id for module in curriculum.modules]
            meant = near(name, ids)
            hint = f"did you mean {meant}?" if meant else f"its modules are {', '.join(ids[:20])}"
            yield asked.error(mark, "unknown-module", f"{id_} has no module {quoted(name)}", hint)


def _circles(asked: Asked) -> Iterator[Problem]:
    """Requirements that lead to another curriculum, and from there back; those within a file are known."""
    marks = [
        mark
        for mark in asked.marks("requires")
        if "/" in mark.name and curriculum_of(mark.name) != asked.id and mark.holder == "step"
    ]
    if not marks:
        return
    circles = _circles_of([mark.name for mark in marks], asked.known)
    for mark in marks:
        start = f"{asked.id}/{mark.of}"
        if circles.get(start, start) == circles.get(mark.name, mark.name):
            message = f"{quoted(mark.name)} requires {quoted(start)} in turn, so neither could be begun"
            yield asked.error(mark, "requires-cycle", message, "take one of the two requirements out")


def _circles_of(starts: Iterable[str], known: Known) -> dict[str, str]:
    """For each step that a search from some meets, one that it requires and that requires it in turn.

    Strongly connected components by two searches (Kosaraju and Sharir), in the time that reading them takes.
    """
    needs: dict[str, list[str]] = {}
    order: list[str] = []  # every step after those that it requires
    for start in starts:
        waiting = [(start, False)]
        while waiting:
            ref, left = waiting.pop()
            if left:
                order.append(ref)
            elif ref not in needs:
                step = known.step(ref)
                needs[ref] = [requirement.ref for requirement in step.requires] if step else []
                waiting.append((ref, True))
                waiting += ((need, False) for need in needs[ref] if need not in needs)
    needed_by: dict[str, list[str]] = {}
    for ref, refs in needs.items():
        for need in refs:
            needed_by.setdefault(need, []).append(ref)
    found: dict[str, str] = {}
    for first in reversed(order):
        around = [first]
        while around:
            ref = around.pop()
            if ref not in found:
                found[ref] = first
                around += (each for each in needed_by.get(ref, ()) if each not in found)
    return found
