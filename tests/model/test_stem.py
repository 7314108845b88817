"""Porter's stemmer, held against SQLite's."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.stem import stem
from pmlearn.storage.textindex import has_fts5

CURRICULA = Path(__file__).parents[2] / "curricula"
PIECES = (
    *("at", "ion", "al", "ly", "ness", "ful", "iz", "er", "ing", "ed", "s", "e", "y", "b", "pr", "ic", "ou"),
    *("eed", "ll", "ss", "ement", "abil", "iti", "log", "i", "é", "ß", "w", "x"),
)


def sqlites(words: list[str]) -> list[str]:
    """The stems that SQLite makes of words."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(a, tokenize='porter unicode61 remove_diacritics 0')")
    database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
    database.executemany("INSERT INTO t (rowid, a) VALUES (?, ?)", enumerate(words))
    found = dict(database.execute("SELECT doc, term FROM v").fetchall())
    database.close()
    return [found[place] for place in range(len(words))]


@pytest.mark.skipif(not has_fts5(), reason="this SQLite has no FTS5")
def test_words_of_the_curricula_have_sqlites_stems() -> None:
    text = "\n".join(path.read_text("utf-8") for path in CURRICULA.glob("*.yaml")).lower()
    words = sorted(set(re.findall(r"[a-z]+", text)))
    assert len(words) > 3_000
    assert [stem(word) for word in words] == sqlites(words)


@pytest.mark.skipif(not has_fts5(), reason="this SQLite has no FTS5")
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=3, max_size=7).map("".join), min_size=1))
def test_words_that_nobody_uses_have_too(words: list[str]) -> None:
    words = [word for word in words if len(word) > 5]
    assert [stem(word) for word in words] == sqlites(words)


def test_very_long_and_very_short_words_are_left_as_they_are() -> None:
    assert stem("is") == "is"
    assert stem("ing" * 30) == "ing" * 30


def test_what_belongs_together_comes_together() -> None:
    assert len({stem(word) for word in ("price", "prices", "pricing", "priced")}) == 1
    assert stem("discovery") == stem("discoveries")
