"""The store: journals and the tables folded from them, kept in step."""

from __future__ import annotations

import os
from datetime import UTC
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError, StoreNewerError
from pmlearn.model.action import Action, Change
from pmlearn.model.text import plural
from pmlearn.storage.cursor import Cursors, Tail
from pmlearn.storage.files import refuse, sweep
from pmlearn.storage.journal import Journals
from pmlearn.storage.state import TABLES, FoldedTable, open_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


class Store:
    """What the learner did, and what it adds up to. Not thread-safe."""

    def __init__(self, journal: Path, state: Path, now: Callable[[], datetime], device: str = "") -> None:
        self.journals = Journals(journal, device)
        self.notices: list[str] = []  # what the learner should know about the disk
        self._state = state
        self._now = now
        self._tables: dict[str, FoldedTable] = {}
        self._last = Tail()
        self._news: dict[str, set[str]] = {}
        sweep(state)
        sweep(journal)

    def table(self, name: str) -> FoldedTable:
        """A table, as up to date as when it was opened or last caught up with.

        Raises:
            StoreError: the journals' directory cannot be read.
        """
        if name not in self._tables:
            table = open_table(self._state, name, self._now())
            if table.notice:
                self.notice(table.notice)
            self._tables[name] = table
            self._catch_up(table)
            self._news.pop(name, None)
        return self._tables[name]

    @property
    def untouched(self) -> bool:
        """Nobody did anything yet: no journal has a line, whoever could read it.

        Raises:
            StoreError: the journals' directory cannot be read.
        """
        self.table("steps")
        tail = self._last
        return not (tail.cursors or tail.newer or tail.closed)

    def catch_up(self) -> dict[str, set[str]]:
        """Fold what the journals gained.

        Returns the refs that others changed, by table, since this was last asked: those that were met while
        we wrote as well.

        Raises:
            StoreError: the journals' directory cannot be read.
        """
        self._catch_up_all()
        news, self._news = self._news, {}
        return news

    def gained(self, cursors: Cursors) -> Tail:
        """What the journals gained since `cursors`; every open table has all of it and maybe more.

        Raises:
            StoreError: the journals' directory cannot be read.
        """
        tail = self.journals.tail(cursors)
        self._catch_up_all()
        return tail

    def _catch_up_all(self) -> None:
        before: Cursors | None = None
        for table in self._tables.values():
            # Tables that are open have mostly come as far as one another: the journals are read once for all.
            tail = self._last if before == table.cursors else None
            before = table.cursors
            self._catch_up(table, tail)

    def _catch_up(self, table: FoldedTable, tail: Tail | None = None) -> None:
        self._last = tail = tail or self.journals.tail(table.cursors)
        changed = set()
        if tail.rewound:
            if tail.lost:
                self._keep_aside(table, tail.lost)
            changed = {doc["ref"] for doc in table.docs()}
            table.clear()
        changed |= table.fold(tail.actions)
        if changed:
            self._news.setdefault(table.name, set()).update(changed)
        if tail.cursors != table.cursors:
            table.cursors = tail.cursors
            table.dirty = True
        if tail.unreadable:
            lines = plural(tail.unreadable, "line")
            self.notice(f"{lines} of the journal cannot be read, the rest is kept: run pmlearn doctor")
        for name, error in tail.closed.items():
            self.notice(f"cannot read {self.journals.directory / name}: {error.strerror}; the rest is read")

    def _keep_aside(self, table: FoldedTable, lost: list[str]) -> None:
        """Keep what was folded from a journal that holds it no longer: nothing else may have it."""
        try:
            aside = table.keep_aside(self._now())
        except StoreError as error:
            self.notice(error.message)
            return
        if aside:
            names = ", ".join(lost)
            self.notice(f"{names}: gone, or less than it was; what was folded from it is kept as {aside}")

    def notice(self, text: str) -> None:
        """Tell the learner about the disk, once."""
        if text not in self.notices:
            self.notices.append(text)

    def record(
        self, kind: str, decide: Callable[[], list[Change]], undoes: str = "", *, always: bool = False
    ) -> Action | None:
        """Write one action to the journal and fold it; once this returns, it is kept.

        Args:
            kind: what the learner did, in a word.
            decide: called when no one else on this device can write and everything written is folded; returns
                the changes, or none where there is nothing to do: then nothing is written.
            undoes: the id of the action that this one takes back.
            always: write an action without changes too.

        Raises:
            StoreError: the journal did not take it: nothing changed.
            StoreNewerError: a newer pmlearn wrote to a journal; the store is open for reading only.
        """
        if not self._tables:
            self.table("steps")
        with self.journals.writing() as append:
            self._catch_up_all()
            changes = decide()
            # What was decided on may have opened a table; the last reading is the one that counts.
            self._require_readable(self._last)
            if not changes and not always:
                return None
            now = self._now().astimezone(UTC)
            action = Action(
                id=os.urandom(8).hex(),
                order=max(int(now.timestamp() * 1000), self._last.order + 1),
                at=now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z",
                device=self.journals.device,
                kind=kind,
                changes=tuple(changes),
                undoes=undoes,
            )
            append(action)
            self._fold_own(action)
        return action

    def _fold_own(self, action: Action) -> None:
        """Fold what was just acknowledged; whatever fails now, it is kept, and folded at the next reading."""
        before = {name: set(refs) for name, refs in self._news.items()}
        try:
            self._catch_up_all()
        except StoreError as error:
            self.notice(error.message)
        own = {change.ref for change in action.changes}
        for name, refs in self._news.items():
            refs.difference_update(own - before.get(name, set()))
        self._news = {name: refs for name, refs in self._news.items() if refs}

    def _require_readable(self, tail: Tail) -> None:
        if tail.newer:
            raise StoreNewerError(
                "the journal was written by a newer pmlearn: it is open for reading only",
                "update pmlearn on this device",
            )
        if self.journals.own.name in tail.closed:
            refuse(f"nothing was kept: cannot read {self.journals.own}", tail.closed[self.journals.own.name])

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
            StoreError: a table cannot be read, or the disk did not take it.
        """
        for name in TABLES:
            table = self.table(name)
            if table.frozen:
                raise StoreError(table.notice, "check its permissions, or move it away")
            table.clear()
            self._catch_up(table)
            table.dirty = True
            table.save()
        return {name: sum(1 for _ in self.table(name).docs()) for name in TABLES}
