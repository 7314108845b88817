"""The index over all entries: one disposable SQLite file in the cache directory.

It answers what lists and filters ask without opening a file a feed. It follows two sources: the entries'
files, by their signatures, and the journals, by cursors of its own; what does not match is indexed again.
`pmlearn/storage/schema.py` says what is in it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pmlearn.storage.asking import TWIN, marks
from pmlearn.storage.cursor import cursors_from_json
from pmlearn.storage.indexfile import IndexFile
from pmlearn.storage.schema import COUNT, ENTRY, INDEXES, SHOWN, TOUCH, TRIGGERS, TWINS
from pmlearn.storage.settling import EXPIRE, WAKE, fill, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pmlearn.storage.asking import Asked
    from pmlearn.storage.cursor import Cursors

COLUMNS = ", ".join(SHOWN)

Row = tuple[Any, ...]
"""A row of `items`: going in, `ENTRY` and, where it was touched, `TOUCH`; coming out, `SHOWN`.

Topics are joined by blanks, with one at each end.
"""


class Index(IndexFile):
    """What is asked of the file, and put into it. Not thread-safe."""

    def __init__(self, cache: Path, device: str) -> None:
        super().__init__(cache, device)
        self._works: set[str] = set()  # of what was put since it was last settled

    def begin_anew(self) -> None:
        """Take everything out, to index it again: sorting all rows at once beats each into place."""
        self.forget()
        self.expect_much()
        self.index_at_the_end()

    def followed(self) -> dict[str, str]:
        """The feeds in the index, each with the signature of its file as it was last read."""
        query = "SELECT substr(name, 6), value FROM noted WHERE name >= 'feed:' AND name < 'feed;'"
        return dict(self._db.execute(query).fetchall())

    def cursors(self) -> Cursors:
        """How far into each journal the index has followed what the learner did."""
        found = self.noted("journals")
        try:
            return cursors_from_json(json.loads(found)) if found else {}
        except (ValueError, AttributeError):
            return {}

    def put_feed(self, feed: str, signature: str, rows: Iterable[Row]) -> set[str]:
        """Have the rows of a feed say what it says now; what the learner did to them stays.

        Returns the ids of rows that came or went: what the learner did to these is to be put again.
        """
        columns = ", ".join(ENTRY)
        held = f"SELECT {columns} FROM items WHERE feed = ? AND held = 1"
        before = {} if self._bare else {row[0]: row for row in self._db.execute(held, (feed,))}
        new = {row[0]: row for row in rows}
        changed = [row for item, row in new.items() if before.get(item) != row]
        gone = before.keys() - new.keys()
        for row in (*changed, *(before[item] for item in gone)):
            self._works.add(row[ENTRY.index("work")])
        self._works |= {before[row[0]][ENTRY.index("work")] for row in changed if row[0] in before}
        self._db.executemany("DELETE FROM items WHERE item = ?", ((item,) for item in gone))
        says = ", ".join(f"{name} = excluded.{name}" for name in ENTRY[1:])
        self._db.executemany(
            f"INSERT INTO items ({columns}, held) VALUES ({marks(len(ENTRY))}, 1)"
            f" ON CONFLICT (item) DO UPDATE SET {says}, held = 1, shelf = ''",
            changed,
        )
        self.note(f"feed:{feed}", signature)
        return gone | {row[0] for row in changed if row[0] not in before}

    def drop_feed(self, feed: str) -> set[str]:
        """Take the rows of a feed out, those that were touched too; returns their ids."""
        gone = self._db.execute("SELECT item, work FROM items WHERE feed = ?", (feed,)).fetchall()
        self._works |= {work for _, work in gone}
        self._db.execute("DELETE FROM items WHERE feed = ?", (feed,))
        self._db.execute("DELETE FROM noted WHERE name = ?", (f"feed:{feed}",))
        return {item for item, _ in gone}

    def put_touched(self, rows: Iterable[Row]) -> None:
        """Take in items that were touched: of an entry that is there only what the learner did is news."""
        rows = list(rows)
        self._drop_loose(row[0] for row in rows)
        columns = ", ".join((*ENTRY, *TOUCH))
        did = ", ".join(f"{name} = excluded.{name}" for name in TOUCH)
        self._db.executemany(
            f"INSERT INTO items ({columns}, touched, held) VALUES ({marks(len(ENTRY) + len(TOUCH))}, 1, 0)"
            f" ON CONFLICT (item) DO UPDATE SET {did}, touched = 1, shelf = ''",
            rows,
        )

    def held(self, items: Sequence[str]) -> set[str]:
        """Those of these items that a feed has."""
        found: set[str] = set()
        for begin in range(0, len(items), 500):
            some = items[begin : begin + 500]
            query = f"SELECT item FROM items WHERE held = 1 AND item IN ({marks(len(some))})"
            found.update(item for (item,) in self._db.execute(query, some))
        return found

    def put_touches(self, rows: Iterable[Row]) -> None:
        """Say what the learner did to items that feeds have: `TOUCH`, and the id."""
        did = ", ".join(f"{name} = ?" for name in TOUCH)
        self._db.executemany(f"UPDATE items SET {did}, touched = 1, shelf = '' WHERE item = ?", rows)

    def put_untouched(self, items: Iterable[str]) -> None:
        """Take back what was done to items: an entry is in the inbox again, what is no entry is gone."""
        each = list(items)
        self._drop_loose(each)
        reset = "UPDATE items SET state = 'inbox', starred = 0, snoozed = '', touched = 0, shelf = ''"
        self._db.executemany(f"{reset} WHERE item = ? AND touched = 1", ((item,) for item in each))

    def _drop_loose(self, items: Iterable[str]) -> None:
        """Take out what no feed has: all that is known of it is what the learner did."""
        each = list(items)
        for begin in range(0, len(each), 500):
            some = each[begin : begin + 500]
            loose = f"item IN ({marks(len(some))}) AND held = 0"
            found = self._db.execute(f"SELECT work FROM items WHERE {loose}", some).fetchall()
            if found:
                self._works |= {work for (work,) in found}
                self._db.execute(f"DELETE FROM items WHERE {loose}", some)

    def put_cursors(self, cursors: Cursors) -> None:
        """Note how far into each journal the index has come."""
        self.note("journals", json.dumps({name: cursor.to_json() for name, cursor in cursors.items()}))

    def put_matches(self, step: str, rows: Iterable[tuple[str, float, str]]) -> None:
        """Say which items help with a step, instead of what was said of it before.

        Args:
            step: its ref.
            rows: for each item its id, a score of which more is better, and why it helps, as people read it.
        """
        self._db.execute("DELETE FROM matches WHERE step = ?", (step,))
        self._db.executemany(
            "INSERT OR REPLACE INTO matches VALUES (?, ?, ?, ?)", ((step, *row) for row in rows)
        )
        self._db.execute("DELETE FROM noted WHERE name = 'current'")

    def matches(self, step: str, limit: int = -1) -> list[tuple[str, float, str]]:
        """The items that help with a step, the best first: id, score, and why."""
        query = "SELECT item, score, why FROM matches WHERE step = ? ORDER BY score DESC, item LIMIT ?"
        return self._db.execute(query, (step, limit)).fetchall()

    def put_current(self, current: str) -> None:
        """Say which steps are current, by refs with blanks between: what helps comes first in the rank."""
        steps = current.split()
        helping = f"SELECT item FROM matches WHERE step IN ({marks(len(steps))})"
        for matched, sign in ((1, "IN"), (0, "NOT IN")):
            self._db.execute(
                f"UPDATE items SET matched = {matched}, shelf = ''"
                f" WHERE matched = {1 - matched} AND item {sign} ({helping})",
                steps,
            )
        self.note("current", f"step {current}")

    def settle(self, today: str, cap: int) -> None:
        """Put on its shelf whatever was put into the index, and what another day or another cap moves.

        Args:
            today: the learner's, YYYY-MM-DD.
            cap: how many items the inbox holds.
        """
        before = self.noted("day")
        if today < before:
            # A clock was put back, or another time zone looks: the day decides on any of them.
            self._db.execute("UPDATE items SET shelf = ''")
        elif today > before:
            self._db.execute(WAKE, {"today": today})
            self._db.execute(EXPIRE, {"today": today})
        if self._bare:
            self._make(TWINS)
        settle(self._db, today, works=self._works)
        if self._bare:
            self._make(INDEXES)
        fill(self._db, cap)
        if self._uncounted:
            self._make((*COUNT, *TRIGGERS))
        self._uncounted = self._bare = False
        self._works = set()
        self.note("day", today)
        self.note("cap", str(cap))

    def forget(self) -> None:
        """Take everything out, to index it again."""
        for table in ("items", "matches", "tally", "noted"):
            self._db.execute(f"DELETE FROM {table}")

    def page(self, asked: Asked, limit: int = -1, offset: int = 0) -> tuple[list[Row], int, int]:
        """A stretch of what is asked for, in its order, how many rows there are, and their minutes."""
        if asked.plain:
            count = (
                f"SELECT coalesce(sum(items), 0), coalesce(sum(minutes), 0) FROM tally WHERE {asked.where}"
            )
            total, minutes = self._db.execute(count, asked.values).fetchone()
            query = f"SELECT item FROM items WHERE {asked.where} ORDER BY {asked.order} LIMIT ? OFFSET ?"
            found = self._db.execute(query, (*asked.values, limit, offset)) if limit else ()
            return self._in_order([item for (item,) in found]), total, minutes
        query = f"SELECT item, minutes FROM items WHERE {asked.where} ORDER BY {asked.order}"
        each = self._db.execute(query, asked.values).fetchall()
        wanted = each[offset:] if limit < 0 else each[offset : offset + limit]
        return self._in_order([item for item, _ in wanted]), len(each), sum(time or 0 for _, time in each)

    def _in_order(self, items: list[str]) -> list[Row]:
        found = self.rows(items)
        return [found[item] for item in items]

    def ids(self, asked: Asked) -> list[str]:
        """The ids of what is asked for, in its order."""
        query = f"SELECT item FROM items WHERE {asked.where} ORDER BY {asked.order}"
        return [item for (item,) in self._db.execute(query, asked.values)]

    def rows(self, items: Sequence[str]) -> dict[str, Row]:
        """The rows of items that there are, by id, those of twins too."""
        found: dict[str, Row] = {}
        for begin in range(0, len(items), 500):
            some = items[begin : begin + 500]
            query = f"SELECT {COLUMNS} FROM items WHERE item IN ({marks(len(some))})"
            found |= {row[0]: row for row in self._db.execute(query, some)}
        return found

    def twins(self, items: Sequence[str]) -> dict[str, list[str]]:
        """For each item that stands for others, their ids."""
        found: dict[str, list[str]] = {}
        for begin in range(0, len(items), 500):
            some = items[begin : begin + 500]
            query = (
                f"SELECT rep, item FROM items WHERE rep <> '' AND rep IN ({marks(len(some))}) ORDER BY item"
            )
            for rep, item in self._db.execute(query, some):
                found.setdefault(rep, []).append(item)
        return found

    def standing_for(self, item: str) -> str:
        """The item that stands for this one: another, or itself."""
        found = self._db.execute("SELECT rep FROM items WHERE item = ?", (item,)).fetchone()
        return str(found[0]) if found and found[0] else item

    def shelves(self) -> dict[str, int]:
        """How many items each shelf has."""
        query = f"SELECT shelf, sum(items) FROM tally WHERE shelf <> '{TWIN}' AND items > 0 GROUP BY shelf"
        return dict(self._db.execute(query).fetchall())

    def feeds(self) -> dict[str, tuple[int, int]]:
        """For each feed, how many items it has, and how many of them are in the inbox."""
        query = "SELECT feed, sum(items), sum(items * (shelf = 'inbox')) FROM tally GROUP BY feed"
        return {feed: (entries, unread) for feed, entries, unread in self._db.execute(query) if entries}

    def starting_with(self, prefix: str) -> list[str]:
        """Ids of items that start with a prefix, three at the most."""
        query = "SELECT item FROM items WHERE item >= ? AND item < ? LIMIT 3"
        return [row[0] for row in self._db.execute(query, (prefix, prefix + "\uffff")).fetchall()]


def topics_column(topics: Iterable[str]) -> str:
    """Topics as the column has them: a blank before, between and after."""
    return f" {' '.join(topics)} "


def enclosures_column(enclosures: Iterable[dict[str, Any]]) -> str:
    """Enclosures as the column has them."""
    each = list(enclosures)
    return json.dumps(each, separators=(",", ":")) if each else "[]"
