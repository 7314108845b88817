"""Steps and parts: where they stand, and the learner's ticks and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.errors import InputError, UnknownError, WaitsError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.curriculum import Part, Step, curriculum_of
from pmlearn.model.progress import Status, step_status
from pmlearn.model.route import waits_for
from pmlearn.model.text import clean, clean_block, plural
from pmlearn.services.naming import choice_title, former_title
from pmlearn.services.outcome import Outcome
from pmlearn.services.progress import CHOICE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.curriculum import Curriculum, Requirement
    from pmlearn.services.progress import Progress
    from pmlearn.storage.store import Store

    Kept = Callable[[Iterable[Step], Collection[str]], Iterator[Change]]


class Steps:
    """The learner's progress through steps. Not thread-safe."""

    def __init__(self, catalog: Catalog, store: Store, progress: Progress, kept: Kept) -> None:
        self._kept = kept  # what steps keep, once these units of them are done
        self._catalog = catalog
        self._store = store
        self._progress = progress

    def status_of(self, ref: str) -> Status:
        """The status of a unit, by its full ref; `todo` where nothing is known."""
        return self._progress.status_of(ref)

    def status(self, ref: str) -> Status:
        """The status of a step or part, by its full ref.

        Raises:
            UnknownError: there is no such step.
        """
        step, part = self.find(ref)
        return self.status_of(part.ref) if part else step_status(step, self.status_of)

    def resolve(self, text: str) -> str:
        """The full ref that a shortened one stands for, or one that the thing had before.

        Raises:
            UnknownError: none, or more than one, fits; the hint names near misses.
        """
        return self._catalog.resolve(text)

    def title(self, ref: str) -> str:
        """What a step, part or choice is called, or was when it was last seen; else its ref."""
        ref = self._progress.now(ref)
        if ref.startswith(CHOICE):
            return choice_title(self._catalog, ref.removeprefix(CHOICE))
        try:
            step, part = self.find(ref)
        except UnknownError:
            return former_title(self._catalog, self._progress, ref) or clean(ref)
        return (part or step).title

    def find(self, ref: str) -> tuple[Step, Part | None]:
        """The step of a full ref, and the part where it names one.

        Raises:
            UnknownError: there is no such step.
        """
        found = self._catalog.find(ref)
        if found is None:
            id_ = self.curriculum(curriculum_of(ref)).id
            raise UnknownError(f"no step {ref}", f"see them all with: pmlearn curriculum show {id_}")
        return found

    def curriculum(self, id_: str) -> Curriculum:
        """The curriculum of an id.

        Raises:
            UnknownError: there is none.
        """
        curriculum = self._catalog.get(id_)
        if curriculum is None:
            raise UnknownError(f"no curriculum {id_}", "see them all with: pmlearn curriculum list")
        return curriculum

    def waits(self, step: Step) -> tuple[Requirement, ...]:
        """What a step still waits for."""
        return waits_for(step, self.status_of, self._settled)

    def asking(self, ref: str) -> tuple[str, ...]:
        """The refs of what asks something, in order: the unit of this ref, or units of the step.

        Raises:
            UnknownError: there is no such step.
        """
        return tuple(unit.ref for unit in self._units(ref) if unit.options)

    def unanswered(self, ref: str) -> tuple[str, ...]:
        """Those of `asking` that have no answer; of several units, those that are not skipped or optional."""
        units = self._units(ref)
        return tuple(
            unit.ref
            for unit in units
            if unit.options
            and all(option.id != self._progress.answer(unit.ref) for option in unit.options)
            and (len(units) == 1 or not (unit.optional or self.status_of(unit.ref) is Status.SKIPPED))
        )

    def to_answer(self, ref: str) -> tuple[str, ...]:
        """Those of `unanswered` that are not done either: a tick would pass them over."""
        return tuple(each for each in self.unanswered(ref) if self.status_of(each) is not Status.DONE)

    def tick(self, refs: Sequence[str], *, anyway: bool = False) -> Outcome:
        """Tick steps and parts, in one action; of a step with parts, its open ones.

        Raises:
            UnknownError: one of them is unknown: nothing changes.
            InputError: one of them is to be answered instead: nothing changes, unless `anyway`.
            WaitsError: one of them waits for a step that is not among them: nothing changes, unless `anyway`.
        """
        if not anyway:
            self._require_answers(refs)
        return self._set("tick", refs, Status.DONE, lambda status: status.open, anyway=anyway)

    def start(self, refs: Sequence[str], *, anyway: bool = False) -> Outcome:
        """Mark as being done: of a step with parts, its first open one.

        Raises:
            UnknownError, WaitsError: as with `tick`.
        """
        todo = Status.TODO
        return self._set(
            "start", refs, Status.DOING, lambda status: status is todo, first=True, anyway=anyway
        )

    def reopen(self, refs: Sequence[str]) -> Outcome:
        """Mark as still to do."""
        return self._set("reopen", refs, Status.TODO, lambda status: status is not Status.TODO)

    def skip(self, refs: Sequence[str]) -> Outcome:
        """Leave out what is open of these."""
        return self._set("skip", refs, Status.SKIPPED, lambda status: status.open)

    def toggle(self, refs: Sequence[str], *, anyway: bool = False) -> Outcome:
        """Tick, or take the tick (or the skip) back where nothing is open.

        Raises:
            UnknownError, InputError, WaitsError: as with `tick`.
        """
        open_ = any(self.status(ref).open for ref in refs)
        return self.tick(refs, anyway=anyway) if open_ else self.reopen(refs)

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
        step, part = self.find(ref)
        title = (part or step).title
        text = clean_block(text).strip()

        def decide() -> list[Change]:
            replaced, was = fold.replaced(self._progress.doc(ref), base)
            return [] if text == was else [Change(ref, "note", text, was, replaced)]

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
        anyway: bool = True,
    ) -> Outcome:
        found = [self.find(ref) for ref in refs]  # all are found before anything changes
        if not anyway:
            self.require_ready(refs)
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
            done = to is Status.DONE
            kept = self._kept([step for step, _ in found], set(changes)) if done else ()
            return [*changes.values(), *kept]

        action = self._store.record(kind, decide)
        titles = [(part or step).title for step, part in found]
        what = titles[0] if len(titles) == 1 else plural(len(titles), "step")
        if action is None:
            return Outcome(f"already {to}: {what}")
        changed = tuple(change.ref for change in action.changes if change.field == "status")
        offers = self._open_twins(step for step, _ in found) if to is Status.DONE else ()
        return Outcome(f"{to}: {what}", changed, action.id, offers)

    def require_ready(self, refs: Sequence[str]) -> None:
        """Refuse to go on with steps, or parts of them, that come after others which are not among them.

        Raises:
            UnknownError: one of them is unknown.
            WaitsError: one of them waits.
        """
        steps = [self.find(ref)[0] for ref in refs]
        together = {step.ref for step in steps}
        for step in steps:
            for requirement in self.waits(step):
                if requirement.ref not in together:
                    why = f": {requirement.why}" if requirement.why else ""
                    title = self.title(requirement.ref)
                    raise WaitsError(
                        f"“{step.title}” comes after “{title}”{why}",
                        f"do {requirement.ref} first, or go ahead with --anyway",
                    )

    def _require_answers(self, refs: Sequence[str]) -> None:
        asked = [(ref, self.to_answer(ref)) for ref in refs]  # all are found before one is complained of
        for ref, open_ in asked:
            if open_:
                what = plural(len(open_), "question") + " without an answer"
                raise InputError(
                    f"“{self.title(ref)}” has {'no answer yet' if open_ == (ref,) else what}",
                    f"answer with: pmlearn step choose {open_[0]} OPTION, or go ahead with --anyway",
                )

    def _units(self, ref: str) -> tuple[Part | Step, ...]:
        step, part = self.find(ref)
        return (part,) if part else step.units()

    def _open_twins(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """The steps that teach the same as steps that are done, and are open."""
        found: dict[str, None] = {}
        for step in steps:
            if step_status(step, self.status_of) is Status.DONE:
                for ref in self._catalog.ties().same(step.ref):
                    twin = self._catalog.step(ref)
                    # What asks is ticked by its answers, there too.
                    if twin and step_status(twin, self.status_of).open and not self.to_answer(twin.ref):
                        found[twin.ref] = None
        return tuple(found)

    def _first_open(self, refs: Iterable[str]) -> list[str]:
        statuses = {ref: self.status_of(ref) for ref in refs}
        if Status.DOING in statuses.values():
            return []
        return [ref for ref, status in statuses.items() if status.open][:1]

    def _was(self, ref: str) -> str | None:
        held = fold.value(self._progress.doc(ref), "status")
        return held if isinstance(held, str) else None

    def _settled(self, ref: str) -> bool:
        step = self._catalog.step(self._progress.now(ref))
        if step is None or not step_status(step, self.status_of).open:
            return True
        # Nobody has to do what is set aside.
        return step.ref in self._progress.aside(self.curriculum(curriculum_of(step.ref)))
