"""Searches in the words of SQLite's FTS5 (https://www.sqlite.org/fts5.html, "Full-text Query Syntax")."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlearn.model.search import Phrase, Wanted


def has_fts5() -> bool:
    """Whether this machine's SQLite can search texts."""
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    except sqlite3.OperationalError:
        return False
    finally:
        database.close()
    return True


def match_all(wanted: Wanted) -> str:
    """A search in FTS5's words; everything of a person's stands in quotes, which nothing in it can end."""
    asked = [_quoted(phrase) for phrase in wanted.phrases]
    if wanted.open:
        # FTS5 looks for what begins with the stem: `organization` finds `organic` too, but behind.
        whole = [asked[-1]] if wanted.shortened else []
        asked[-1] = f"({' OR '.join((f'{asked[-1]} *', *whole, *map(_quote, wanted.twins)))})"
    refused = " OR ".join(map(_quoted, wanted.without))
    return f"({' AND '.join(asked)})" + (f" NOT ({refused})" if refused else "")


def match_any(phrases: Iterable[Phrase]) -> str:
    """A search for what has any of some phrases."""
    return " OR ".join(map(_quoted, phrases))


def _quoted(phrase: Phrase) -> str:
    return _quote(phrase.text)


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
