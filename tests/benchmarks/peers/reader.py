"""lemon24/reader, as a peer: run by an interpreter that has it, `reader.py DATABASE [ADDRESSES | count]`.

Without addresses it updates the feeds that it has, with sixteen workers; it is no dependency of ours, so that
PMLEARN_BENCH_READER names the interpreter.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reader import make_reader  # type: ignore[import-not-found, unused-ignore]

WORKERS = 16

if __name__ == "__main__":
    reader = make_reader(sys.argv[1])
    if sys.argv[2:] == ["count"]:
        print(reader.get_entry_counts().total)
    elif len(sys.argv) > 2:
        for address in Path(sys.argv[2]).read_text("utf-8").split():
            reader.add_feed(address)
    else:
        reader.update_feeds(workers=WORKERS, scheduled=False)
