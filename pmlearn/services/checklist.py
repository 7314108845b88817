"""A curriculum as the learner finds it: what is done, set aside, waiting, answered; and one step whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model import fold
from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.progress import Status, step_status, tally, whole
from pmlearn.services.progress import choice_ref, evidence_in
from pmlearn.services.reads import reads_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.curriculum import Choice, Curriculum, Module, Option, Part, Step
    from pmlearn.model.fold import Note
    from pmlearn.model.progress import Tally
    from pmlearn.model.route import Aside
    from pmlearn.services.orphan import Orphan, Orphans
    from pmlearn.services.progress import Progress
    from pmlearn.services.reads import Read
    from pmlearn.services.step import Steps


@dataclass(frozen=True, slots=True)
class Checklist:
    """A curriculum, and how the learner stands with it."""

    curriculum: Curriculum
    statuses: dict[str, Status]  # of every step and part that is not `todo`, by ref
    aside: dict[str, Aside]  # the steps that are not on the learner's way, by ref
    uncounted: Container[str]  # those, and what a choice that is not made yet may leave out
    waiting: frozenset[str]  # refs of the steps that wait for others
    answers: dict[str, str]  # the options that were taken, by the ref of a unit or `choice_ref` of a choice's
    orphans: tuple[Orphan, ...]  # what was done of steps that are not in it any more

    def status(self, ref: str) -> Status:
        """The status of a step or part."""
        return self.statuses.get(ref, Status.TODO)

    def answer_to(self, choice: Choice) -> str:
        """The id of the option that was taken of a choice; "" where none was."""
        return self.answers.get(choice_ref(choice.ref), "")

    def tally(self, steps: Iterable[Step] | None = None) -> Tally:
        """Count steps; all of them where none are given."""
        return tally(self.curriculum.steps() if steps is None else steps, self.status, self.uncounted)

    def ready(self, step: Step) -> bool:
        """Nothing comes before a step, and it is on the learner's way."""
        return step.ref not in self.aside and step.ref not in self.waiting

    def next(self) -> str:
        """The ref of the first unit to do; "" where there is none."""
        ready = (unit for step in self.curriculum.steps() if self.ready(step) for unit in step.units())
        return next((unit.ref for unit in ready if self.status(unit.ref).open), "")


@dataclass(frozen=True, slots=True)
class Related:
    """Another step that has to do with one."""

    ref: str
    title: str
    curriculum: str  # the title of the one that it is in
    status: Status
    why: str = ""  # why it comes first; "" where nothing is said


@dataclass(frozen=True, slots=True)
class StepDetail:
    """Everything that is shown of a step, or of one of its parts."""

    ref: str  # of the part where one was asked for, else of the step
    curriculum: Curriculum
    module: Module
    step: Step
    part: Part | None
    status: Status  # of what `ref` names
    statuses: dict[str, Status]  # of the step and each of its parts
    notes: tuple[Note, ...]  # on what `ref` names, oldest first
    done_at: str  # RFC 3339 in UTC; "" where it is not done
    waits: tuple[Related, ...]  # what comes first and is open
    aside: Aside | None  # why it is not on the learner's way; None where it is
    alternatives: tuple[Related, ...]  # steps of which, with this one, one is enough
    twins: tuple[Related, ...]  # steps elsewhere that teach the same
    answer: str  # the id of the option that was taken; "" where none was, or there is none
    answers: dict[str, str]  # the same of the step's parts, by the refs of those that were answered
    evidence: tuple[str, ...]  # paths and addresses, in the order in which they were attached
    reads: tuple[Read, ...]  # what was read for the step


def given(options: Sequence[Option], taken: str) -> tuple[str, str]:
    """The title of the option that was taken, and its place, "3 of 4"; both "" where it is none of them."""
    for at, option in enumerate(options, 1):
        if option.id == taken:
            return option.title, f"{at} of {len(options)}"
    return "", ""


class Checklists:
    """Reads curricula with what the learner did. Not thread-safe."""

    def __init__(self, catalog: Catalog, progress: Progress, steps: Steps, orphans: Orphans) -> None:
        self._catalog = catalog
        self._progress = progress
        self._steps = steps
        self._orphans = orphans

    def of(self, id_: str) -> Checklist:
        """The checklist of a curriculum, by its id.

        Raises:
            UnknownError: there is no such curriculum.
        """
        curriculum = self._steps.curriculum(id_)
        statuses: dict[str, Status] = {}
        for step in curriculum.steps():
            statuses |= {ref: s for ref, s in self._of_step(step).items() if s is not Status.TODO}
        return Checklist(
            curriculum,
            statuses,
            self._progress.aside(curriculum),
            self._progress.uncounted(curriculum),
            frozenset(step.ref for step in curriculum.steps() if self._steps.waits(step)),
            dict(self._answers(curriculum)),
            self._orphans.of(curriculum),
        )

    def whole(self, curriculum: Curriculum, steps: Iterable[Step]) -> bool:
        """Whether all of its steps that these are, and that count, are done."""
        return whole(steps, self._progress.status_of, self._progress.uncounted(curriculum))

    def detail(self, ref: str) -> StepDetail:
        """What there is to show of a step or part, by its full ref.

        Raises:
            UnknownError: there is no such step.
        """
        step, part = self._steps.find(ref)
        curriculum = self._steps.curriculum(curriculum_of(ref))
        module = next(module for module in curriculum.modules if step in module.steps)
        status = self._progress.status_of(part.ref) if part else step_status(step, self._progress.status_of)
        doc = self._progress.doc(ref)
        units = (part,) if part else step.units()
        times = [fold.changed_at(self._progress.doc(unit.ref), "status") for unit in units]
        why = {requirement.ref: requirement.why for requirement in self._steps.waits(step)}
        return StepDetail(
            ref,
            curriculum,
            module,
            step,
            part,
            status,
            self._of_step(step),
            tuple(fold.notes(doc)),
            max(times, default="") if status is Status.DONE else "",
            self._related(why, why),
            self._progress.aside(curriculum).get(step.ref),
            self._related(step.alternatives),
            self._related(self._catalog.ties().same(step.ref)),
            self._progress.answer(ref),
            {part.ref: taken for part in step.parts if (taken := self._progress.answer(part.ref))},
            evidence_in(doc),
            reads_in(self._progress.doc(step.ref)),
        )

    def _of_step(self, step: Step) -> dict[str, Status]:
        own = {part.ref: self._progress.status_of(part.ref) for part in step.parts}
        return {step.ref: step_status(step, self._progress.status_of)} | own

    def _related(self, refs: Iterable[str], why: dict[str, str] | None = None) -> tuple[Related, ...]:
        found = []
        for ref in refs:
            step = self._catalog.step(self._progress.now(ref))
            curriculum = self._catalog.get(curriculum_of(step.ref)) if step else None
            if step and curriculum:
                status = step_status(step, self._progress.status_of)
                found.append(
                    Related(step.ref, step.title, curriculum.title, status, (why or {}).get(ref, ""))
                )
        return tuple(found)

    def _answers(self, curriculum: Curriculum) -> Iterator[tuple[str, str]]:
        asked = [choice_ref(choice.ref) for choice in curriculum.choices]
        asked += (thing.ref for thing in curriculum.things() if thing.options)
        for ref in asked:
            if answer := self._progress.answer(ref):
                yield ref, answer
