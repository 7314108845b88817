"""Bare FTS5 on the texts that pmlearn searches: `fts5.py FILE WORD TIMES` prints the seconds of each time.

With `--make ENTRIES FILE`, makes that file first, of the texts in pmlearn's files of entries.
"""

import html
import json
import re
import sqlite3
import sys
import time
from pathlib import Path

QUERY = "SELECT rowid, rank FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20"


def make(entries: Path, file: str) -> None:
    database = sqlite3.connect(file)
    database.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(title, text, content='', tokenize='porter unicode61')"
    )
    for path in sorted(entries.glob("*.json")):
        tables = json.loads(path.read_text("utf-8"))
        bodies = path.with_suffix(f".{tables['feed']['1'].get('bodies', 0)}.bodies").read_bytes()
        rows = ((entry["title"], text(bodies, entry.get("extent"))) for entry in tables["entries"].values())
        database.executemany("INSERT INTO texts (title, text) VALUES (?, ?)", rows)
    database.commit()


def text(bodies: bytes, extent: list[int] | None) -> str:
    """The text of an entry: the bytes of its body, and their digest, are where its extent says."""
    at, length = extent[:2] if extent else (0, 0)
    return html.unescape(re.sub("<[^>]*>", " ", bodies[at : at + length].decode("utf-8", "replace")))


if __name__ == "__main__":
    if sys.argv[1] == "--make":
        make(Path(sys.argv[2]), sys.argv[3])
        sys.exit()
    connected = sqlite3.connect(sys.argv[1])
    for _ in range(int(sys.argv[3])):
        began = time.perf_counter()
        connected.execute(QUERY, (f'"{sys.argv[2]}" *',)).fetchall()
        print(time.perf_counter() - began)
