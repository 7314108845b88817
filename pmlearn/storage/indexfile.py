"""The index's file: opened, thrown away where it is no good, done without where the disk does not take it."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, TypeVar

from pmlearn.errors import StoreError
from pmlearn.storage.files import make_own, make_private
from pmlearn.storage.schema import FORMAT, INDEXES, SCHEMA, TRIGGERS, TWINS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

Answer = TypeVar("Answer")


class IndexFile:
    """A SQLite file that can be thrown away; in memory where the disk does not take it. Not thread-safe."""

    def __init__(self, cache: Path, device: str) -> None:
        # Hosts that share a home have an index each: SQLite's locks are no match for every share.
        self.path = cache / f"index-{device}.sqlite3"
        self._opened = 0  # how often another file took the place of one that failed
        self._uncounted = False  # the triggers are off
        self._bare = False  # and so are the indexes
        self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            make_private(self.path.parent)
            return self._connect(str(self.path))
        except (OSError, StoreError):
            return self._connect(":memory:")
        except sqlite3.OperationalError:
            # Locked for long, or a disk that cannot be written: the file may be good, so it stays.
            return self._connect(":memory:")
        except sqlite3.DatabaseError:
            return self._made_again()

    def _made_again(self) -> sqlite3.Connection:
        """Throw away a file that is corrupt or of another format."""
        try:
            for end in ("", "-journal"):
                self.path.with_name(self.path.name + end).unlink(missing_ok=True)
            return self._connect(str(self.path))
        except (OSError, sqlite3.DatabaseError):
            return self._connect(":memory:")

    def surely(self, ask: Callable[[], Answer]) -> Answer:
        """Call what follows and asks the index; where SQLite fails, once more with an index that is empty."""
        try:
            return ask()
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._db.close()
            # A file that is locked for long, or on a full disk, may be good: this process does without.
            self._opened += 1
            aside = isinstance(error, sqlite3.OperationalError)
            self._db = self._connect(":memory:") if aside else self._made_again()
            return ask()

    def _connect(self, name: str) -> sqlite3.Connection:
        if name != ":memory:":
            make_own(self.path)  # SQLite would follow a link, and make a file that others can read
        database = sqlite3.connect(name, isolation_level=None, check_same_thread=False, timeout=5)
        try:
            # No write-ahead log: it maps a file into memory, and a disk without room for it ends the process.
            database.execute("PRAGMA journal_mode = TRUNCATE")
            # As much of it in memory as a queue of 100,000 items needs to be marked in.
            database.execute("PRAGMA cache_size = -8000")
            # All of it can be made again: a crash of the machine may cost the index, never an answer.
            database.execute("PRAGMA synchronous = OFF")
            database.execute("BEGIN IMMEDIATE")
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                for statement in SCHEMA:
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {FORMAT}")
            elif version != FORMAT:
                raise sqlite3.DatabaseError("an index of another format")
            database.execute("COMMIT")
        except BaseException:
            database.close()
            raise
        return database

    def stamp(self) -> tuple[int, int, int]:
        """What differs once anybody wrote to the file."""
        version = self._db.execute("PRAGMA data_version").fetchone()[0]
        return self._opened, version, self._db.total_changes

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is put within, or nothing of it."""
        # Where the one before failed, what it had put off stands again.
        self._uncounted = self._bare = False
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def expect_much(self) -> None:
        """Count once, when all is settled, and not at each row: for thousands of them."""
        if not self._uncounted:
            self._drop("TRIGGER", TRIGGERS)
            self._uncounted = True

    def index_at_the_end(self) -> None:
        """Sort all rows once, when they are there, and not each into place."""
        self._drop("INDEX", (*TWINS, *INDEXES))
        self._bare = True

    def _drop(self, kind: str, statements: Iterable[str]) -> None:
        for statement in statements:
            self._db.execute(f"DROP {kind} {statement.split()[2]}")

    def _make(self, statements: Iterable[str]) -> None:
        for statement in statements:
            self._db.execute(statement)

    def noted(self, name: str) -> str:
        """What was noted under a name; "" where nothing was, or all of it was forgotten since."""
        found = self._db.execute("SELECT value FROM noted WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def note(self, name: str, value: str) -> None:
        """Note how far something of the index goes."""
        self._db.execute("INSERT OR REPLACE INTO noted VALUES (?, ?)", (name, value))

    def close(self) -> None:
        """Close the file."""
        self._db.close()
