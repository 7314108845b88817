"""A hundred thousand actions: what they weigh, and how long folding all of them takes."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.benchmarks.bench import WATCHDOG, pairs, peer_argv, python
from tests.benchmarks.data import journal
from tests.benchmarks.data.home import Home
from tests.benchmarks.figure import Figure, Measured

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.benchmarks.bench import Bench

SIZE = Figure("journal-size", "the journal of 100,000 actions", "300 bytes an action", "MB", 1.0)
FOLD = Figure("journal-fold", "folding 100,000 actions", "reading every line as JSON, no more", "s")
FIGURES = (SIZE, FOLD)

SCRIPT = """
import os, time
from datetime import UTC, datetime
from pathlib import Path
from pmlearn.config import find_places
from pmlearn.storage.store import Store
places = find_places(os.environ)
began = time.perf_counter()
table = Store(places.journal, places.state, lambda: datetime.now(UTC)).table("steps")
took = time.perf_counter() - began
assert sum(1 for _ in table.docs())
print(took)
"""


def measure(bench: Bench) -> Iterator[Measured]:
    """Ticks of a thousand steps and back, over and over; the tables are not there."""
    home = Home(bench.fresh("journal"))
    actions = bench.size(100_000, 1_000)
    path = journal.write(home.places.journal, journal.ticks(actions))
    yield Measured(SIZE, [path.stat().st_size], [300 * actions])

    def fold() -> float:
        shutil.rmtree(home.places.state, ignore_errors=True)
        return _seconds(python("-c", SCRIPT), home.env)

    read = peer_argv("lines", str(path))
    yield Measured(FOLD, *pairs(fold, lambda: _seconds(read, home.env), bench.size(5, 1)))


def _seconds(argv: Sequence[str], env: Mapping[str, str]) -> float:
    run = subprocess.run(list(argv), env=dict(env), capture_output=True, timeout=WATCHDOG, check=True)
    return float(run.stdout)
