"""The index of words: one disposable SQLite file in the cache directory, which texts can be searched in.

An FTS5 table that keeps no text of its own (`content=''`), only where each word stands; beside it a table
that says what each row is of. SQLite before 3.43 cannot take a row out of such a table, so that a text that
changed gets a new row, and the old one is left behind: it is found no more, since nothing says what it is of.
Once many are left behind, `worn` says so, and whoever builds the index makes a new file (see `replace`). Rows
are numbered in a band for each kind, since FTS5 passes over rows outside a range without looking at them.

Where SQLite has no FTS5, the stems of the words are kept instead, and read through: slower, the same answers.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model.search import Wanted, count, fits, parted, phrase_of, read, stems_of
from pmlearn.storage.cachefile import CacheFile
from pmlearn.storage.textquery import has_fts5, match_all, match_any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pmlearn.storage.cachefile import Answer

FORMAT = 1
KINDS = ("item", "link", "note", "step")
"""What can be found: an entry of a feed, a saved link, a note or highlight, a step."""

BAND = 1 << 40
"""Rows that each kind has room for: they are numbered in bands, in the order of `KINDS`."""

TITLE_WEIGHT = 6.0
"""What a word in the title counts, where one in the text counts 1: for how much something is about it."""

SOUGHT_WEIGHT = 24.0
"""The same for who looks for words: what is called by them comes first, unless a text is full of them."""

WORN_FROM = 2_000
"""Rows left behind below which a new file is not worth its making."""

_TABLES = """
CREATE TABLE rows (
    row INTEGER PRIMARY KEY, source INTEGER NOT NULL, key TEXT NOT NULL, sign INTEGER NOT NULL
);
CREATE INDEX by_source ON rows (source, key);
CREATE TABLE sources (source INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, signature TEXT NOT NULL);
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""
_WORDS = f"""
CREATE VIRTUAL TABLE words USING fts5(
    title, text, content='', tokenize='porter unicode61 remove_diacritics 2'
);
INSERT INTO words(words, rank) VALUES ('rank', 'bm25({TITLE_WEIGHT}, 1.0)');
"""
_PLAIN = "CREATE TABLE words (rowid INTEGER PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL);"


