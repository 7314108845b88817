"""What a session costs while nobody touches it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.benchmarks.data.entries import fill
from tests.benchmarks.data.home import Home
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.process import processor
from tests.benchmarks.sessions import app, peer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench

IDLE = Figure("idle", "an idle session's share of a core", "a bare Textual app", "%", 1.0)
FIGURES = (IDLE,)


def measure(bench: Bench) -> Iterator[Measured]:
    """Both are watched over the same seconds, after what they do at their start."""
    home = Home(bench.fresh("idle"))
    fill(home, 20, 25)
    span = bench.size(20, 2)
    ours, theirs = [], []
    with app(home) as terminal, peer("bare", home=home) as other:
        time.sleep(bench.size(5, 1))
        for _ in range(bench.size(3, 1)):
            before = processor(terminal.pid), processor(other.pid)
            time.sleep(span)
            ours.append((processor(terminal.pid) - before[0]) / span)
            theirs.append((processor(other.pid) - before[1]) / span)
    yield Measured(IDLE, ours, theirs)
