"""Bare SQL: the rows of pmlearn's index that its `queue list` prints, in its order: `rows.py FILE`."""

import sqlite3
import sys

QUERY = """
SELECT item, state, starred, title, feed, minutes FROM items WHERE state IN ('inbox', 'queued', 'reading')
ORDER BY published DESC, item
"""

if __name__ == "__main__":
    database = sqlite3.connect(sys.argv[1])
    sys.stdout.writelines("  ".join(map(str, row)) + "\n" for row in database.execute(QUERY))
