"""What a key costs somebody far away, in bytes that a real terminal got, on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

READY = "? keys"
FIRST, DOWN, PAGE, TICK, LETTER = "first", "down", "page", "tick", "letter"
MOST = {
    "thin": {FIRST: 4000, DOWN: 60, PAGE: 2000, TICK: 100, LETTER: 40},
    "near": {FIRST: 4500, DOWN: 300, PAGE: 3000, TICK: 200, LETTER: 60},
}
"""Bytes at 80 by 24: over SSH, and otherwise."""


class Meter:
    """Counts what each key costs, and keeps the most."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.found: dict[str, dict[str, int]] = {}

    def cost(self, key: str, then: str = "") -> int:
        """Press a key; the bytes that came, until a text was seen and nothing more came."""
        before = len(self.terminal.sent)
        self.terminal.press(key)
        self.terminal.until(lambda: len(self.terminal.sent) > before)
        self.terminal.shows(then)
        self.terminal.rests()
        return len(self.terminal.sent) - before

    def page(self, name: str, shown: str, *keys: str) -> None:
        """Go to a page, and find out what going through it costs."""
        for key in keys:
            self.terminal.press(key)
            self.terminal.rests()
        self.terminal.shows(shown)
        self.terminal.rests()
        down = [self.cost(key) for key in ("down", "up", "down")]
        page = [self.cost(key) for key in ("pgdn", "pgup")]
        self.found[name] = {DOWN: max(down), PAGE: max(page)}


@pytest.mark.parametrize("line", MOST)
def test_no_key_costs_more_than_the_line_bears(home: Path, line: str) -> None:
    env = {"SSH_CONNECTION": "here"} if line == "thin" else {}
    with Terminal(home, PMLEARN_FAKES="reader", **env) as terminal:
        terminal.shows(READY)
        terminal.rests()
        meter = Meter(terminal)
        meter.found["start"] = {FIRST: len(terminal.sent)}
        meter.page("today", "Fresh for these steps")
        meter.page("learn", "The long way", "2")
        meter.page("checklist", "Learn › The long way", "G", "enter")
        ticks = []
        for key, said in (("space", "done:"), ("x", "skipped:"), ("u", "undone:"), ("space", "done:")):
            ticks.append(meter.cost(key, said))
            meter.cost("down")
        meter.found["checklist"][TICK] = max(ticks)
        meter.page("queue", "Starred", "3")
        meter.page("reader", "Queue ›", "enter")
        meter.page("feeds", "SVPG", "q", "F")
        terminal.press("q")
        letters = [meter.cost("\x0b"), *(meter.cost(letter) for letter in "trio learns")]
        meter.found["search"] = {LETTER: max(letters[2:])}
        meter.page("found", "trio", "enter", "esc")
        terminal.press("1")
        terminal.shows("Fresh for these steps")
        terminal.rests()
        meter.cost("/")
        meter.found["find"] = {LETTER: max(meter.cost(letter) for letter in "disc")}
    most = MOST[line]
    over = {
        f"{name}: {what}": f"{cost} of {most[what]}"
        for name, costs in meter.found.items()
        for what, cost in costs.items()
        if cost > most[what]
    }
    print(meter.found)
    assert not over
