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
    for path in sorted(entries.glob("*.bodies.json")):
        bodies = json.loads(path.read_text("utf-8"))["bodies"]
        titles = json.loads(path.with_name(path.name.replace(".bodies", "")).read_text("utf-8"))["entries"]
        database.executemany(
            "INSERT INTO texts (title, text) VALUES (?, ?)",
            (
                (entry["title"], html.unescape(re.sub("<[^>]*>", " ", bodies.get(entry["item"], ""))))
                for entry in titles.values()
            ),
        )
    database.commit()


if __name__ == "__main__":
    if sys.argv[1] == "--make":
        make(Path(sys.argv[2]), sys.argv[3])
        sys.exit()
    connected = sqlite3.connect(sys.argv[1])
    for _ in range(int(sys.argv[3])):
        began = time.perf_counter()
        connected.execute(QUERY, (f'"{sys.argv[2]}" *',)).fetchall()
        print(time.perf_counter() - began)
