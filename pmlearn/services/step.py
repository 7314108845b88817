"""Steps and parts: where they stand, and the learner's ticks and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import UnknownError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.curriculum import Curriculum, Module, Part, Step, curriculum_of, step_of
from pmlearn.model.progress import Status, step_status
from pmlearn.model.text import clean, clean_block, plural
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pmlearn.catalog.finder import Catalog
    from pmlearn.storage.store import Store


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
    notes: tuple[fold.Note, ...]  # on what `ref` names, oldest first
    done_at: str  # RFC 3339 in UTC; "" where it is not done


class Steps:
    """The learner's progress through steps. Not thread-safe."""

    def __init__(self, catalog: Catalog, store: Store) -> None:
        self._catalog = catalog
        self._store = store

    def status_of(self, ref: str) -> Status:
        """The status of a unit, by its full ref; `todo` where nothing is known."""
        held = fold.value(self._store.table("steps").doc(ref), "status")
        try:
            return Status(held) if held else Status.TODO
        except ValueError:
            # Written by hand, or by a version that knows more words than we do.
            return Status.TODO

    def statuses(self, curriculum: str) -> dict[str, Status]:
        """The statuses of every step and part of a curriculum that is not `todo`, by ref.

        Raises:
            UnknownError: there is no such curriculum.
        """
        found: dict[str, Status] = {}
        for step in self._curriculum(curriculum).steps():
            found |= {r: s for r, s in self._of_step(step).items() if s is not Status.TODO}
        return found

    def status(self, ref: str) -> Status:
        """The status of a step or part, by its full ref.

        Raises:
            UnknownError: there is no such step.
        """
        step, part = self._find(ref)
        return self.status_of(part.ref) if part else step_status(step, self.status_of)

    def resolve(self, text: str) -> str:
        """The full ref that a shortened one stands for.

        Raises:
            UnknownError: none, or more than one, fits; the hint names near misses.
        """
        return self._catalog.resolve(text)

    def title(self, ref: str) -> str:
        """What a step or part is called; its ref where no curriculum has it any more."""
        try:
            step, part = self._find(ref)
        except UnknownError:
            return clean(ref)
        return (part or step).title

    def detail(self, ref: str) -> StepDetail:
        """What there is to show of a step or part, by its full ref.

        Raises:
            UnknownError: there is no such step.
        """
        step, part = self._find(ref)
        curriculum = self._curriculum(curriculum_of(ref))
        module = next(module for module in curriculum.modules if step in module.steps)
        status = self.status_of(part.ref) if part else step_status(step, self.status_of)
        doc = self._store.table("steps").doc(ref)
        units = (part,) if part else step.units()
        times = [fold.changed_at(self._store.table("steps").doc(unit.ref), "status") for unit in units]
        return StepDetail(
            ref,
            curriculum,
            module,
            step,
            part,
            status,
            self._of_step(step),
            tuple(fold.notes(doc)),
            max(times) if status is Status.DONE else "",
        )

    def tick(self, refs: Sequence[str]) -> Outcome:
        """Mark as done what is open of these."""
        return self._set("tick", refs, Status.DONE, lambda status: status.open)

    def start(self, refs: Sequence[str]) -> Outcome:
        """Mark as being done: of a step with parts, the first that is open."""
        return self._set("start", refs, Status.DOING, lambda status: status is not Status.DOING, first=True)

    def reopen(self, refs: Sequence[str]) -> Outcome:
        """Mark as still to do, all parts."""
        return self._set("reopen", refs, Status.TODO, lambda status: status is not Status.TODO)

    def skip(self, refs: Sequence[str]) -> Outcome:
        """Leave out what is open of these."""
        return self._set("skip", refs, Status.SKIPPED, lambda status: status.open)

    def toggle(self, refs: Sequence[str]) -> Outcome:
        """Tick, or take the tick (or the skip) back where nothing is open."""
        open_ = any(self.status(ref).open for ref in refs)
        return self.tick(refs) if open_ else self.reopen(refs)

    def toggle_skip(self, refs: Sequence[str]) -> Outcome:
        """Skip, or take the skip back where all are skipped."""
        skipped = all(self.status(ref) is Status.SKIPPED for ref in refs)
        return self.reopen(refs) if skipped else self.skip(refs)

    def note(self, ref: str, text: str, base: Sequence[str] | None = None) -> Outcome:
        """Replace notes on a step or part by this one; empty text takes them away.

        Args:
            ref: the full ref.
            text: the note.
            base: the ids of the notes that the text was made of (`StepDetail.notes`): one that was written
                elsewhere in the meantime is then kept beside it. All that stand, where this is left out.

        Raises:
            UnknownError: there is no such step.
        """
        step, part = self._find(ref)
        title = (part or step).title
        text = clean_block(text).strip()

        def decide() -> list[Change]:
            doc = self._store.table("steps").doc(ref)
            shown = {note.id: note.text for note in fold.notes(doc)}
            replaced = [
                id_ for id_ in fold.note_heads(doc) if base is None or id_ in base or id_ not in shown
            ]
            was = "\n\n".join(text for id_, text in shown.items() if id_ in replaced)
            return [] if text == was else [Change(ref, "note", text, was, tuple(replaced))]

        action = self._store.record("note", decide)
        if action is None:
            return Outcome(f"the note is as it was: {title}")
        return Outcome(f"{'noted' if text else 'note removed'}: {title}", (ref,), action.id)

    def _set(
        self,
        kind: str,
        refs: Sequence[str],
        to: Status,
        wanted: Callable[[Status], bool],
        *,
        first: bool = False,
    ) -> Outcome:
        found = [self._find(ref) for ref in refs]  # all are found before anything changes
        groups = [(part,) if part else step.units() for step, part in found]

        def decide() -> list[Change]:
            changes: dict[str, Change] = {}
            for units in groups:
                # A unit asked for by name changes whatever it is; of several, those that it makes sense for.
                test = (lambda status: status is not to) if len(units) == 1 else wanted
                open_ = [unit.ref for unit in units if test(self.status_of(unit.ref))]
                if first and len(units) > 1:
                    open_ = self._first_open(unit.ref for unit in units)
                changes |= {ref: Change(ref, "status", to, self._was(ref)) for ref in open_}
            return list(changes.values())

        action = self._store.record(kind, decide)
        titles = [(part or step).title for step, part in found]
        what = titles[0] if len(titles) == 1 else plural(len(titles), "step")
        if action is None:
            return Outcome(f"already {to}: {what}")
        return Outcome(f"{to}: {what}", tuple(change.ref for change in action.changes), action.id)

    def _first_open(self, refs: Iterable[str]) -> list[str]:
        statuses = {ref: self.status_of(ref) for ref in refs}
        if Status.DOING in statuses.values():
            return []
        return [ref for ref, status in statuses.items() if status.open][:1]

    def _was(self, ref: str) -> str | None:
        held = fold.value(self._store.table("steps").doc(ref), "status")
        return held if isinstance(held, str) else None

    def _of_step(self, step: Step) -> dict[str, Status]:
        own = {part.ref: self.status_of(part.ref) for part in step.parts}
        return {step.ref: step_status(step, self.status_of)} | own

    def _curriculum(self, id_: str) -> Curriculum:
        curriculum = self._catalog.get(id_)
        if curriculum is None:
            raise UnknownError(f"no curriculum {id_}", "see them all with: pmlearn curriculum list")
        return curriculum

    def _find(self, ref: str) -> tuple[Step, Part | None]:
        wanted = step_of(ref)
        for step in self._curriculum(curriculum_of(ref)).steps():
            if step.ref == wanted:
                if step.ref == ref:
                    return step, None
                for part in step.parts:
                    if part.ref == ref:
                        return step, part
        raise UnknownError(
            f"no step {ref}", f"see them all with: pmlearn curriculum show {curriculum_of(ref)}"
        )
