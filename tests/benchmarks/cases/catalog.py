"""Many curricula beside one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.bench import clock, pairs, peer_argv
from tests.benchmarks.cases.start import shown_after
from tests.benchmarks.data import curriculum
from tests.benchmarks.data.home import Home, pmlearn
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.sessions import today_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench

START = Figure(
    "start-100-curricula", "start with 100 curricula of 100 steps", "the same with one", "ms", 1.05
)
PROMPT = Figure("prompt-100-curricula", "`pmlearn prompt` with them", "the same with one", "ms")
CHECK = Figure(
    "check-100-curricula",
    "`pmlearn curriculum check` of them",
    "PyYAML's plain C loader on the same files",
    "ms",
    2,
)
FIGURES = (START, PROMPT, CHECK)


def measure(bench: Bench) -> Iterator[Measured]:
    """Beside the shipped ones; the catalog has been read before."""
    many, one = Home(bench.fresh("many")), Home(bench.fresh("one"))
    for number in range(bench.size(100, 10)):
        curriculum.write(many.places.curricula, f"course-{number}", 100)
    curriculum.write(one.places.curricula, "course-0", 100)
    for home in (many, one):
        home.services().curricula.follow(["course-0"])
        clock(pmlearn("curriculum", "list"), home.env)
    yield Measured(
        START,
        *pairs(
            lambda: shown_after(pmlearn(), many.env, today_shown),
            lambda: shown_after(pmlearn(), one.env, today_shown),
            bench.size(15, 2),
        ),
    )
    yield Measured(
        PROMPT,
        *pairs(
            lambda: clock(pmlearn("prompt"), many.env),
            lambda: clock(pmlearn("prompt"), one.env),
            bench.size(25, 2),
        ),
    )
    files = list(map(str, sorted(many.places.curricula.glob("*.yaml"))))
    yield Measured(
        CHECK,
        *pairs(
            lambda: clock(pmlearn("curriculum", "check", *files), many.env),
            lambda: clock(peer_argv("plain", *files), many.env),
            bench.size(15, 2),
        ),
    )
