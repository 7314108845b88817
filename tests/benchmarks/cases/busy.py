"""A key while feeds are refreshed behind the screen."""

from __future__ import annotations

import time
from statistics import quantiles
from typing import TYPE_CHECKING

from tests.benchmarks.cases.refresh import ENTRIES, SIZE
from tests.benchmarks.data import curriculum
from tests.benchmarks.data.home import Home
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.server import serving
from tests.benchmarks.sessions import DOWN, checklist, must_show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench
    from tests.benchmarks.pty import Terminal

BUSY = Figure("down-busy", "a key's p95 while 500 feeds refresh", "the same key at rest", "ms", 1.5)
FIGURES = (BUSY,)
UP = "\x1b[A"
CURSOR = "▸".encode()
PAUSE = 0.05
"""Seconds between two keys, as somebody who holds one down sends them."""


def measure(bench: Bench) -> Iterator[Measured]:
    """Down and up on the checklist of a thousand steps: at rest, during a first refresh, at rest again."""
    home = Home(bench.fresh("busy"))
    curriculum.write(home.places.curricula, "long", 1000)
    home.services().curricula.follow(["long"])
    feeds = bench.size(500, 40)
    with serving(feeds, ENTRIES, SIZE) as server:
        home.subscribe(server.addresses)
        with checklist(home, "The curriculum long") as terminal:
            rest = _keys(terminal, bench.size(100, 10))
            terminal.press("r", quiet=PAUSE)
            busy = []
            while "refreshed" not in terminal.text():
                busy += _keys(terminal, 10)
            rest += _keys(terminal, bench.size(100, 10))
            must_show(terminal, f"refreshed {feeds} feeds")
    yield Measured(BUSY, [_p95(busy)], [_p95(rest)], f"{len(busy)} keys during the refresh")


def _keys(terminal: Terminal, count: int) -> list[float]:
    found = []
    for number in range(count):
        found.append(terminal.press_until(UP if number % 2 else DOWN, CURSOR))
        time.sleep(PAUSE)
    return found


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]
