"""The state folded from the journals, in TinyDB: one file a table, any of which can be thrown away.

A file holds two TinyDB tables: the documents (see `pmlearn.model.fold`), and `meta`, one document with the
format and with how far into each journal the documents go:
`{"format": 1, "cursors": {file name: [inode, offset, start of the last line, its digest, highest order]}}`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tinydb import Storage, TinyDB
from tinydb.table import Table

from pmlearn.errors import StoreError
from pmlearn.model import fold
from pmlearn.storage.cursor import cursors_from_json
from pmlearn.storage.files import set_aside, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from pmlearn.model.action import Action
    from pmlearn.storage.cursor import Cursors

FORMAT = 1
"""The format of the state files."""


class AtomicStorage(Storage):
    """A TinyDB storage that parses its file once, keeps it in memory, and writes it whole or not at all."""

    def __init__(self, path: Path, now: datetime) -> None:
        self.path = path
        self.notice = ""  # what happened to a file that could not be read
        self.frozen = False  # of a newer format: never written
        self.memory: dict[str, dict[str, Any]] = self._load(now)

    def _load(self, now: datetime) -> dict[str, dict[str, Any]]:
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.frozen = True
            self.notice = f"cannot read {self.path}: {error.strerror}"
            return {}
        try:
            memory = json.loads(data)
            if not isinstance(memory, dict) or not all(isinstance(table, dict) for table in memory.values()):
                raise ValueError("not the tables of a TinyDB")
            return memory
        except (ValueError, RecursionError):
            try:
                aside = set_aside(self.path, now)
                self.notice = f"{self.path} could not be read; it is kept as {aside.name}"
            except StoreError as error:
                self.frozen = True
                self.notice = error.message
            return {}

    def read(self) -> dict[str, dict[str, Any]]:
        """The tables, as they stand in memory; not a copy."""
        return self.memory

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the tables, in memory and on the disk.

        Raises:
            StoreError: the disk did not take them; they stand in memory.
        """
        self.memory = data
        if not self.frozen:
            text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            write_atomic(self.path, text.encode("utf-8", "replace"))


class FoldedTable(Table):
    """A TinyDB table of folded documents, found by ref and changed in place."""

    def __init__(self, storage: AtomicStorage, name: str, path: Path) -> None:
        super().__init__(storage, name, cache_size=0)
        self._memory = storage
        self.path = path
        self.cursors: Cursors = {}
        self.dirty = False
        self._rows: dict[str, Any] = storage.memory.setdefault(name, {})
        self._refs: dict[str, fold.Doc] = {}
        meta = storage.memory.get("meta", {}).get("1", {})
        if meta.get("format", FORMAT) > FORMAT:
            storage.frozen = True
            storage.notice = f"{path} was written by a newer pmlearn; it is left alone"
            self.clear()
        else:
            self.cursors = cursors_from_json(meta.get("cursors", {}))
            self._refs = {doc["ref"]: doc for doc in self._rows.values()}

    @property
    def notice(self) -> str:
        """What happened when the file was read, for the learner; "" where all was well."""
        return self._memory.notice

    def doc(self, ref: str) -> fold.Doc | None:
        """The document of a thing, not a copy; None where nothing happened to it."""
        return self._refs.get(ref)

    def docs(self) -> Iterable[fold.Doc]:
        """Every document, not copies, in the order in which the things were first touched."""
        return self._refs.values()

    def clear(self) -> None:
        """Forget everything, to fold again."""
        self._rows.clear()
        self._refs.clear()
        self.cursors = {}
        self.dirty = True

    def fold(self, actions: Iterable[Action]) -> set[str]:
        """Fold actions into the documents that belong here; returns the refs that differ now."""
        changed = set()
        for action in actions:
            for change in action.changes:
                if table_of(change.ref) != self.name:
                    continue
                doc = self._refs.get(change.ref)
                if doc is None:
                    doc = self._refs[change.ref] = fold.empty(change.ref)
                    self._rows[str(len(self._rows) + 1)] = doc
                if fold.apply(doc, change, action):
                    changed.add(change.ref)
        return changed

    def save(self) -> None:
        """Write the file, if anything changed since.

        Raises:
            StoreError: the disk did not take it; the journal still has everything.
        """
        if not self.dirty:
            return
        cursors = {name: cursor.to_json() for name, cursor in self.cursors.items()}
        self._memory.memory["meta"] = {"1": {"format": FORMAT, "cursors": cursors}}
        self._memory.write(self._memory.memory)
        self.dirty = False


def open_table(directory: Path, name: str, now: datetime) -> FoldedTable:
    """Open the table of this name; a file that cannot be read is set aside and `notice` says so."""
    path = directory / f"{name}.json"
    storage = AtomicStorage(path, now)
    try:
        table = FoldedTable(storage, name, path)
    except (AttributeError, TypeError, KeyError):
        # JSON, but not what we wrote: somebody edited it.
        storage.memory = {}
        table = FoldedTable(storage, name, path)
        storage.notice = f"{path} was not in our form; it is made again from the journal"
    return table


def plain_tables(path: Path, now: datetime) -> tuple[TinyDB, AtomicStorage]:
    """Open a TinyDB file of ordinary tables behind the same storage."""
    database = TinyDB(path, now, storage=AtomicStorage)
    storage = database.storage
    assert isinstance(storage, AtomicStorage)
    return database, storage


def table_of(ref: str) -> str:
    """The table that a ref belongs to."""
    if ref.startswith("item:"):
        return "queue"
    return "feeds" if ref.startswith("feed:") else "steps"


TABLES = ("steps", "queue", "feeds")
