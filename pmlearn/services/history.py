"""What was done, and taking it back."""

from __future__ import annotations

import heapq
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import UnknownError
from pmlearn.model import fold
from pmlearn.model.action import Action, Change
from pmlearn.model.text import clean, plural
from pmlearn.services.outcome import Outcome
from pmlearn.services.profile import ME
from pmlearn.services.progress import CHOICE
from pmlearn.storage.journal import IMPORTED
from pmlearn.storage.state import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.services.progress import Progress
    from pmlearn.services.step import Steps
    from pmlearn.storage.store import Store

UNDO, REDO = "undo", "redo"
UPDATE = "update"
"""What a new version of a curriculum had to note: nothing that a learner did, or could mean to take back."""
PLACE = "place"
"""How far something was read or heard: kept by itself, and nothing that anybody takes back."""
UNSAID = (UPDATE, PLACE)
ENTRY = "entry"
KEPT = (ENTRY, "url")
"""The fields that say what a thing is; undo leaves them, for other actions on the thing lean on them."""


SAID = {"triage": "move"}
"""Kinds of actions that people call something else."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An action in a list."""

    id: str
    at: str  # RFC 3339 in UTC
    device: str
    kind: str
    summary: str  # what it was about, one line
    undone: bool  # a later action took it back


class History:
    """The journal, newest first, and undo over it. Not thread-safe."""

    def __init__(self, store: Store, progress: Progress, steps: Steps) -> None:
        self._store = store
        self._progress = progress
        self._steps = steps

    def undo(self, action: str = "") -> Outcome:
        """Take back an action of this device: the one with this id, or the newest that stands.

        Each field gets back what it held before where the undone value still stands; where something
        changed since, it stays, and the message says so.

        Raises:
            UnknownError: there is nothing to undo, or all of it changed since; the next undo then comes to
                the action before it.
        """
        found = self._find(action) if action else self._newest()
        if found is None:
            raise UnknownError("nothing to undo on this device", "see what was done with: pmlearn history")
        return self._revert(UNDO, found, walk=not action)

    def redo(self, action: str = "") -> Outcome:
        """Take back an undo: the one with this id, or the newest, if nothing was done since.

        Raises:
            UnknownError: there is nothing to redo, or all of it changed since.
        """
        found = self._find(action) if action else self._newest_undo()
        if found is None or found.kind != UNDO:
            raise UnknownError("nothing to redo on this device", "only what was undone last can be redone")
        return self._revert(REDO, found, walk=not action)

    def describe(self, action: Action) -> str:
        """What an action was about: the first thing by its title, and how many more."""
        refs = list(dict.fromkeys(change.ref for change in action.changes))
        if not refs:
            return ""
        more = f" and {plural(len(refs) - 1, 'more', 'more')}" if len(refs) > 1 else ""
        return self._title(refs[0], action) + more

    def _title(self, ref: str, action: Action) -> str:
        if ref == ME:
            return "the first questions"
        if ":" in ref and not ref.startswith(CHOICE):
            for change in action.changes:
                if change.ref == ref and change.field == ENTRY and isinstance(change.value, dict):
                    return clean(str(change.value.get("title", ref)))
            doc = self._store.table(table_of(ref)).doc(ref)
            kept = fold.value(doc, ENTRY)
            if isinstance(kept, dict):
                return clean(str(kept.get("title", ref)))
            named = next(
                (c.value or c.was for c in action.changes if c.ref == ref and c.field == "title"), ""
            )
            # What has no title is called by where it lives: an id says nothing to anybody.
            address = str(fold.value(doc, "url") or "")
            return clean(str(named or fold.value(doc, "title") or address or ref.partition(":")[2]))
        return self._steps.title(ref)

    def _all(self) -> Iterator[Action]:
        journals = self._store.journals
        newest_first = operator.attrgetter("stamp")
        each = []
        for path in journals.paths():
            found = journals.backwards(path)
            # What was imported came in the order of its importing.
            imported = path.name.endswith(IMPORTED)
            each.append(iter(sorted(found, key=newest_first, reverse=True)) if imported else found)
        last = None
        for action in heapq.merge(*each, key=newest_first, reverse=True):
            if action.id != last:
                yield action
            last = action.id

    def _find(self, id_: str) -> Action | None:
        return next((action for action in self._store.journals.backwards() if action.id == id_), None)

    def _newest(self) -> Action | None:
        """The newest action of this device that nothing took back."""
        gone: set[str] = set()
        for action in self._store.journals.backwards():
            if action.id in gone:
                # It does not stand, so what it took back does: a redone action is the redo's to undo.
                continue
            if action.kind == UNDO:
                gone.add(action.undoes)
            elif action.kind not in UNSAID:
                return action
        return None

    def _newest_undo(self) -> Action | None:
        """The newest undo of this device, where nothing but undo and redo came after it."""
        gone: set[str] = set()
        for action in self._store.journals.backwards():
            if action.kind == REDO:
                gone.add(action.undoes)
            elif action.kind not in (UNDO, *UNSAID):
                return None
            elif action.kind == UNDO and action.id not in gone and action.changes:
                return action
        return None

    def _revert(self, kind: str, action: Action, *, walk: bool) -> Outcome:
        skipped: list[str] = []

        def decide() -> list[Change]:
            changes = []
            for change in action.changes:
                if change.field in KEPT:
                    continue
                doc = self._doc(change.ref)
                note = change.field == "note"
                setters = fold.note_heads(doc) if note else (fold.set_by(doc, change.field),)
                standing = tuple(id_ for id_ in setters if self._stands(id_, action, change))
                if standing:
                    base = standing if note else ()
                    changes.append(Change(change.ref, change.field, change.was, change.value, base))
                else:
                    skipped.append(change.ref)
            return changes

        # The tables must be open before the journal is locked, so that they are folded under the lock.
        for change in action.changes:
            self._store.table(table_of(change.ref))
        # Where all of it changed since, walking back must not end here: it is noted, without changes.
        written = self._store.record(kind, decide, undoes=action.id, always=walk)
        word = "undone" if kind == UNDO else "redone"
        kind_of = self._first(action).kind
        about = f"{SAID.get(kind_of, kind_of)} {self.describe(action)}"
        if written is None or not written.changes:
            raise UnknownError(
                f"not {word}, it changed since: {about}", "set it by hand if you still mean it"
            )
        message = f"{word}: {about}"
        if skipped:
            message += f" ({plural(len(skipped), 'change')} made since then stay)"
        return Outcome(message, tuple(dict.fromkeys(c.ref for c in written.changes)), written.id)

    def _first(self, action: Action) -> Action:
        """What was done at first, where an action takes back one that takes back one."""
        while action.undoes and (undone := self._find(action.undoes)):
            action = undone
        return action

    def _stands(self, setter: str, action: Action, change: Change) -> bool:
        """What an action gave to a field is what the action `setter` left in it."""
        if not setter or setter == action.id:
            return bool(setter)
        return self._owner(setter, change) == self._owner(action.id, change)

    def _owner(self, setter: str, change: Change) -> str:
        """The action whose value stands: an undo puts back what was set before the action that it undoes."""
        actions = self._all()
        found = next((action for action in actions if action.id == setter), None)
        while found is not None and found.undoes:
            undone = found.undoes
            # Newest first, so that what is left once the undone one is met is what came before it.
            if not any(action.id == undone for action in actions):
                return ""
            found = next((action for action in actions if self._touches(action, change)), None)
        return found.id if found else ""

    def _touches(self, action: Action, change: Change) -> bool:
        ref = self._progress.now(change.ref)
        return any(c.field == change.field and self._progress.now(c.ref) == ref for c in action.changes)

    def _doc(self, ref: str) -> fold.Doc | None:
        """The document of a thing, under whatever ref it is known today."""
        if table_of(ref) == "steps":
            return self._progress.doc(self._progress.now(ref))
        return self._store.table(table_of(ref)).doc(ref)

    def list(self, limit: int = 50) -> list[HistoryRow]:
        """The newest actions of all devices, newest first."""
        rows: list[HistoryRow] = []
        undone: set[str] = set()
        for action in self._all():
            if len(rows) == limit:
                break
            if action.kind == PLACE:
                continue
            if action.undoes and action.changes:
                # Undoing an undo makes its action stand again.
                undone.add(action.undoes) if action.id not in undone else undone.discard(action.undoes)
            rows.append(
                HistoryRow(
                    action.id,
                    action.at,
                    action.device,
                    action.kind,
                    self.describe(action),
                    action.id in undone,
                )
            )
        return rows
