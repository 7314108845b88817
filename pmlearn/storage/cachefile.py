"""A SQLite file in the cache directory: all of it can be made again, whatever happens to it.

A file that is corrupt, foreign or of another format is made again; one that is locked for long, or on a disk
that does not take it, stays as it is, and this process works in memory.
"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, TypeVar

from pmlearn.errors import StoreError
from pmlearn.storage.files import make_own, make_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Answer = TypeVar("Answer")


class CacheFile:
    """A SQLite database that can be thrown away. Not thread-safe.

    Args:
        path: the file.
        number: marks a file of the form that is needed; never 0.
        schema: the statements that make the tables, parted by semicolons.

    Attributes:
        db: the connection.
        in_memory: the disk did not take it: it ends with this process.
    """

    def __init__(self, path: Path, number: int, schema: str) -> None:
        self.path = path
        self._number = number
        self._schema = schema
        self.in_memory = False
        self._inode = -1
        self.db = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            make_private(self.path.parent)
            return self._connect()
        except (OSError, StoreError):
            return self._memory()
        except sqlite3.OperationalError:
            # Locked for long, or a disk that cannot be written: the file may be good, so it stays.
            return self._memory()
        except sqlite3.DatabaseError:
            return self._made_again()

    def _memory(self) -> sqlite3.Connection:
        self.in_memory = True
        return self._connect(":memory:")

    def _made_again(self) -> sqlite3.Connection:
        """Throw away a file that is corrupt or of another format."""
        try:
            for end in ("", "-journal"):
                self.path.with_name(self.path.name + end).unlink(missing_ok=True)
            return self._connect()
        except (OSError, sqlite3.DatabaseError):
            return self._memory()

    def surely(self, ask: Callable[[], Answer]) -> Answer:
        """Call what follows and asks; where SQLite fails, once more with a database that is empty."""
        if not self.in_memory and self._inode != self._inode_now():
            # Another process put a new file in its place, or somebody cleared the cache.
            self.close()
            self.db = self._open()
        try:
            return ask()
        except sqlite3.Error as error:
            self.close()
            # A file that is locked for long, or on a full disk, may be good: this process does without.
            aside = isinstance(error, sqlite3.OperationalError)
            self.db = self._memory() if aside else self._made_again()
            return ask()

    def _connect(self, name: str = "") -> sqlite3.Connection:
        if not name:
            make_own(self.path)  # SQLite would follow a link, and make a file that others can read
        database = sqlite3.connect(
            name or str(self.path), isolation_level=None, check_same_thread=False, timeout=5
        )
        try:
            # No write-ahead log: it maps a file into memory, and a disk without room for it ends the process.
            database.execute("PRAGMA journal_mode = TRUNCATE")
            # All of it can be made again: a crash of the machine may cost the file, never an answer.
            database.execute("PRAGMA synchronous = OFF")
            # A transaction that outgrows this would lock readers out before it ends.
            database.execute("PRAGMA cache_spill = OFF")
            found = database.execute("PRAGMA user_version").fetchone()[0]
            if not found:
                # Asked again inside: another process may be making the tables just now.
                database.execute("BEGIN IMMEDIATE")
                found = database.execute("PRAGMA user_version").fetchone()[0]
                if not found:
                    for statement in self._schema.split(";"):
                        database.execute(statement)
                    database.execute(f"PRAGMA user_version = {self._number}")
                    found = self._number
                database.execute("COMMIT")
            if found != self._number:
                raise sqlite3.DatabaseError("a file of another format")
            if not name:
                self._inode = self._inode_now()
        except BaseException:
            database.close()
            raise
        return database

    def _inode_now(self) -> int:
        try:
            return self.path.stat().st_ino
        except OSError:
            return -1

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is put within, or nothing of it."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        with contextlib.suppress(sqlite3.Error):
            self.db.close()
