"""TinyDB's storage, made safe: a file is parsed once, kept in memory, and written whole or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tinydb import Storage

from pmlearn.errors import StoreError
from pmlearn.storage.files import read_own, set_aside, write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

FORMAT = 1
"""The format of all these files: in the document `meta`, or `feed`."""

Tables = dict[str, dict[str, Any]]
"""A TinyDB file: tables by name, each with its documents by number."""


class AtomicStorage(Storage):
    """The tables of one file, in memory; what cannot be read is set aside, and never overwritten.

    Attributes:
        notice: what happened to a file that could not be read, in one sentence; "" where all was well.
        frozen: the file could not even be set aside, or is of a newer format: it is never written.
        memory: the tables, not a copy.
    """

    def __init__(self, path: Path, now: datetime, check: Callable[[Tables], None] = lambda _: None) -> None:
        """Read the file.

        Args:
            path: the file; it need not exist.
            now: for the name of a file that is set aside.
            check: raises ValueError, TypeError, KeyError or AttributeError where the tables are not in the
                form that the caller needs; not asked about a newer format than it knows.
        """
        self.path = path
        self.notice = ""
        self.frozen = False
        self.memory: Tables = self._load(now, check)

    def _load(self, now: datetime, check: Callable[[Tables], None]) -> Tables:
        try:
            memory = json.loads(read_own(self.path))
            if not isinstance(memory, dict) or not all(isinstance(table, dict) for table in memory.values()):
                raise ValueError("not the tables of a TinyDB")
            if _format(memory) <= FORMAT:
                check(memory)
                return memory
            self.freeze(f"{self.path} was written by a newer pmlearn; it is left alone")
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.freeze(f"cannot read {self.path}: {error.strerror}")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            try:
                aside = set_aside(self.path, now)
                self.notice = f"{self.path} could not be read; it is kept as {aside.name}"
            except StoreError as error:
                self.freeze(f"{self.path} could not be read; {error.message}")
        return {}

    def freeze(self, notice: str) -> None:
        """Never write the file, nor show what is in it: it is not ours to judge."""
        self.frozen = True
        self.notice = notice

    def read(self) -> Tables:
        """The tables, as they stand in memory; not a copy."""
        return self.memory

    def write(self, data: Tables, *, lasting: bool = True) -> None:
        """Replace the tables, in memory and on the disk.

        Args:
            data: the tables.
            lasting: false where the caller syncs the directory, after this file and others.

        Raises:
            StoreError: the disk did not take them; they stand in memory.
        """
        self.memory = data
        if self.frozen:
            raise StoreError(self.notice, "check its permissions, or update pmlearn")
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        write_atomic(self.path, text.encode("utf-8", "replace"), lasting=lasting)

    def keep_aside(self, now: datetime) -> str:
        """Move the file aside as it was last written; returns its new name, "" where there was none.

        Raises:
            StoreError: the disk did not let it be moved.
        """
        return set_aside(self.path, now, "before").name if self.path.exists() else ""


def _format(memory: Tables) -> int:
    for table in ("meta", "feed"):
        if table in memory:
            found = memory[table].get("1", {}).get("format", 0)
            return found if type(found) is int else 0
    return 0
