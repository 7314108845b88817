"""The state folded from the journals, in TinyDB: one file a table, any of which can be thrown away.

A file holds two TinyDB tables: the documents (see `pmlearn.model.fold`), and `meta`, one document with the
format and with how far into each journal the documents go:
`{"format": 1, "cursors": {file name: [inode, offset, start of the last line, its digest, highest order]}}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tinydb.table import Table

from pmlearn.model import fold
from pmlearn.storage.cursor import cursors_from_json
from pmlearn.storage.tables import FORMAT, AtomicStorage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from pmlearn.model.action import Action
    from pmlearn.storage.cursor import Cursors

TABLES = ("steps", "queue", "feeds")


class FoldedTable(Table):
    """A TinyDB table of folded documents, found by ref and changed in place.

    Attributes:
        cursors: how far into each journal the documents go.
        dirty: something changed since the file was written.
        version: grows with every change of a document, so that what is made of them need not be made again.
    """

    def __init__(self, storage: AtomicStorage, name: str) -> None:
        super().__init__(storage, name, cache_size=0)
        self._file = storage
        self.cursors: Cursors = {}
        self.dirty = False
        self.version = 0
        self._rows: dict[str, Any] = storage.memory.setdefault(name, {})
        self._refs: dict[str, fold.Doc] = {doc["ref"]: doc for doc in self._rows.values()}
        meta = storage.memory.get("meta", {}).get("1", {})
        self.cursors = cursors_from_json(meta.get("cursors", {}))

    @property
    def notice(self) -> str:
        """What happened when the file was read, for the learner; "" where all was well."""
        return self._file.notice

    @property
    def frozen(self) -> bool:
        """The file must not be written: it cannot be read, or a newer pmlearn wrote it."""
        return self._file.frozen

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
        self.version += 1

    def keep_aside(self, now: datetime) -> str:
        """Move the file aside as it was last written; returns its new name, "" where there was none.

        Raises:
            StoreError: the disk did not let it be moved.
        """
        return self._file.keep_aside(now)

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
        self.version += bool(changed)
        return changed

    def save(self) -> None:
        """Write the file, if anything changed since.

        Raises:
            StoreError: the disk did not take it; the journal still has everything.
        """
        if not self.dirty or self.frozen:
            return
        cursors = {name: cursor.to_json() for name, cursor in self.cursors.items()}
        self._file.memory["meta"] = {"1": {"format": FORMAT, "cursors": cursors}}
        self._file.write(self._file.memory)
        self.dirty = False


def open_table(directory: Path, name: str, now: datetime) -> FoldedTable:
    """Open the table of this name; a file that cannot be used is set aside and `notice` says so."""
    return FoldedTable(
        AtomicStorage(directory / f"{name}.json", now, lambda tables: _check(tables, name)), name
    )


def _check(tables: dict[str, dict[str, Any]], name: str) -> None:
    """Raise unless these are documents as `fold` makes them (ValueError, TypeError, KeyError)."""
    rows = tables.get(name, {})
    if rows.keys() != {str(number) for number in range(1, len(rows) + 1)}:
        raise ValueError("rows are missing")
    if len({doc["ref"] for doc in rows.values()}) != len(rows):
        raise ValueError("a thing has two documents")
    for doc in rows.values():
        values, stamps = doc["values"], doc["stamps"]
        if type(doc["ref"]) is not str or type(values) is not dict or values.keys() != stamps.keys():
            raise ValueError(f"not a document: {doc}")
        for order, device, action, at in stamps.values():
            if (type(order), type(device), type(action), type(at)) != (int, str, str, str):
                raise ValueError(f"not a stamp in {doc['ref']}")
        for note in doc.get("notes", {}).values():
            kinds = (type(note["text"]), type(note["at"]), type(note["device"]), type(note["order"]))
            if kinds != (str, str, str, int):
                raise ValueError(f"not a note on {doc['ref']}")
        if not all(type(base) is str for base in doc.get("replaced", ())):
            raise ValueError(f"not the ids of notes on {doc['ref']}")
    cursors = tables.get("meta", {}).get("1", {}).get("cursors", {})
    if not isinstance(cursors, dict):
        raise TypeError("not cursors")


def table_of(ref: str) -> str:
    """The table that a ref belongs to."""
    if ref.startswith(("item:", "view:")):
        return "queue"
    return "feeds" if ref.startswith("feed:") else "steps"
