"""Resident memory of a session, its child processes with it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.benchmarks.data.entries import fill
from tests.benchmarks.data.home import Home
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.peers.newsboat import ABSENT, Newsboat, found
from tests.benchmarks.process import memory
from tests.benchmarks.server import serving
from tests.benchmarks.sessions import newsboat, peer, queue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench

SESSION = Figure(
    "memory-5000",
    "memory of a session with 5,000 entries",
    "the Textual app with a header, a list and a footer",
    "MB",
    1.3,
)
OPEN = Figure("memory-17600", "memory with a list of 17,600 items open", "newsboat", "MB", 0.4)
FIGURES = (SESSION, OPEN)


def measure(bench: Bench) -> Iterator[Measured]:
    """Today has been shown, and the queue opened."""
    home = Home(bench.fresh("memory"))
    fill(home, 100, 50)
    ours, theirs = [], []
    for _ in range(bench.size(5, 1)):
        with queue(home) as terminal, peer("framed", home=home) as other:
            ours.append(memory(terminal.pid))
            theirs.append(memory(other.pid))
    yield Measured(SESSION, ours, theirs)

    home = Home(bench.fresh("memory"))
    fill(home, bench.size(440, 10), 40)
    ours, theirs = [], []
    with ExitStack() as stack:
        boat = None
        if found():
            server = stack.enter_context(serving(bench.size(440, 10), 40, 228_000))
            boat = Newsboat(Home(bench.fresh("newsboat")), server.addresses, everything=True)
            boat.reload()
            boat.analyze()
        for _ in range(bench.size(3, 1)):
            with queue(home) as terminal:
                ours.append(memory(terminal.pid))
            if boat:
                with newsboat(boat, opened=True) as other:
                    theirs.append(memory(other.pid))
    yield Measured(OPEN, ours, theirs, "" if boat else ABSENT)
