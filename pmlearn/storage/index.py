"""The index over all entries: one disposable SQLite file in the cache directory.

It answers what lists and filters ask without opening a file a feed. It follows two sources: the entries'
files, by their signatures, and the queue's table, by its cursors; what does not match is indexed again.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from typing import TYPE_CHECKING, Any

from pmlearn.errors import StoreError
from pmlearn.model.queue import State
from pmlearn.storage.files import make_private

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

FORMAT = 1
SCHEMA = """
CREATE TABLE items (
    item TEXT PRIMARY KEY, feed TEXT NOT NULL, title TEXT NOT NULL, link TEXT NOT NULL, author TEXT NOT NULL,
    published TEXT NOT NULL, summary TEXT NOT NULL, kind TEXT NOT NULL, minutes INTEGER, topics TEXT NOT NULL,
    enclosures TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'inbox', starred INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX by_state ON items (state, published DESC, item);
CREATE INDEX by_feed ON items (feed, state);
CREATE TABLE followed (name TEXT PRIMARY KEY, signature TEXT NOT NULL) WITHOUT ROWID;
"""
COLUMNS = (
    "item, feed, title, link, author, published, summary, kind, minutes, topics, enclosures, state, starred"
)

Row = tuple[Any, ...]
"""A row of `items`, in the order of `COLUMNS`; topics are joined by blanks, with one at each end."""


class Index:
    """A SQLite file that can be thrown away; in memory where the disk does not take it. Not thread-safe."""

    def __init__(self, cache: Path) -> None:
        self.path = cache / "index.sqlite3"
        self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            make_private(self.path.parent)
            return self._connect(str(self.path))
        except (sqlite3.DatabaseError, OSError, StoreError):
            pass
        # Corrupt, of another format, or a disk that cannot be written: make it again, or do without a file.
        with contextlib.suppress(OSError):
            self.path.unlink()
        try:
            return self._connect(str(self.path))
        except sqlite3.DatabaseError:
            return self._connect(":memory:")

    def _connect(self, name: str) -> sqlite3.Connection:
        database = sqlite3.connect(name, isolation_level=None, check_same_thread=False, timeout=10)
        database.execute("PRAGMA journal_mode = WAL")
        # All of it can be made again: a crash of the machine may cost the index, never an answer.
        database.execute("PRAGMA synchronous = OFF")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            database.execute("BEGIN IMMEDIATE")
            if database.execute("PRAGMA user_version").fetchone()[0] == 0:
                for statement in SCHEMA.split(";"):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {FORMAT}")
            database.execute("COMMIT")
        elif version != FORMAT:
            database.close()
            raise sqlite3.DatabaseError("an index of another format")
        if name != ":memory:":
            self.path.chmod(0o600)
        return database

    def followed(self) -> dict[str, str]:
        """What the index follows and the signature with which it was last read."""
        return dict(self._db.execute("SELECT name, signature FROM followed").fetchall())

    def put_feed(self, feed: str, signature: str, rows: Iterable[Row]) -> None:
        """Replace the rows of a feed."""
        with self._transaction():
            self._db.execute("DELETE FROM items WHERE feed = ?", (feed,))
            self._db.executemany(f"INSERT OR REPLACE INTO items ({COLUMNS}) VALUES ({_marks(13)})", rows)
            self._db.execute("INSERT OR REPLACE INTO followed VALUES (?, ?)", (f"feed:{feed}", signature))

    def drop_feed(self, feed: str) -> None:
        """Take the rows of a feed out."""
        with self._transaction():
            self._db.execute("DELETE FROM items WHERE feed = ?", (feed,))
            self._db.execute("DELETE FROM followed WHERE name = ?", (f"feed:{feed}",))

    def put_touched(self, rows: Iterable[Row], gone: Iterable[str], signature: str) -> None:
        """Take in what the learner did: where an entry is there, only its state and star are news.

        Args:
            rows: every item that was touched, in case its entry is no longer there.
            gone: ids of saved links whose saving was undone.
            signature: how far the queue's table was read.
        """
        keep = "ON CONFLICT (item) DO UPDATE SET state = excluded.state, starred = excluded.starred"
        with self._transaction():
            self._db.executemany(f"INSERT INTO items ({COLUMNS}) VALUES ({_marks(13)}) {keep}", rows)
            self._db.executemany("DELETE FROM items WHERE item = ?", ((item,) for item in gone))
            self._db.execute("INSERT OR REPLACE INTO followed VALUES ('queue', ?)", (signature,))

    @contextlib.contextmanager
    def _transaction(self) -> Any:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def select(self, where: str, values: Sequence[Any], limit: int = -1, offset: int = 0) -> list[Row]:
        """Rows that a condition holds for, newest first."""
        order = "ORDER BY published DESC, item LIMIT ? OFFSET ?"
        query = f"SELECT {COLUMNS} FROM items WHERE {where} {order}"
        return self._db.execute(query, (*values, limit, offset)).fetchall()

    def count(self, where: str, values: Sequence[Any]) -> tuple[int, int]:
        """How many rows a condition holds for, and the sum of their minutes."""
        query = f"SELECT count(*), coalesce(sum(minutes), 0) FROM items WHERE {where}"
        total, minutes = self._db.execute(query, values).fetchone()
        return total, minutes

    def states(self) -> dict[State, int]:
        """How many items each state has."""
        found = dict(self._db.execute("SELECT state, count(*) FROM items GROUP BY state").fetchall())
        return {state: found.get(state.value, 0) for state in State}

    def feeds(self) -> dict[str, tuple[int, int]]:
        """For each feed, how many items it has, and how many of them are in the inbox."""
        query = "SELECT feed, count(*), sum(state = 'inbox') FROM items GROUP BY feed"
        return {feed: (entries, unread) for feed, entries, unread in self._db.execute(query)}

    def starting_with(self, prefix: str) -> list[str]:
        """Ids of items that start with a prefix, three at the most."""
        query = "SELECT item FROM items WHERE item >= ? AND item < ? LIMIT 3"
        return [row[0] for row in self._db.execute(query, (prefix, prefix + "\uffff"))]

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def topics_column(topics: Iterable[str]) -> str:
    """Topics as the column has them: a blank before, between and after."""
    return f" {' '.join(topics)} "


def enclosures_column(enclosures: Iterable[dict[str, Any]]) -> str:
    """Enclosures as the column has them."""
    return json.dumps(list(enclosures), separators=(",", ":"))
