"""Light commands, which a shell's prompt and scripts call over and over."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from tests.benchmarks.bench import clock, pairs, python
from tests.benchmarks.data import curriculum
from tests.benchmarks.data.home import Home, pmlearn
from tests.benchmarks.figure import Figure, Measured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench

BESIDE = 'python -c "import click, tinydb"'
PROMPT = Figure("prompt", "`pmlearn prompt`", BESIDE, "ms", 1.5)
DONE = Figure("step-done", "`pmlearn step done`", BESIDE, "ms", 1.5)
FIGURES = (PROMPT, DONE)


def measure(bench: Bench) -> Iterator[Measured]:
    """The shipped curricula and one of a thousand steps; the catalog has been read before."""
    home = Home(bench.fresh("light"))
    curriculum.write(home.places.curricula, "long", 1000)
    home.services().curricula.follow(["long", "inspired"])
    clock(pmlearn("curriculum", "list"), home.env)
    steps = count()
    imports = python("-c", "import click, tinydb")
    turns = bench.size(25, 3)
    yield Measured(
        PROMPT,
        *pairs(lambda: clock(pmlearn("prompt"), home.env), lambda: clock(imports, home.env), turns),
    )
    yield Measured(
        DONE,
        *pairs(
            lambda: clock(pmlearn("step", "done", f"long/step-{next(steps)}"), home.env),
            lambda: clock(imports, home.env),
            turns,
        ),
    )
