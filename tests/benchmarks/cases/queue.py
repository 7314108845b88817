"""The queue from the shell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.bench import clock, pairs, peer_argv
from tests.benchmarks.data.entries import fill
from tests.benchmarks.data.home import Home, pmlearn
from tests.benchmarks.figure import Figure, Measured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench

BESIDE = "bare SQL on the same index, in Python"
LIST = Figure("queue-list-17600", "`pmlearn queue list`, 17,600 items", BESIDE, "ms")
JSON = Figure("queue-list-json-17600", "the same with `--json`", BESIDE, "ms")
SHORT = Figure("queue-list-20", "the same with `--limit 20`", BESIDE, "ms")
FIGURES = (LIST, JSON, SHORT)


def measure(bench: Bench) -> Iterator[Measured]:
    """The index has been made before."""
    home = Home(bench.fresh("queue"))
    fill(home, bench.size(440, 10), 40)
    turns = bench.size(7, 1)
    bare = peer_argv("rows", str(next(home.places.cache.glob("index-*.sqlite3"))))
    for figure, options in ((LIST, ()), (JSON, ("--json",)), (SHORT, ("--limit", "20"))):
        argv = pmlearn("queue", "list", *options)
        yield Measured(figure, *pairs(partial(clock, argv, home.env), partial(clock, bare, home.env), turns))
