"""Five hundred feeds, refreshed for the first time and again."""

from __future__ import annotations

import json
import subprocess
import time
from typing import TYPE_CHECKING

from tests.benchmarks.bench import WATCHDOG, say
from tests.benchmarks.data.home import Home, pmlearn
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.peers.newsboat import ABSENT, Newsboat, found
from tests.benchmarks.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench

BESIDE = "newsboat, 32 threads, its cache `ANALYZE`d"
FIRST = Figure("refresh-first", "refresh of 500 feeds of 200 kB, first time", BESIDE, "s", 1.0)
UNCHANGED = Figure("refresh-unchanged", "the same, nothing changed", BESIDE, "s", 0.8)
NEWER = Figure("refresh-two-new", "the same, two new entries in each", BESIDE, "s", 0.5)
FAR = Figure("refresh-far", "the same, nothing changed, 50 ms away", BESIDE, "s", 0.6)
FIGURES = (FIRST, UNCHANGED, FAR, NEWER)
ENTRIES, SIZE = 35, 200_000


def measure(bench: Bench) -> Iterator[Measured]:
    """What is refreshed, and in which order, is the same for both; each turn asks an untouched home."""
    feeds = bench.size(500, 40)
    rounds = bench.size(3, 1)
    taken: dict[Figure, tuple[list[float], list[float]]] = {figure: ([], []) for figure in FIGURES}
    with serving(feeds, ENTRIES, SIZE) as server:
        boat = Newsboat(Home(bench.fresh("newsboat")), server.addresses) if found() else None
        if boat:
            boat.reload()
            boat.analyze()
        homes = [Home(bench.fresh("refresh")) for _ in range(rounds)]
        for turn, home in enumerate(homes):
            home.subscribe(server.addresses)
            for figure in FIGURES:
                say(f"  {figure.name}, turn {turn + 1} of {rounds}")
                if figure is FIRST and boat:
                    boat.forget()
                if figure is NEWER:
                    server.publish(2)
                server.delay(50 if figure is FAR else 0)
                outcome = "updated" if figure in (FIRST, NEWER) else "unchanged"
                taken[figure][0].append(_refresh(home, feeds, outcome))
                if boat:
                    taken[figure][1].append(boat.reload())
        if boat:
            assert boat.articles() >= feeds * ENTRIES
    for figure in FIGURES:
        yield Measured(figure, *taken[figure], "" if boat else ABSENT)


def _refresh(home: Home, feeds: int, outcome: str) -> float:
    began = time.perf_counter()
    run = subprocess.run(
        pmlearn("feed", "refresh", "--force", "--json"),
        env=home.env,
        capture_output=True,
        timeout=WATCHDOG,
        check=False,
    )
    took = time.perf_counter() - began
    found = [feed["outcome"] for feed in json.loads(run.stdout)["feeds"]]
    if found.count(outcome) != feeds:
        raise RuntimeError(
            f"of {feeds} feeds {found.count(outcome)} were {outcome}: {run.stderr.decode()[-2000:]}"
        )
    return took
