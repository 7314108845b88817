"""Bytes for the line: what a key costs somebody far away, at 80 by 24."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.benchmarks.data import curriculum
from tests.benchmarks.data.entries import fill
from tests.benchmarks.data.home import Home
from tests.benchmarks.figure import Figure, Measured
from tests.benchmarks.peers.newsboat import ABSENT, Newsboat, found
from tests.benchmarks.server import serving
from tests.benchmarks.sessions import (
    CURSES_DOWN,
    DOWN,
    ENTER,
    PAGE_DOWN,
    UP,
    app,
    checklist,
    newsboat,
    peer,
    queue,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench
    from tests.benchmarks.pty import Terminal

FEEDS = "newsboat, its list of feeds"
THRIFTY = Figure("down-thrifty", "one `down` on a checklist of 1,000 steps, over SSH", FEEDS, "B", 0.5)
NORMAL = Figure("down", "one `down` on a checklist of 1,000 steps", FEEDS, "B", 2.5)
ARTICLES = Figure("down-articles", "the same", "newsboat, its list of articles", "B")
SELECTION = Figure("down-selection-list", "the same", "Textual's `SelectionList`", "B")
OPTION = Figure("down-option-list", "the same", "Textual's `OptionList`", "B")
TABLE = Figure("down-data-table", "the same", "Textual's `DataTable`", "B")
TICK = Figure("tick-bytes", "one tick", "the key on Textual's `SelectionList`", "B")
TICK_THRIFTY = Figure("tick-bytes-thrifty", "one tick, over SSH", "the key on Textual's `SelectionList`", "B")
QUEUE_TICK = Figure("queue-tick-bytes-thrifty", "one item put into the queue, over SSH", TICK.beside, "B")
PAGE_THRIFTY = Figure("page-down-thrifty", "one `page down`, over SSH", "Textual's `OptionList`", "B")
TEXT_LINE = Figure("reader-line-thrifty", "one line further in the reader, over SSH", "its page", "B")
PAGE = Figure("page-down", "one `page down`", "Textual's `OptionList`", "B")
FIRST = Figure("first-screen", "the first screen", "a Textual app with a header, a list and a footer", "B")
FIRST_THRIFTY = Figure("first-screen-thrifty", "the first screen, over SSH", FIRST.beside, "B")
FIGURES = (
    THRIFTY, NORMAL, ARTICLES, SELECTION, OPTION, TABLE, TICK, TICK_THRIFTY, QUEUE_TICK, PAGE, PAGE_THRIFTY,
    TEXT_LINE, FIRST, FIRST_THRIFTY,
)  # fmt: skip


def measure(bench: Bench) -> Iterator[Measured]:
    """Bytes do not depend on the machine's load, so that nothing is taken in turns here."""
    home = Home(bench.fresh("bytes"))
    curriculum.write(home.places.curricula, "long", 1000)
    home.services().curricula.follow(["long"])
    count = bench.size(9, 3)
    with checklist(home, "The curriculum long") as terminal:
        down = _sizes(terminal, DOWN, count)
        tick = _sizes(terminal, " ", count)
        page = _sizes(terminal, PAGE_DOWN, 3)
    with checklist(home, "The curriculum long", home.thrifty) as terminal:
        thrifty = _sizes(terminal, DOWN, count)
        thrifty_tick = _sizes(terminal, " ", count)
        thrifty_page = _sizes(terminal, PAGE_DOWN, 3)
    fill(home, 2, 40)
    with queue(home, home.thrifty) as terminal:
        queue_tick = _sizes(terminal, " ", count)
        terminal.press(ENTER, quiet=2.0)
        text_page = _sizes(terminal, PAGE_DOWN, 1)
        text_line = _sizes(terminal, UP, 3)

    feeds, articles = _newsboat(bench, count)
    absent = "" if feeds else ABSENT
    yield Measured(THRIFTY, thrifty, feeds, absent)
    yield Measured(NORMAL, down, feeds, absent)
    yield Measured(ARTICLES, down, articles, absent)
    lists = {}
    for kind in ("selection", "option", "table"):
        with peer("lists", kind, home=home) as terminal:
            lists[kind] = _sizes(terminal, DOWN, count)
            lists[f"{kind} page"] = _sizes(terminal, PAGE_DOWN, 3)
            if kind == "selection":
                lists["selection tick"] = _sizes(terminal, " ", count)
    yield Measured(SELECTION, down, lists["selection"])
    yield Measured(OPTION, down, lists["option"])
    yield Measured(TABLE, down, lists["table"])
    yield Measured(TICK, tick, lists["selection tick"])
    yield Measured(TICK_THRIFTY, thrifty_tick, lists["selection tick"])
    yield Measured(QUEUE_TICK, queue_tick, lists["selection tick"])
    yield Measured(PAGE, page, lists["option page"])
    yield Measured(PAGE_THRIFTY, thrifty_page, lists["option page"])
    yield Measured(TEXT_LINE, text_line, text_page)
    with app(home) as ours, app(home, home.thrifty) as thin, peer("framed", home=home) as theirs:
        theirs.settle(1.0)
        yield Measured(FIRST, [ours.written], [theirs.written])
        yield Measured(FIRST_THRIFTY, [thin.written], [theirs.written])


def _newsboat(bench: Bench, count: int) -> tuple[list[int], list[int]]:
    if not found():
        return [], []
    with ExitStack() as stack:
        server = stack.enter_context(serving(40, 35, 20_000))
        boat = Newsboat(Home(bench.fresh("newsboat")), server.addresses)
        boat.reload()
        feeds = _sizes(stack.enter_context(newsboat(boat, opened=False)), CURSES_DOWN, count)
    with newsboat(boat, opened=True) as terminal:
        return feeds, _sizes(terminal, CURSES_DOWN, count)


def _sizes(terminal: Terminal, key: str, count: int) -> list[int]:
    # The first one may move what the others do not: a cursor into the list, a mark into view.
    return [terminal.press(key).size for _ in range(count + 1)][1:]
