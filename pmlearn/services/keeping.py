"""What was read for a step while it was open, kept with the step when it is done.

It is looked up in the index as it was last left, and in what the journals gained since: marking a step done
is light, and reads neither the queue's table nor the entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.queue import State
from pmlearn.services.reads import READ, Read

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from pmlearn.model.curriculum import Step
    from pmlearn.services.progress import Progress
    from pmlearn.storage.index import Index
    from pmlearn.storage.store import Store


class Keeping:
    """Finds the items. Not thread-safe."""

    def __init__(self, store: Store, progress: Progress, index: Callable[[], Index | None]) -> None:
        self._store = store
        self._progress = progress
        self._index = index  # opens it where there is one

    def changes(self, steps: Iterable[Step], done: Collection[str]) -> Iterator[Change]:
        """What the steps keep of what was read for them that these units, once done, complete.

        Args:
            steps: those to look at.
            done: the refs of the units that are about to be done.
        """
        for step in {step.ref: step for step in steps}.values():
            left = [unit.ref for unit in step.units() if self._progress.status_of(unit.ref).open]
            if left and all(ref in done for ref in left):
                yield from self._of(step.ref)

    def _of(self, step: str) -> Iterator[Change]:
        if (index := self._index()) is None:
            return
        doc = self._progress.doc(step)
        for read in index.surely(lambda: list(self._read(index, step))):
            field = f"{READ}{read.item}"
            if (held := fold.value(doc, field)) is None:
                yield Change(step, field, read.value(), held)

    def _read(self, index: Index, step: str) -> Iterator[Read]:
        matched = [item for item, _, _ in index.matches(step)]
        if not matched:
            return
        states = {
            change.ref: change.value
            for action in self._store.journals.tail(index.cursors()).actions
            for change in action.changes
            if change.field == "state"
        }
        rows = index.rows(matched)
        for item in matched:
            if item in rows and states.get(f"item:{item}", rows[item][STATE]) == State.DONE:
                yield Read(item, rows[item][TITLE], rows[item][LINK])


TITLE, LINK, STATE = 2, 3, 11
"""Where a row has these."""
