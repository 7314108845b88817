"""What the index's file holds.

`items` has a row for each entry and each saved link. What the entry says, what the learner did and what
follows of both stand side by side:

- `shelf` is where the item is found (`pmlearn.model.queue.Shelf`); "twin" where another row stands for it,
  whose id `rep` has; "" until it is settled.
- `counted` is 1 for what the inbox's cap counts, and may put away: these are on the shelf "inbox" or
  "archived", the newest of them on the former.
- `lift` is the rank in one number: back from a snooze 64, helps with the current step 32, starred 16, and the
  weight of the feed, 0 to 6. `(shelf, lift, published)` is then one walk along an index.

`tally` counts the items of each shelf, so that no list counts its rows; triggers keep it, but for a large
change, after which it is counted anew.
"""

from __future__ import annotations

FORMAT = 7
"""Grows with every change of what follows."""

_MORE = (
    "INSERT INTO tally VALUES (NEW.shelf, NEW.feed, NEW.starred, 1, coalesce(NEW.minutes, 0))"
    " ON CONFLICT (shelf, feed, starred)"
    " DO UPDATE SET items = items + 1, minutes = minutes + excluded.minutes;"
)
_LESS = (
    "UPDATE tally SET items = items - 1, minutes = minutes - coalesce(OLD.minutes, 0)"
    " WHERE shelf = OLD.shelf AND feed = OLD.feed AND starred = OLD.starred;"
)

OPEN_SHELVES = "shelf = 'inbox' OR shelf = 'queued' OR shelf = 'reading'"

TABLES = (
    """CREATE TABLE items (
    item TEXT PRIMARY KEY, feed TEXT NOT NULL, shelf TEXT NOT NULL DEFAULT '', published TEXT NOT NULL,
    minutes INTEGER, kind TEXT NOT NULL, topics TEXT NOT NULL, folded TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'inbox', starred INTEGER NOT NULL DEFAULT 0, snoozed TEXT NOT NULL DEFAULT '',
    touched INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL, muted INTEGER NOT NULL, until TEXT NOT NULL,
    weight INTEGER NOT NULL, matched INTEGER NOT NULL DEFAULT 0, lift INTEGER NOT NULL DEFAULT 0,
    counted INTEGER NOT NULL DEFAULT 0, rep TEXT NOT NULL DEFAULT '', work TEXT NOT NULL,
    title TEXT NOT NULL, link TEXT NOT NULL, author TEXT NOT NULL, summary TEXT NOT NULL,
    enclosures TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE matches (step TEXT NOT NULL, item TEXT NOT NULL, score REAL NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (step, item)) WITHOUT ROWID""",
    "CREATE INDEX matches_of ON matches (item)",
    """CREATE TABLE tally (shelf TEXT NOT NULL, feed TEXT NOT NULL, starred INTEGER NOT NULL,
    items INTEGER NOT NULL, minutes INTEGER NOT NULL, PRIMARY KEY (shelf, feed, starred)) WITHOUT ROWID""",
    "CREATE TABLE noted (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)

TWINS = (
    "CREATE INDEX by_work ON items (work) WHERE work <> ''",
    "CREATE INDEX by_rep ON items (rep) WHERE rep <> ''",
)
"""The indexes by which one row comes to stand for others."""

INDEXES = (
    # With what filters look at most, so that a walk along it need not fetch the rows.
    "CREATE INDEX by_shelf ON items (shelf, published DESC, item, minutes, folded)",
    f"CREATE INDEX by_rank ON items (shelf, lift DESC, published DESC, item) WHERE {OPEN_SHELVES}",
    "CREATE INDEX by_age ON items (shelf, published, item) WHERE counted = 1",
    "CREATE INDEX by_until ON items (until) WHERE counted = 1 AND until <> ''",
    "CREATE INDEX by_star ON items (published DESC, item) WHERE starred = 1",
    "CREATE INDEX by_feed ON items (feed)",
    "CREATE INDEX by_match ON items (item) WHERE matched = 1",
)

_DIFFERS = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in ("shelf", "feed", "starred", "minutes"))

TRIGGERS = (
    f"CREATE TRIGGER came AFTER INSERT ON items BEGIN {_MORE} END",
    f"CREATE TRIGGER went AFTER DELETE ON items BEGIN {_LESS} END",
    f"CREATE TRIGGER moved AFTER UPDATE OF shelf, feed, starred, minutes ON items WHEN {_DIFFERS}"
    f" BEGIN {_LESS} {_MORE} END",
)

SCHEMA = (*TABLES, *TWINS, *INDEXES, *TRIGGERS)

COUNT = (
    "DELETE FROM tally",
    "INSERT INTO tally SELECT shelf, feed, starred, count(*), sum(coalesce(minutes, 0)) FROM items"
    " GROUP BY shelf, feed, starred",
)
"""Count everything."""

OWN = "|"
"""Stands in the column of topics after those of the entry itself, before those that only its feed has."""

ENTRY = (
    *("item", "feed", "title", "link", "author", "published", "summary", "kind", "minutes", "topics"),
    *("enclosures", "folded", "work", "muted", "until", "weight"),
)
"""The columns of what an entry says, and of what its feed's settings make of it."""

TOUCH = ("state", "starred", "snoozed")
"""The columns of what the learner did."""

SHOWN = (
    *("item", "feed", "title", "link", "author", "published", "summary", "kind", "minutes", "topics"),
    *("enclosures", "state", "starred", "shelf", "snoozed"),
)
"""The columns that a list is made of."""
