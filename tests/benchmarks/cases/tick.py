"""A tick: from the key until it is on the disk and on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.data import curriculum, journal
from tests.benchmarks.data.home import Home
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.sessions import DOWN, checklist, keys, must_show, peer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench

BESIDE = "a bare Textual app that flips one cell, plus one write + fsync"
TICK = Figure("tick", "a tick, from key to acknowledged and painted", BESIDE, "ms", 1.3)
MANY = Figure("tick-100000-items", "the same with 100,000 queue items", BESIDE, "ms", 1.3)
FIGURES = (TICK, MANY)


def measure(bench: Bench) -> Iterator[Measured]:
    """The real checklist of a thousand steps."""
    for figure, items in ((TICK, 0), (MANY, bench.size(100_000, 2_000))):
        home = Home(bench.fresh("tick"))
        curriculum.write(home.places.curricula, "long", 1000)
        if items:
            journal.write(home.places.journal, journal.links(items))
        home.services().curricula.follow(["long"])
        with (
            checklist(home, "The curriculum long") as ours,
            peer("flip", str(home.root / "flipped"), home=home) as theirs,
        ):
            answers, others = keys(ours, theirs, (DOWN, " "), (" ",), bench.size(30, 5))
            must_show(ours, "[x]")
            yield Measured(figure, [a.last for a in answers], [a.last for a in others])
