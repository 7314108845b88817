"""A long list beside a short one, and both in the real queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.data.entries import fill
from tests.benchmarks.data.home import Home
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.sessions import DOWN, keys, queue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench

DOWN_KEY = Figure("list-50000", "key to paint in a list of 50,000", "the same key in a list of 30", "ms", 1.1)
FIGURES = (DOWN_KEY,)


def measure(bench: Bench) -> Iterator[Measured]:
    """One `down` in the inbox."""
    long, short = Home(bench.fresh("long")), Home(bench.fresh("short"))
    fill(long, bench.size(100, 4), 500)
    fill(short, 1, 30)
    with queue(long) as ours, queue(short) as theirs:
        # Both stay among the first rows: what is measured is a row, not a page.
        answers, others = keys(ours, theirs, (DOWN, "k", DOWN), (DOWN, "k", DOWN), bench.size(20, 3))
        yield Measured(DOWN_KEY, [a.last for a in answers], [a.last for a in others])
