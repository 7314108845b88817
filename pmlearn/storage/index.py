"""The index over all entries: one disposable SQLite file in the cache directory.

It answers what lists and filters ask without opening a file a feed. It follows two sources: the entries'
files, by their signatures, and the journals, by cursors of its own; what does not match is indexed again.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from typing import TYPE_CHECKING, Any, TypeVar

from pmlearn.errors import StoreError
from pmlearn.model.queue import State
from pmlearn.storage.cursor import cursors_from_json
from pmlearn.storage.files import make_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pmlearn.storage.cursor import Cursors

FORMAT = 4
SCHEMA = """
CREATE TABLE items (
    item TEXT PRIMARY KEY, feed TEXT NOT NULL, title TEXT NOT NULL, link TEXT NOT NULL, author TEXT NOT NULL,
    published TEXT NOT NULL, summary TEXT NOT NULL, kind TEXT NOT NULL, minutes INTEGER, topics TEXT NOT NULL,
    enclosures TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'inbox', starred INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX by_state ON items (state, published DESC, item, minutes);
CREATE INDEX by_feed ON items (feed, state);
CREATE TABLE followed (name TEXT PRIMARY KEY, signature TEXT NOT NULL) WITHOUT ROWID;
"""
COLUMNS = (
    "item, feed, title, link, author, published, summary, kind, minutes, topics, enclosures, state, starred"
)

Row = tuple[Any, ...]
"""A row of `items`, in the order of `COLUMNS`; topics are joined by blanks, with one at each end."""

Answer = TypeVar("Answer")


class Index:
    """A SQLite file that can be thrown away; in memory where the disk does not take it. Not thread-safe."""

    def __init__(self, cache: Path, device: str) -> None:
        # Hosts that share a home have an index each: SQLite's locks are no match for every share.
        self.path = cache / f"index-{device}.sqlite3"
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
            aside = isinstance(error, sqlite3.OperationalError)
            self._db = self._connect(":memory:") if aside else self._made_again()
            return ask()

    def _connect(self, name: str) -> sqlite3.Connection:
        database = sqlite3.connect(name, isolation_level=None, check_same_thread=False, timeout=5)
        try:
            # No write-ahead log: it maps a file into memory, and a disk without room for it ends the process.
            database.execute("PRAGMA journal_mode = TRUNCATE")
            # All of it can be made again: a crash of the machine may cost the index, never an answer.
            database.execute("PRAGMA synchronous = OFF")
            database.execute("BEGIN IMMEDIATE")
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                for statement in SCHEMA.split(";"):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {FORMAT}")
            elif version != FORMAT:
                raise sqlite3.DatabaseError("an index of another format")
            database.execute("COMMIT")
            if name != ":memory:":
                self.path.chmod(0o600)
        except BaseException:
            database.close()
            raise
        return database

    def followed(self) -> dict[str, str]:
        """The feeds in the index, each with the signature of its file as it was last read."""
        query = "SELECT substr(name, 6), signature FROM followed WHERE name LIKE 'feed:%'"
        return dict(self._db.execute(query).fetchall())

    def cursors(self) -> Cursors:
        """How far into each journal the index has followed what the learner did."""
        found = self._db.execute("SELECT signature FROM followed WHERE name = 'journals'").fetchone()
        try:
            return cursors_from_json(json.loads(found[0])) if found else {}
        except (ValueError, AttributeError):
            return {}

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is put within, or nothing of it."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def put_feed(self, feed: str, signature: str, rows: Iterable[Row]) -> None:
        """Replace the rows of a feed, as if nothing in it had been touched."""
        self._db.execute("DELETE FROM items WHERE feed = ?", (feed,))
        self._db.executemany(f"INSERT OR REPLACE INTO items ({COLUMNS}) VALUES ({_marks(13)})", rows)
        self._db.execute("INSERT OR REPLACE INTO followed VALUES (?, ?)", (f"feed:{feed}", signature))

    def drop_feed(self, feed: str) -> None:
        """Take the rows of a feed out, those that were touched too."""
        self._db.execute("DELETE FROM items WHERE feed = ?", (feed,))
        self._db.execute("DELETE FROM followed WHERE name = ?", (f"feed:{feed}",))

    def put_touched(self, rows: Iterable[Row]) -> None:
        """Take in items that were touched: of an entry that is there only state and star are news."""
        rows = list(rows)
        self._drop_saved(row[0] for row in rows)
        keep = "ON CONFLICT (item) DO UPDATE SET state = excluded.state, starred = excluded.starred"
        self._db.executemany(f"INSERT INTO items ({COLUMNS}) VALUES ({_marks(13)}) {keep}", rows)

    def put_untouched(self, items: Iterable[str]) -> None:
        """Take back what was done to items: an entry is in the inbox again, a saved link is gone."""
        each = list(items)
        self._drop_saved(each)
        reset = "UPDATE items SET state = 'inbox', starred = 0 WHERE item = ?"
        self._db.executemany(reset, ((item,) for item in each))

    def _drop_saved(self, items: Iterable[str]) -> None:
        """Take saved links out: all that is known of one is what the learner did."""
        self._db.executemany("DELETE FROM items WHERE item = ? AND feed = ''", ((item,) for item in items))

    def put_cursors(self, cursors: Cursors) -> None:
        """Note how far into each journal the index has come."""
        text = json.dumps({name: cursor.to_json() for name, cursor in cursors.items()})
        self._db.execute("INSERT OR REPLACE INTO followed VALUES ('journals', ?)", (text,))

    def forget(self) -> None:
        """Take everything out, to index it again."""
        self._db.execute("DELETE FROM items")
        self._db.execute("DELETE FROM followed")

    def select(self, where: str, values: Sequence[Any], limit: int = -1, offset: int = 0) -> list[Row]:
        """Rows that a condition holds for, newest first."""
        order = "ORDER BY published DESC, item"
        # Ids are sorted and counted off first, so that whole rows are read of those alone that are wanted.
        wanted = f"SELECT item FROM items WHERE {where} {order} LIMIT ? OFFSET ?"
        query = f"SELECT {COLUMNS} FROM items WHERE item IN ({wanted}) {order}"
        return self._db.execute(query, (*values, limit, offset)).fetchall()

    def rows(self, items: Sequence[str]) -> dict[str, Row]:
        """The rows of items that there are, by id."""
        found: dict[str, Row] = {}
        for begin in range(0, len(items), 500):
            some = items[begin : begin + 500]
            query = f"SELECT {COLUMNS} FROM items WHERE item IN ({_marks(len(some))})"
            found |= {row[0]: row for row in self._db.execute(query, some)}
        return found

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
        return {feed: (entries, unread) for feed, entries, unread in self._db.execute(query).fetchall()}

    def starting_with(self, prefix: str) -> list[str]:
        """Ids of items that start with a prefix, three at the most."""
        query = "SELECT item FROM items WHERE item >= ? AND item < ? LIMIT 3"
        return [row[0] for row in self._db.execute(query, (prefix, prefix + "\uffff")).fetchall()]

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
