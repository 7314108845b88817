"""A newcomer learns: finds something to do, ticks, skips, takes back, writes a note, and comes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.terminal import Terminal, environment

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "Get the second edition and plan how to read it"
SECOND = "Choose one product to practise on"
EDITOR = """#!/bin/sh
echo "THE EDITOR HAS THE TERMINAL"
test -t 0 && test -t 1 && echo 'ours has no shared goals' >> "$1"
"""


def script(path: Path, text: str) -> str:
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def find(terminal: Terminal, words: str) -> None:
    """Put the cursor on the row with these words, as `/` does."""
    terminal.press("/").wait_for(lambda t: t.lines[-2].strip() == "Find").type(words)
    terminal.press("enter").wait_for(lambda t: words in t.line("▸ ") and "Find" not in t.lines[-2])


def open_inspired(terminal: Terminal) -> None:
    """Go from Today to the checklist, with the cursor on its first step."""
    terminal.wait_for("Start here").press("2").wait_for("To follow")
    find(terminal, "Inspired")
    terminal.press("enter").wait_for(FIRST)


def test_a_tick_that_was_painted_outlives_kill_9(home: Path) -> None:
    with Terminal(environment(home)) as terminal:
        open_inspired(terminal)
        terminal.press("space").wait_for(f"[x] {FIRST}").kill()
    with Terminal(environment(home)) as terminal:
        terminal.wait_for("pmlearn").press("2").wait_for("1/42")


def test_every_place_is_one_key_away_and_says_what_to_do_when_it_is_empty(home: Path) -> None:
    with Terminal(environment(home)) as terminal:
        terminal.wait_for("Start here")
        terminal.press("3").wait_for("Nothing to read yet")
        terminal.press("F").wait_for("No feeds yet").press("q").wait_for("Nothing to read yet")
        terminal.press("?").wait_for("On this page").press("q").wait_for("Nothing to read yet")
        terminal.press("ctrl+p").wait_for("What would you like to do").press("esc")
        terminal.wait_for("What would you like to do", gone=True)
        terminal.press("2").wait_for("To follow").press("1").wait_for("Start here")


def test_following_offers_the_feeds_and_no_is_an_answer(home: Path) -> None:
    with Terminal(environment(home)) as terminal:
        terminal.wait_for("Start here").press("2").wait_for("To follow")
        find(terminal, "CSPO")
        terminal.press("f").wait_for("Enter adds")
        terminal.press("esc").wait_for("Enter adds", gone=True)
        terminal.wait_for("Following").wait_for(lambda t: "CSPO" in t.line("▸"))
        terminal.press("1").wait_for("Next")
        assert "CSPO" in terminal.line("▸")