@dataclass(frozen=True, slots=True)
class Text:
    """Something that can be found."""

    kind: str  # one of `KINDS`
    key: str  # an item's id, a step's ref, or of a note the ref that it hangs on
    sign: int  # differs once title or text do; 63 bits
    title: str  # what counts most
    text: str  # the rest


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found."""

    kind: str
    key: str
    score: float  # BM25, more is better; only to be compared within one answer


class TextIndex:
    """A SQLite file that can be thrown away; in memory where the disk does not take it. Not thread-safe."""

    def __init__(self, cache: Path, device: str, name: str = "search") -> None:
        # Hosts that share a home have an index each: SQLite's locks are no match for every share.
        self._fts5 = has_fts5()
        schema = _TABLES + (_WORDS if self._fts5 else _PLAIN)
        self._file = CacheFile(cache / f"{name}-{device}.sqlite3", FORMAT * 2 + self._fts5, schema)

    @property
    def path(self) -> Path:
        """The file."""
        return self._file.path

    @property
    def in_memory(self) -> bool:
        """Whether the disk did not take it, so that it ends with this process."""
        return self._file.in_memory

    def surely(self, ask: Callable[[], Answer]) -> Answer:
        """Call what follows and asks the index; where SQLite fails, once more with an index that is empty."""
        return self._file.surely(ask)

    def transaction(self) -> AbstractContextManager[None]:
        """All that is put within, or nothing of it."""
        return self._file.transaction()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def search(self, words: str, limit: int, kinds: Collection[str] = KINDS) -> list[Hit]:
        """What has all of the words, the best first, each thing once.

        Args:
            words: as a person types them; see `pmlearn.model.search.read`.
            limit: how many at most.
            kinds: of `KINDS`.
        """
        wanted = read(words)
        if not wanted.phrases or not kinds:
            return []
        return self._found(wanted, match_all(wanted), limit, kinds, SOUGHT_WEIGHT)

    def score(self, phrases: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """Items and saved links that have any of the phrases, the best first, each with its BM25."""
        asked = [phrase for text in phrases if (phrase := phrase_of(text))]
        if not asked:
            return []
        match = match_any(asked)
        wanted = Wanted(tuple(asked))
        found = self._found(wanted, match, limit, ("item", "link"), TITLE_WEIGHT, any_of=True)
        return [(hit.key, hit.score) for hit in found]

    def _found(
        self,
        wanted: Wanted,
        match: str,
        limit: int,
        kinds: Collection[str],
        weight: float,
        *,
        any_of: bool = False,
    ) -> list[Hit]:
        bands = sorted(KINDS.index(kind) for kind in kinds)
        ends = (bands[0] * BAND, (bands[-1] + 1) * BAND)
        if self._fts5:
            query = (
                "SELECT row, key, rank FROM words CROSS JOIN rows ON row = words.rowid "
                "WHERE words MATCH ? AND rank MATCH ? AND words.rowid > ? AND words.rowid < ? ORDER BY rank"
            )
            # Left before its end, an answer would hold its lock on the file.
            with closing(self._file.db.execute(query, (match, f"bm25({weight}, 1.0)", *ends))) as rows:
                return _first(rows, limit, kinds)
        return _first(self._scanned(wanted, ends, weight, any_of=any_of), limit, kinds)

    def _scanned(
        self, wanted: Wanted, ends: tuple[int, int], weight: float, *, any_of: bool
    ) -> list[tuple[int, str, float]]:
        found = []
        query = (
            "SELECT row, key, title, text FROM words JOIN rows ON row = words.rowid WHERE row > ? AND row < ?"
        )
        for row, key, *fields in self._file.db.execute(query, ends):
            title, text = (field.split() for field in fields)
            often = [
                weight * count(phrase.stems, title) + count(phrase.stems, text) for phrase in wanted.phrases
            ]
            if any(often) if any_of else fits(wanted, (title, text)):
                found.append((row, key, -sum(often) / (50 + len(text))))
        return sorted(found, key=lambda each: each[2])

    def followed(self) -> dict[str, str]:
        """The sources in the index, each with the signature that it had when it was last read."""
        return dict(self._file.db.execute("SELECT name, signature FROM sources").fetchall())

    def signs(self, source: str) -> dict[tuple[str, str], int]:
        """What is there of a source: kinds and keys, each with its sign."""
        query = "SELECT row, key, sign FROM rows WHERE source = (SELECT source FROM sources WHERE name = ?)"
        return {(KINDS[row // BAND], key): sign for row, key, sign in self._file.db.execute(query, (source,))}

    def put(
        self, source: str, signature: str, fresh: Iterable[Text], gone: Iterable[tuple[str, str]]
    ) -> None:
        """Take in what is new of a source, in a transaction.

        Args:
            source: its name: `feed:<id>`, or a name for anything else.
            signature: what `followed` will say.
            fresh: what came or changed.
            gone: the kinds and keys of what is no longer there.
        """
        number = self._number(source, signature)
        texts = list(fresh)
        self._drop(number, [*gone, *((text.kind, text.key) for text in texts)])
        for kind in KINDS:
            # In their order: FTS5 writes to the disk whenever a number is lower than the one before.
            some = [text for text in texts if text.kind == kind]
            row = self._count(kind, len(some)) - len(some) + KINDS.index(kind) * BAND
            for text in some:
                row += 1
                self._insert(row, text)
                what = (row, number, text.key, text.sign)
                self._file.db.execute("INSERT INTO rows VALUES (?, ?, ?, ?)", what)

    def drop(self, source: str) -> None:
        """Take a source out, in a transaction."""
        self._drop(self._number(source, ""), self.signs(source))
        self._file.db.execute("DELETE FROM sources WHERE name = ?", (source,))

    def forget(self) -> None:
        """Take everything out, to index it again."""
        with self.transaction():
            for source in self.followed():
                self.drop(source)

    def worn(self) -> bool:
        """Whether so many rows were left behind that the index had better be made again."""
        dead = self._count("dead", 0)
        living: int = self._file.db.execute("SELECT count(*) FROM rows").fetchone()[0]
        return dead > max(WORN_FROM, living // 3)  # a third of the living is a quarter of all

    def tidy(self) -> None:
        """Bring together what many small changes scattered; worth it once much was put."""
        if self._fts5:
            self._file.db.execute("INSERT INTO words(words) VALUES ('optimize')")

    def replace(self, other: TextIndex) -> None:
        """Put this index in the place of another, whose users meet the new file when they next ask.

        Raises:
            OSError: the disk did not let it be moved.
        """
        self.close()
        self.path.replace(other.path)

    def _number(self, source: str, signature: str) -> int:
        """The number of a source, which from now on has this signature."""
        query = (
            "INSERT INTO sources (name, signature) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET signature = excluded.signature RETURNING source"
        )
        number: int = self._file.db.execute(query, (source, signature)).fetchall()[0][0]
        return number

    def _drop(self, number: int, keys: Iterable[tuple[str, str]]) -> None:
        """Leave rows behind."""
        gone = 0
        for kind, key in keys:
            band = KINDS.index(kind) * BAND
            where = "source = ? AND key = ? AND row > ? AND row < ?"
            values = (number, key, band, band + BAND)
            if not self._fts5:
                within = f"DELETE FROM words WHERE rowid IN (SELECT row FROM rows WHERE {where})"
                self._file.db.execute(within, values)
            gone += self._file.db.execute(f"DELETE FROM rows WHERE {where}", values).rowcount
        if gone and self._fts5:
            self._count("dead", gone)

    def _count(self, name: str, more: int) -> int:
        """What a counter has come to, with so many more."""
        query = (
            "INSERT INTO counters VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = value + excluded.value RETURNING value"
        )
        value: int = self._file.db.execute(query, (name, more)).fetchall()[0][0]
        return value

    def _insert(self, row: int, text: Text) -> None:
        title, body = parted(text.title), parted(text.text)
        if not self._fts5:
            title, body = (" ".join(stems_of(field)) for field in (title, body))
        self._file.db.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (row, title, body))


def _first(rows: Iterable[tuple[int, str, float]], limit: int, kinds: Collection[str]) -> list[Hit]:
    """So many of the rows, best first, each thing once."""
    found: dict[tuple[str, str], Hit] = {}
    for row, key, rank in rows:
        kind = KINDS[row // BAND]
        if kind in kinds and (kind, key) not in found:
            found[kind, key] = Hit(kind, key, -rank)
            if len(found) >= limit:
                break
    return list(found.values())
