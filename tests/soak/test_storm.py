"""Resizes and keys faster than anyone can look: no crash, and every key that was pressed was handled."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

STEPS = 50
"""Steps of the first stretch of the long way, below its row; the other stretches are folded."""
ROWS = 1 + STEPS + 19
KEYS = ("down", "down", "up", "up", "space")
USUAL, LARGEST = (160, 50), (500, 200)
"""The most columns and rows; the largest take the tests' own terminal longest."""
SMALL = 0.2
"""Of the sizes, so many are below the least: there the app asks for room, and no key is pressed."""


class Model:
    """What the keys do, as a person would say it: the cursor's row, and what is ticked."""

    def __init__(self) -> None:
        self.at = 1  # row of the cursor: the first step
        self.done: set[int] = set()  # rows that are ticked
        self.acted = 0  # actions that the journal has to have

    def press(self, key: str) -> None:
        """Do what a key does."""
        if key == "space":
            if 1 <= self.at <= STEPS:
                self.done ^= {self.at}
                self.acted += 1
        else:
            self.at = min(max(self.at + (1 if key == "down" else -1), 0), ROWS - 1)


def actions(home: Path) -> list[dict[str, object]]:
    files = (home / "pmlearn" / "data" / "journal").glob("*.jsonl")
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def catch_up(terminal: Terminal, home: Path, expected: int) -> None:
    """Wait until the journal has so many actions, as long as it gets more of them."""
    while (had := len(actions(home))) < expected:
        terminal.until(lambda had=had: len(actions(home)) > had)  # type: ignore[misc]


@pytest.mark.parametrize(("resizes", "keys"), [(50, 300), pytest.param(1000, 10_000, marks=pytest.mark.soak)])
def test_no_key_is_lost_in_a_storm_of_resizes(home: Path, resizes: int, keys: int) -> None:
    dice = random.Random(resizes)
    model = Model()
    with Terminal(home, PMLEARN_FAKES="empty") as terminal:
        terminal.shows("? keys")
        terminal.press("2")
        terminal.shows("The long way")
        terminal.rests(0.5)
        terminal.press("G")
        terminal.until(lambda: " ▸ The long way" in terminal.text())
        terminal.press("enter")
        terminal.shows("Learn › The long way")
        terminal.shows("▸   [ ] Step number 0")
        terminal.rests(0.5)
        before = len(actions(home))
        for n in range(resizes):
            if dice.random() < SMALL:
                terminal.resize(dice.randint(1, 39), dice.randint(1, 40))
                terminal.rests(0)
                terminal.resize(80, 24)
                terminal.until(lambda: any(line.startswith(" ▸ ") for line in terminal.screen.display))
            columns, rows = LARGEST if n % 10 == 9 else USUAL
            terminal.resize(dice.randint(40, columns), dice.randint(12, rows))
            for _ in range(keys // resizes):
                key = dice.choice(KEYS)
                model.press(key)
                terminal.press(key)
            terminal.rests(0)
            if n % 20 == 19:
                # A terminal holds 4,095 bytes that nobody read; a person does not type ahead as far.
                catch_up(terminal, home, before + model.acted)
        terminal.resize(80, 24)
        catch_up(terminal, home, before + model.acted)
        terminal.rests(1.0)
        assert len(actions(home)) == before + model.acted
        row = f"[{'x' if model.at in model.done else ' '}] Step number {model.at - 1}:"
        wanted = row if 1 <= model.at <= STEPS else "Stretch"
        terminal.until(
            lambda: any(line.startswith(" ▸ ") and wanted in line for line in terminal.screen.display)
        )
        assert b"Traceback" not in terminal.sent
        terminal.press("\x11")
        assert terminal.status() == 0
