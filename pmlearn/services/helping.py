"""What the learner says of an item and a step: it is not for it, or it counts for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.errors import InputError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.text import clean_block, plural
from pmlearn.services.items import first_touch
from pmlearn.services.outcome import Outcome
from pmlearn.services.reads import READ, Read
from pmlearn.services.refusal import NOT_FOR, refused_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.services.matching import Matching
    from pmlearn.services.plan import Plan
    from pmlearn.services.progress import Progress
    from pmlearn.services.queue import Queue
    from pmlearn.services.step import Steps
    from pmlearn.storage.store import Store


class Helping:
    """Each is one action, which undo takes back. Not thread-safe."""

    def __init__(
        self,
        store: Store,
        progress: Progress,
        steps: Steps,
        *,
        plan: Plan,
        queue: Queue,
        matching: Matching,
    ) -> None:
        self._store = store
        self._progress = progress
        self._steps = steps
        self._plan = plan
        self._queue = queue
        self._matching = matching

    def steps(self, item: str) -> list[tuple[str, str]]:
        """The current steps that an item of this id helps with, the best first, each with the reason."""
        return self._matching.helped(item, [unit.ref for unit in self._plan.next()])

    def reasons(self) -> dict[str, tuple[str, str]]:
        """The step that items help with, by its title, and why, by id: those that the queue has first."""
        found = self._matching.reasons([unit.ref for unit in self._plan.next()])
        titles = {step: self._steps.title(step) for step in {step for step, _ in found.values()}}
        return {id_: (titles[step], why) for id_, (step, why) in found.items()}

    def not_for(self, ids: Sequence[str], ref: str = "", *, off: bool = False) -> Outcome:
        """Say that items are not for a step: they are not shown for it any more, and their like come lower.

        Args:
            ids: ids of items, or unique beginnings of ids.
            ref: the full ref of the step; "" for the current one that the first of them helps with.
            off: take it back.

        Raises:
            UnknownError: there is no such item, or no such step: nothing changes.
            InputError: no step is given, and the item helps with no current one.
        """
        items = [self._queue.get(id_) for id_ in ids]
        step = self._steps.find(ref or self._current(items[0].id))[0]
        table = self._store.table("queue")

        def decide() -> list[Change]:
            changes = []
            for item in {item.id: item for item in items}.values():
                thing = f"item:{item.id}"
                doc = table.doc(thing)
                held = refused_in(doc, step.ref, self._progress)
                if off:
                    changes += [Change(thing, field, None, True) for field in held]
                elif not held:
                    field = f"{NOT_FOR}{step.ref}"
                    changes += first_touch(doc, item)
                    changes.append(Change(thing, field, True, fold.value(doc, field)))
            return changes

        action = self._store.record("not-for", decide)
        what = items[0].title if len(items) == 1 else plural(len(items), "item")
        word = f"may help with “{step.title}”" if off else f"not for “{step.title}”"
        if action is None:
            return Outcome(f"already {word}: {what}")
        return Outcome(f"{word}: {what}", tuple(item.id for item in items), action.id)

    def count(self, id_: str, ref: str = "", note: str = "", *, off: bool = False) -> Outcome:
        """Let an item count for a step, with a note; the step keeps its title and link.

        Args:
            id_: the item's id, or a unique beginning of it.
            ref: the full ref of the step; "" for the current one that it helps with.
            note: what the learner took from it, Markdown; it replaces the note that there may be.
            off: let it count no more.

        Raises:
            UnknownError: there is no such item, or no such step: nothing changes.
            InputError: no step is given, and the item helps with no current one.
        """
        item = self._queue.get(id_)
        step = self._steps.find(ref or self._current(item.id))[0]
        field = f"{READ}{item.id}"
        read = Read(item.id, item.title, item.link, clean_block(note).strip())

        def decide() -> list[Change]:
            held = fold.value(self._progress.doc(step.ref), field)
            value = None if off else read.value()
            if isinstance(held, dict) and not off and not note:
                return []  # it counts, and keeps the note that it has
            return [] if held == value else [Change(step.ref, field, value, held)]

        action = self._store.record("count", decide)
        word = "counts no more for" if off else "counts for"
        if action is None:
            return Outcome(
                f"{'does not count' if off else 'already counts'} for “{step.title}”: {item.title}"
            )
        return Outcome(f"{word} “{step.title}”: {item.title}", (step.ref,), action.id)

    def _current(self, item: str) -> str:
        found = self.steps(item)
        if not found:
            raise InputError(
                "it helps with none of the steps that come next", "name the step: pmlearn today lists them"
            )
        return found[0][0]
