"""Putting rows of the index on their shelves: what follows of entries, of the learner's doing and of the day.

Each statement touches the rows alone that something happened to, or that an index names: a hundred thousand
entries cost a mark no more than a thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.storage.asking import marks

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

SHELF = """CASE
    WHEN rep <> '' THEN 'twin'
    WHEN state IN ('done', 'dropped') THEN state
    WHEN snoozed > :today THEN 'snoozed'
    WHEN state <> 'inbox' OR starred OR snoozed <> '' THEN state
    ELSE 'archived' END"""
# What counts starts in the archive; filling the inbox takes the newest out.
COUNTED = """rep = '' AND state = 'inbox' AND NOT starred AND snoozed = '' AND NOT muted
    AND (until = '' OR until >= :today)"""
LIFT = "64 * (snoozed <> '' AND snoozed <= :today) + 32 * matched + 16 * starred + weight + 3"

SETTLE = f"UPDATE items SET shelf = {SHELF}, counted = {COUNTED}, lift = {LIFT} WHERE shelf = ''"

WAKE = "UPDATE items SET shelf = '' WHERE shelf = 'snoozed' AND snoozed <= :today"
EXPIRE = "UPDATE items SET shelf = '' WHERE counted = 1 AND until <> '' AND until < :today"

# The condition stands twice: without it SQLite does not see that the partial index fits, and walks all rows.
TOGETHER = """SELECT work, item, feed, rep FROM items WHERE work <> '' AND work IN
    ({})
    ORDER BY work, NOT touched, muted, published = '', published, item"""
SOME = """SELECT work FROM items WHERE work <> '' AND work IN ({})
    GROUP BY work HAVING count(*) > 1 OR max(rep) <> ''"""
ALL = """SELECT work FROM items WHERE work <> '' GROUP BY work HAVING count(*) > 1
    UNION SELECT work FROM items WHERE rep <> ''"""
MANY = 5_000
"""Works of which it costs less to look at all that have more than one row."""

EDGE = """SELECT published, item FROM (
    SELECT * FROM (SELECT published, item FROM items WHERE counted = 1 AND shelf = 'inbox'
        ORDER BY published DESC, item DESC LIMIT :room)
    UNION ALL
    SELECT * FROM (SELECT published, item FROM items WHERE counted = 1 AND shelf = 'archived'
        ORDER BY published DESC, item DESC LIMIT :room))
    ORDER BY published DESC, item DESC LIMIT 1 OFFSET :room - 1"""


def settle(database: sqlite3.Connection, today: str, *, works: Iterable[str]) -> None:
    """Put the rows without a shelf on one, twins first.

    Args:
        database: the index.
        today: the learner's, YYYY-MM-DD.
        works: of rows that came, changed or went; those of rows without a shelf are known.
    """
    marked = "SELECT DISTINCT work FROM items WHERE shelf = '' AND work <> ''"
    known = {row[0] for row in database.execute(marked)} | set(works)
    join(database, sorted(known))
    database.execute(SETTLE, {"today": today})


def join(database: sqlite3.Connection, works: list[str]) -> None:
    """Let one row stand for those of other feeds with the same work: one that was touched, else the oldest.

    Two of one feed stay two: a feed that says something twice means it.
    """
    changed: list[tuple[str, str]] = []
    last, first, feeds = "", "", set[str]()
    for work, item, feed, rep in _together(database, works):
        if work != last:
            last, first, feeds = work, item, set()
        stands = "" if feed in feeds or item == first else first
        feeds.add(feed)
        if stands != rep:
            changed.append((stands, item))
    database.executemany("UPDATE items SET rep = ?, shelf = '' WHERE item = ?", changed)


def _together(database: sqlite3.Connection, works: list[str]) -> Iterator[tuple[str, str, str, str]]:
    if len(works) > MANY:
        yield from database.execute(TOGETHER.format(ALL))
        return
    for begin in range(0, len(works), 500):
        some = works[begin : begin + 500]
        yield from database.execute(TOGETHER.format(SOME.format(marks(len(some)))), some)


def fill(database: sqlite3.Connection, cap: int) -> None:
    """Have the newest of what counts in the inbox, up to its cap, and the others in the archive."""
    ask = database.execute
    held: int = ask("SELECT count(*) FROM items WHERE counted = 1 AND shelf = 'inbox'").fetchone()[0]
    inbox: int = ask("SELECT count(*) FROM items WHERE shelf = 'inbox'").fetchone()[0]
    room = max(0, cap - (inbox - held))  # what is starred, or back from a snooze, stays whatever the cap
    edge = ask(EDGE, {"room": room}).fetchone() if room else ("\uffff", "")
    published, item = edge or ("", "")
    ask(
        "UPDATE items SET shelf = 'archived' WHERE counted = 1 AND shelf = 'inbox'"
        " AND (published, item) < (?, ?)",
        (published, item),
    )
    ask(
        "UPDATE items SET shelf = 'inbox' WHERE counted = 1 AND shelf = 'archived'"
        " AND (published, item) >= (?, ?)",
        (published, item),
    )
