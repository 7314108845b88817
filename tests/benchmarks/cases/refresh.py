"""Five hundred feeds, refreshed for the first time and again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.bench import say
from tests.benchmarks.data.home import Home, pmlearn
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.peers import lemon, newsboat
from tests.benchmarks.peers.newsboat import Newsboat
from tests.benchmarks.server import serving
from tests.benchmarks.usage import Usage, watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench

ENTRIES, SIZE = 35, 200_000
THREADS = (1, 8, 32)
"""Of newsboat; it is measured by the best of them."""

BOAT = "newsboat, 1, 8 or 32 threads, its cache `ANALYZE`d"
READER = "lemon24/reader, 16 workers"


@dataclass(frozen=True, slots=True)
class Situation:
    """What there is to refresh."""

    name: str
    what: str
    at_most: float | None  # beside newsboat's best
    reader: float | None  # beside lemon24/reader
    empty: bool = False  # nothing was fetched before
    newer: int = 0  # entries that each feed published since
    delay: int = 0  # milliseconds before each answer

    def figure(self, kind: str = "", beside: str = BOAT) -> Figure:
        """One of its figures: by the clock, or by what else it takes."""
        at_most = {"": self.at_most, "-reader": self.reader}.get(kind)
        what = {"-processor": ", seconds of processors", "-memory": ", memory at its peak"}.get(kind, "")
        unit = "MB" if kind == "-memory" else "s"
        return Figure(f"refresh-{self.name}{kind}", self.what + what, beside, unit, at_most)


SITUATIONS = (
    Situation("first", "refresh of 500 feeds of 200 kB, first time", 1.0, 1 / 6, empty=True),
    Situation("unchanged", "the same, nothing changed", 0.8, None),
    Situation("far", "the same, nothing changed, 50 ms away", 0.6, None, delay=50),
    Situation("two-new", "the same, two new entries in each", 0.5, None, newer=2),
    Situation("far-first", "the same, first time, 50 ms away", None, None, empty=True, delay=50),
)
FIGURES = tuple(
    figure
    for one in SITUATIONS
    for figure in (
        one.figure(),
        one.figure("-processor"),
        one.figure("-memory"),
        one.figure("-reader", READER),
        one.figure("-reader-processor", READER),
    )
)


def measure(bench: Bench) -> Iterator[Measured]:
    """What is refreshed, and in which order, is the same for all; each turn asks an untouched home."""
    feeds = bench.size(500, 40)
    rounds = bench.size(3, 1)
    ours: dict[Situation, list[Usage]] = {one: [] for one in SITUATIONS}
    boats: dict[Situation, dict[int, list[Usage]]] = {one: {} for one in SITUATIONS}
    readers: dict[Situation, list[Usage]] = {one: [] for one in SITUATIONS}
    with serving(feeds, ENTRIES, SIZE) as server:
        fleet = [_warm(bench, server.addresses, threads) for threads in THREADS if newsboat.found()]
        for turn in range(rounds):
            home, reader = Home(bench.fresh("refresh")), None
            for one in SITUATIONS:
                say(f"  {one.name}, turn {turn + 1} of {rounds}")
                server.publish(one.newer)
                server.delay(one.delay)
                if one.empty:
                    home = Home(bench.fresh("refresh"))
                    home.subscribe(server.addresses)
                ours[one].append(_refresh(home, feeds, "updated" if one.empty or one.newer else "unchanged"))
                for boat in fleet:
                    if one.empty:
                        boat.forget()
                    boats[one].setdefault(boat.threads, []).append(boat.watch())
                if not turn and lemon.found():  # once: it takes as long as all the others
                    if one.empty or reader is None:
                        reader = lemon.Lemon(Home(bench.fresh("reader")), server.addresses)
                    readers[one].append(reader.update())
                    assert reader.articles() >= feeds * ENTRIES
        for boat in fleet:
            assert boat.articles() >= feeds * ENTRIES
    for one in SITUATIONS:
        yield from _measured(one, ours[one], boats[one], readers[one])


def _measured(
    one: Situation, ours: list[Usage], boats: dict[int, list[Usage]], readers: list[Usage]
) -> Iterator[Measured]:
    best = min(boats, key=lambda threads: median(u.wall for u in boats[threads]), default=0)
    peer = boats.get(best, [])
    note = f"newsboat's best is {best} threads" if best else newsboat.ABSENT
    wall, processor = [u.wall for u in ours], [u.processor for u in ours]
    yield Measured(one.figure(), wall, [u.wall for u in peer], note)
    yield Measured(one.figure("-processor"), processor, [u.processor for u in peer])
    yield Measured(one.figure("-memory"), [u.memory for u in ours], [u.memory for u in peer])
    absent = "" if readers else lemon.ABSENT
    yield Measured(one.figure("-reader", READER), wall, [u.wall for u in readers], absent)
    yield Measured(one.figure("-reader-processor", READER), processor, [u.processor for u in readers])


def _warm(bench: Bench, addresses: list[str], threads: int) -> Newsboat:
    """A newsboat whose cache is full and analyzed; it keeps no ETag before its second reload."""
    boat = Newsboat(Home(bench.fresh("newsboat")), addresses, threads=threads)
    boat.reload()
    boat.analyze()
    boat.reload()
    return boat


def _refresh(home: Home, feeds: int, outcome: str) -> Usage:
    usage = watch(pmlearn("feed", "refresh", "--json", "--force"), home.env)
    found = [feed["outcome"] for feed in json.loads(usage.out)["feeds"]]
    if found.count(outcome) != feeds:
        raise RuntimeError(f"of {feeds} feeds {found.count(outcome)} were {outcome}")
    return usage
