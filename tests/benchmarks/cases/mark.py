"""A long list in newsboat and in ours: opening it, going down, marking one item as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.data.entries import fill
from tests.benchmarks.data.home import Home
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.peers.newsboat import ABSENT, Newsboat, found
from tests.benchmarks.server import serving
from tests.benchmarks.sessions import CURSES_DOWN, DOWN, ENTER, app, keys, must_show, newsboat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench
    from tests.benchmarks.pty import Answer

MARK = Figure("mark-17600", "marking one of 17,600 items read, key to paint", "newsboat", "ms", 0.1)
MOVE = Figure("down-17600", "one `down` in that list, key to paint", "newsboat", "ms")
OPEN = Figure("open-17600", "opening that list", "newsboat", "ms")
FIGURES = (MARK, MOVE, OPEN)


def measure(bench: Bench) -> Iterator[Measured]:
    """440 feeds of 40 entries; newsboat shows them all in one query feed."""
    feeds = bench.size(440, 10)
    home = Home(bench.fresh("mark"))
    fill(home, feeds, 40)
    count = bench.size(15, 3)
    if not found():
        with app(home) as ours:
            opened = ours.press("3", 2.0)
            down, _ = keys(ours, None, (DOWN,), (), count)
            marked, _ = keys(ours, None, ("d",), (), count)
        yield from _rows(([opened], []), (down, []), (marked, []), ABSENT)
        return
    with serving(feeds, 40, 228_000) as server:
        boat = Newsboat(Home(bench.fresh("newsboat")), server.addresses, everything=True)
        boat.reload()
        boat.analyze()
    assert boat.articles() == feeds * 40
    with app(home) as ours, newsboat(boat, opened=False) as theirs:
        opened = ours.press("3", 2.0)
        must_show(ours, "Article")
        boat_opened = theirs.press(ENTER, 2.0)
        must_show(theirs, "Article")
        moved = keys(ours, theirs, (DOWN,), (CURSES_DOWN,), count)
        marked_both = keys(ours, theirs, ("d",), ("N",), count)
    yield from _rows(([opened], [boat_opened]), moved, marked_both, "")


def _rows(
    opened: tuple[list[Answer], list[Answer]],
    moved: tuple[list[Answer], list[Answer]],
    marked: tuple[list[Answer], list[Answer]],
    note: str,
) -> Iterator[Measured]:
    for figure, (ours, theirs) in ((MARK, marked), (MOVE, moved), (OPEN, opened)):
        yield Measured(figure, [a.last for a in ours], [a.last for a in theirs], note)
