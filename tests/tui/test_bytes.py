"""What a key costs somebody far away, in bytes that a real terminal got, on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

READY = "? keys"
FIRST, DOWN, LINE, PAGE, TICK, LETTER = "first", "down", "line", "page", "tick", "letter"
MOST = {
    "thin": {FIRST: 4000, DOWN: 60, LINE: 160, PAGE: 2000, TICK: 100, LETTER: 40},
    "near": {FIRST: 4500, DOWN: 300, LINE: 200, PAGE: 3000, TICK: 200, LETTER: 60},
}
"""Bytes at 80 by 24, over SSH and otherwise; a line of a text costs what comes into sight."""


class Meter:
    """Counts what each key costs, and keeps the most."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.found: dict[str, dict[str, int]] = {}

    def cost(self, key: str, then: str = "") -> int:
        """Press a key; the bytes that came, until a text was seen and nothing more came."""
        before, screen = len(self.terminal.sent), self.terminal.text()
        self.terminal.press(key)
        self.terminal.until(lambda: self.terminal.text() != screen)
        self.terminal.shows(then)
        self.terminal.rests()
        return len(self.terminal.sent) - before

    def go(self, key: str, shown: str) -> None:
        """Press a key, and wait until a page is there with all that it has."""
        self.terminal.press(key)
        self.terminal.shows(shown)
        self.terminal.rests(1.0)  # what a page has beside its list comes a moment later

    def page(self, name: str) -> None:
        """Find out what going through this page costs."""
        down = [self.cost(key) for key in ("down", "up")]
        page = [self.cost(key) for key in ("pgdn", "pgup")]
        self.found[name] = {DOWN: max(down), PAGE: max(page)}


@pytest.mark.parametrize("line", MOST)
def test_no_key_costs_more_than_the_line_bears(home: Path, line: str) -> None:
    env = {"SSH_CONNECTION": "here"} if line == "thin" else {}
    with Terminal(home, PMLEARN_FAKES="reader", **env) as terminal:
        meter = Meter(terminal)
        terminal.shows(READY)
        terminal.rests(1.0)
        meter.found["start"] = {FIRST: len(terminal.sent)}
        meter.page("today")
        meter.go("2", "The long way")
        meter.page("learn")
        meter.go("3", "Starred")
        meter.page("queue")
        meter.go("enter", "learns with users")
        meter.page("reader")
        meter.found["reader"][LINE] = meter.found["reader"].pop(DOWN)
        meter.go("q", "Starred")
        meter.go("F", "refresh this")
        meter.page("feeds")
        meter.go("q", "Starred")
        meter.go("\x0b", "Search")
        meter.go("t", " t")  # the first letter takes the place of what is said there
        meter.go("r", " tr")
        meter.go("i", "found")
        meter.go("o", "The product trio")
        meter.page("search")
        meter.go("\x1b", "Starred")
        meter.go("2", "The long way")
        meter.cost("G")
        meter.go("enter", "Learn › The long way")
        meter.page("checklist")
        ticks = []
        for key, said in (("space", "done:"), ("x", "skipped:"), ("u", "undone:"), ("space", "done:")):
            ticks.append(meter.cost(key, said))
            meter.cost("down")
        meter.found["checklist"][TICK] = max(ticks)
        meter.go("/", "Find")
        meter.found["checklist"][LETTER] = max(meter.cost(letter) for letter in "step")
    most = MOST[line]
    over = {
        f"{name}: {what}": f"{cost} of {most[what]}"
        for name, costs in meter.found.items()
        for what, cost in costs.items()
        if cost > most[what]
    }
    assert not over, meter.found
