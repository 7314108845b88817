"""From the command to the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.bench import pairs, peer_argv
from tests.benchmarks.data.entries import fill
from tests.benchmarks.data.home import Home, pmlearn
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.peers import newsboat
from tests.benchmarks.pty import Terminal
from tests.benchmarks.sessions import today_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.benchmarks.bench import Bench

FULL = Figure(
    "start-full-screen",
    "start to first full screen",
    "a Textual app with a header, a list and a footer",
    "ms",
    1.15,
)
GLYPHS = Figure("start-first-glyphs", "start to first glyphs, after a session", "newsboat", "ms", 1.5)
FIGURES = (FULL, GLYPHS)


def measure(bench: Bench) -> Iterator[Measured]:
    """A learner of one curriculum with 20 feeds of 25 entries each."""
    home = Home(bench.fresh("start"))
    fill(home, 20, 25)
    home.services().curricula.follow(["inspired"])
    count = bench.size(15, 3)
    peer = peer_argv("framed")
    yield Measured(
        FULL,
        *pairs(
            lambda: full_after(home),
            lambda: shown_after(peer, home.env, _framed),
            count,
        ),
    )
    if newsboat.found():
        boat = newsboat.Newsboat(
            Home(bench.fresh("newsboat")), [f"http://127.0.0.1:9/{n}" for n in range(20)]
        )
        values = pairs(
            lambda: shown_after(pmlearn(), home.env, _anything),
            lambda: shown_after(boat.argv(), boat.env, _anything),
            count,
        )
        yield Measured(GLYPHS, *values)
    else:
        yield Measured(
            GLYPHS, [shown_after(pmlearn(), home.env, _anything) for _ in range(count)], (), newsboat.ABSENT
        )


def full_after(home: Home) -> float:
    """The seconds to a screen that the app itself painted, and not what the last session left."""
    home.forget_screen()
    return shown_after(pmlearn(), home.env, today_shown)


def shown_after(argv: Sequence[str], env: Mapping[str, str], shown: Callable[[list[str]], bool]) -> float:
    """The seconds from a program's start to the bytes with which its screen showed something."""
    with Terminal(argv, env) as terminal:
        return terminal.wait(shown)


def _anything(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)


def _framed(lines: list[str]) -> bool:
    return "framed" in lines[0] and "Line 0" in lines[2] and "Quit" in lines[-1]
