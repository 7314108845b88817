"""A queue of 100,000 entries in 500 feeds beside one of 5,000 in 30."""

from __future__ import annotations

import sqlite3
import time
from functools import partial
from typing import TYPE_CHECKING

from pmlearn.model.query import parse
from tests.benchmarks.bench import pairs
from tests.benchmarks.cases.start import shown_after
from tests.benchmarks.data.entries import fill
from tests.benchmarks.data.home import Home, pmlearn
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.process import memory
from tests.benchmarks.sessions import DOWN, app, keys, queue, today_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench

BESIDE = "the same with 5,000 in 30"
OPEN = Figure("queue-open-100000", "opening the queue, 100,000 entries in 500 feeds", BESIDE, "ms", 1.3)
DONE = Figure("queue-done-100000", "marking one of them done, key to paint", BESIDE, "ms", 1.3)
START = Figure("queue-start-100000", "start to first full screen with them", BESIDE, "ms", 1.5)
MEMORY = Figure("queue-memory-100000", "memory with the queue open", BESIDE, "MB", 1.5)
FILTER = Figure(
    "queue-filter-100000", "filtering them by words and minutes", "the same SQL by hand, in Python", "ms", 1.5
)
FIGURES = (OPEN, DONE, START, MEMORY, FILTER)

QUERY = 'state:archived minutes:<15 "article 42 of"'
SQL = """SELECT item, published, minutes FROM items
WHERE shelf = 'archived' AND minutes < 15 AND instr(folded, 'article 42 of') > 0
ORDER BY published DESC, item"""
"""Every title is looked at; by hand nothing is asked but what `by_shelf` has, so that no row is fetched."""


def measure(bench: Bench) -> Iterator[Measured]:
    """Both inboxes are full: they hold 1,000."""
    many, few = Home(bench.fresh("many")), Home(bench.fresh("few"))
    fill(many, bench.size(500, 20), 200, inbox=1000)
    fill(few, 30, 167, inbox=1000)
    for home in (many, few):
        home.services().curricula.follow(["inspired"])
    count = bench.size(15, 3)
    with app(many) as ours, app(few) as theirs:
        answers, others = keys(ours, theirs, ("2", "3"), ("2", "3"), count)
        opened = [answer.last for answer in answers], [answer.last for answer in others]
        answers, others = keys(ours, theirs, (DOWN, "d"), (DOWN, "d"), count)
        marked = [answer.last for answer in answers], [answer.last for answer in others]
    yield Measured(OPEN, *opened)
    yield Measured(DONE, *marked)
    yield Measured(START, *pairs(partial(_started, many), partial(_started, few), count))
    sizes: tuple[list[float], list[float]] = ([], [])
    for _ in range(bench.size(3, 1)):
        for home, found in zip((many, few), sizes, strict=True):
            with queue(home) as terminal:
                found.append(memory(terminal.pid))
    yield Measured(MEMORY, *sizes)
    yield Measured(FILTER, *_filtering(many, count))


def _started(home: Home) -> float:
    home.forget_place()
    return shown_after(pmlearn(), home.env, today_shown)


def _filtering(home: Home, count: int) -> tuple[list[float], list[float]]:
    """In one process, so that its start is not what is measured."""
    found = home.services().queue
    bare = sqlite3.connect(next(home.places.cache.glob("index-*.sqlite3")))
    wanted = parse(QUERY)

    def ours() -> float:
        began = time.perf_counter()
        page = found.page(wanted, 200)
        took = time.perf_counter() - began
        assert page.total
        return took

    def by_hand() -> float:
        began = time.perf_counter()
        rows = bare.execute(SQL).fetchall()
        took = time.perf_counter() - began
        assert rows
        return took

    return pairs(ours, by_hand, count)
