"""Choices and self-assessments: which option the learner took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import InputError, UnknownError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.progress import Status
from pmlearn.model.route import Aside
from pmlearn.model.text import clean, duration, plural
from pmlearn.services.outcome import Outcome
from pmlearn.services.progress import CHOICE, choice_ref

if TYPE_CHECKING:
    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.curriculum import Choice, Curriculum, Option
    from pmlearn.services.progress import Progress
    from pmlearn.services.step import Steps
    from pmlearn.storage.store import Store


@dataclass(frozen=True, slots=True)
class Question:
    """A choice, or a step or part that asks something."""

    ref: str  # in the journal: `choice_ref` of a choice's, the unit's own
    title: str  # what is asked
    why: str  # what hangs on it; "" where nothing is said
    curriculum: Curriculum
    options: tuple[Option, ...]
    answer: str  # the id of the option that was taken; "" where none was
    ticks: bool  # it is a unit: giving an answer ticks it


class Choices:
    """Asks and keeps the answers. Not thread-safe."""

    def __init__(self, catalog: Catalog, store: Store, progress: Progress, steps: Steps) -> None:
        self._catalog = catalog
        self._store = store
        self._progress = progress
        self._steps = steps

    def question(self, text: str) -> Question:
        """What is asked under a ref: `curriculum/choice`, or that of a step or part with options.

        Raises:
            UnknownError: there is nothing of this ref.
            InputError: it is a step or part that asks nothing.
        """
        text = self._whole(text.removeprefix(CHOICE))
        id_, _, name = text.partition("/")
        curriculum = self._catalog.get(id_)
        for choice in curriculum.choices if curriculum else ():
            if curriculum and choice.ref in (text, f"{curriculum.id}/{name}"):
                return self._of_choice(choice, curriculum)
        try:
            ref = self._steps.resolve(text)
        except UnknownError as error:
            asked = [choice.ref for choice in curriculum.choices] if curriculum else []
            hint = f"it asks: {', '.join(asked)}" if asked else error.hint
            raise UnknownError(f"no choice or step {clean(text)}", hint) from error
        step, part = self._steps.find(ref)
        unit = part or step
        if not unit.options:
            if asking := self._steps.unanswered(ref) or self._steps.asking(ref):
                raise InputError(
                    f"{ref} asks in its parts", f"answer with: pmlearn step choose {asking[0]} OPTION"
                )
            raise InputError(f"{ref} asks nothing", f"tick it with: pmlearn step done {ref}")
        curriculum = self._steps.curriculum(curriculum_of(ref))
        answer = self._progress.answer(ref)
        return Question(ref, unit.title, step.why, curriculum, unit.options, answer, ticks=True)

    def _whole(self, text: str) -> str:
        """A choice that is named by its id alone, while no other one has it, by its ref."""
        if "/" in text:
            return text
        curricula = (self._catalog.get(summary.id) for summary in self._catalog.summaries())
        asked = {choice.ref for curriculum in curricula if curriculum for choice in curriculum.choices}
        found = [ref for ref in asked if ref.endswith(f"/{text}")]
        return found[0] if len(found) == 1 else text

    def choose(self, text: str, option: str, *, anyway: bool = False) -> Outcome:
        """Take an option, by its id; of a step or part, that ticks it too. An empty id takes the answer back.

        Raises:
            UnknownError: there is nothing of this ref, or no such option.
            InputError: it asks nothing.
            WaitsError: it is of a step that waits for another one: nothing changes, unless `anyway`.
        """
        question = self.question(text)
        taken = next((each for each in question.options if each.id == option), None)
        if taken is None and option:
            from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

            ids = [each.id for each in question.options]
            near = get_close_matches(option, ids, 1, 0.5)
            hint = f"did you mean {near[0]}?" if near else f"choose {' or '.join(ids)}"
            raise UnknownError(f"{clean(question.title)}: no option {clean(option)}", hint)
        if question.ticks and option and not anyway:
            self._steps.require_ready([question.ref])

        def decide() -> list[Change]:
            answer = self._progress.answer(question.ref)
            changes = []
            if answer != option:
                changes.append(Change(question.ref, "option", option or None, answer or None))
            if question.ticks:
                to = Status.DONE if option else Status.TODO
                was = self._progress.status_of(question.ref)
                if was is not to:
                    held = fold.value(self._progress.doc(question.ref), "status")
                    changes.append(Change(question.ref, "status", to, held))
            return changes

        action = self._store.record("choose", decide)
        if action is None:
            return Outcome(f"already chosen: {taken.title}" if taken else f"not answered: {question.title}")
        after = self._aftermath(question.curriculum) if taken and not question.ticks else ""
        said = f"chosen{after}: {taken.title}" if taken else f"answer taken back: {question.title}"
        return Outcome(said, (question.ref,), action.id)

    def _aftermath(self, curriculum: Curriculum) -> str:
        """What a choice means for the rest: whoever chooses cannot see the steps that are set aside."""
        away = sum(why is Aside.CHOICE for why in self._progress.aside(curriculum).values())
        left = self._progress.tally(curriculum).minutes_left
        steps = f", {plural(away, 'step')} set aside" if away else ""
        return f"{steps}, {duration(left)} to go" if steps and left else steps

    def _of_choice(self, choice: Choice, curriculum: Curriculum) -> Question:
        ref = choice_ref(choice.ref)
        answer = self._progress.answer(ref)
        return Question(ref, choice.title, choice.why, curriculum, choice.options, answer, ticks=False)
