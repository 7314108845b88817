"""The store: journals and the tables folded from them, kept in step."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError
from pmlearn.model.action import Action, Change
from pmlearn.model.text import plural
from pmlearn.storage.device import device_name
from pmlearn.storage.files import sweep
from pmlearn.storage.journal import Journals, Tail, require_format
from pmlearn.storage.state import TABLES, FoldedTable, open_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


class Store:
    """What the learner did, and what it adds up to. Not thread-safe."""

    def __init__(self, journal: Path, state: Path, now: Callable[[], datetime], device: str = "") -> None:
        self.journals = Journals(journal, device or device_name())
        self.notices: list[str] = []  # what the learner should know about the disk
        self._state = state
        self._now = now
        self._tables: dict[str, FoldedTable] = {}
        self._last = Tail()
        sweep(state)

    def table(self, name: str) -> FoldedTable:
        """A table, as up to date as when it was opened or last caught up with.

        Raises:
            StoreError: a journal cannot be read.
        """
        if name not in self._tables:
            table = open_table(self._state, name, self._now())
            if table.notice:
                self._notice(table.notice)
            self._tables[name] = table
            self._catch_up([table])
        return self._tables[name]

    def catch_up(self) -> dict[str, set[str]]:
        """Fold what the journals gained; returns the refs that differ now, by table.

        Raises:
            StoreError: a journal cannot be read.
        """
        return self._catch_up(list(self._tables.values()))

    def _catch_up(self, tables: list[FoldedTable]) -> dict[str, set[str]]:
        changed: dict[str, set[str]] = {}
        for table in tables:
            self._last = tail = self.journals.tail(table.cursors)
            if tail.rewound and table.cursors:
                before = {doc["ref"] for doc in table.docs()}
                table.clear()
                changed[table.name] = before
            found = table.fold(tail.actions)
            if found:
                changed.setdefault(table.name, set()).update(found)
            if tail.cursors != table.cursors:
                table.cursors = tail.cursors
                table.dirty = True
            if tail.unreadable:
                lines = plural(tail.unreadable, "line")
                self._notice(f"{lines} of the journal cannot be read, the rest is kept: run pmlearn doctor")
        return changed

    def _notice(self, text: str) -> None:
        if text not in self.notices:
            self.notices.append(text)

    def record(self, kind: str, decide: Callable[[], list[Change]], undoes: str = "") -> Action | None:
        """Write one action to the journal and fold it; once this returns, it is kept.

        Args:
            kind: what the learner did, in a word.
            decide: called when no one else on this device can write and everything written is folded; returns
                the changes, or none where there is nothing to do: then nothing is written.
            undoes: the id of the action that this one takes back.

        Raises:
            StoreError: the journal did not take it: nothing changed.
        """
        if not self._tables:
            self.table("steps")
        with self.journals.writing() as append:
            self.catch_up()
            require_format(self._last)
            changes = decide()
            if not changes:
                return None
            now = self._now()
            action = Action(
                id=secrets.token_hex(8),
                order=max(int(now.timestamp() * 1000), self._last.order + 1),
                at=now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z",
                device=self.journals.device,
                kind=kind,
                changes=tuple(changes),
                undoes=undoes,
            )
            append(action)
            self.catch_up()
        return action

    def save(self) -> None:
        """Write the tables that changed; what the disk refuses is folded again next time."""
        for table in self._tables.values():
            try:
                table.save()
            except StoreError:
                # The journal is the truth and has it all; a full disk is reported where it loses something.
                continue

    def rebuild(self) -> dict[str, int]:
        """Fold every table again from the journals and write it; returns the documents of each.

        Raises:
            StoreError: the disk did not take a table.
        """
        for name in TABLES:
            table = self.table(name)
            table.clear()
            self._catch_up([table])
            table.dirty = True
            table.save()
        return {name: sum(1 for _ in self.table(name).docs()) for name in TABLES}
