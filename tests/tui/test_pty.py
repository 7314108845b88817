"""The app in a real terminal: bytes, the first paint, signals, and text from strangers."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING

import pytest

from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

READY = "? keys"
MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
CONTROL = re.compile(r"\x1b\[[0-9;?<>=$]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\[\]]|[\r\n]")


def cursor_row(terminal: Terminal) -> int:
    """The row of the screen that has the cursor's mark; -1 where there is none."""
    return next((y for y, line in enumerate(terminal.screen.display) if line.startswith(" ▸ ")), -1)


def open_long_list(terminal: Terminal) -> None:
    terminal.shows(READY)
    terminal.press("2")
    terminal.shows("The long way")
    terminal.press("G")
    terminal.until(lambda: terminal.screen.display[cursor_row(terminal)].startswith(" ▸ The long way"))
    terminal.press("enter")
    terminal.shows("Learn › The long way")
    terminal.until(lambda: cursor_row(terminal) > 0)


@pytest.mark.parametrize(("line", "most"), [("near", 300), ("thin", 60)])
def test_down_among_a_thousand_steps_is_cheap(home: Path, line: str, most: int) -> None:
    with Terminal(home, **({"SSH_CONNECTION": "here"} if line == "thin" else {})) as terminal:
        open_long_list(terminal)
        costs = []
        for _ in range(12):
            row, before = cursor_row(terminal), len(terminal.sent)
            terminal.press("down")
            terminal.until(lambda row=row: cursor_row(terminal) == row + 1)  # type: ignore[misc]
            costs.append(len(terminal.sent) - before)
    assert max(costs) <= most


@pytest.mark.parametrize("who", ["learner", "empty"])
def test_the_start_paints_each_cell_once(home: Path, who: str) -> None:
    with Terminal(home, PMLEARN_FAKES=who) as terminal:
        terminal.shows(READY)
        terminal.press("2")  # what follows is no part of the start
        terminal.shows("The long way")
        start = terminal.sent.decode()
        start = start[: start.index("The long way")]
        start = start[: start.rindex("keys")]
    times: dict[tuple[int, int], int] = {}
    x = y = 0
    position = 0
    while position < len(start):
        move, control = MOVE.match(start, position), CONTROL.match(start, position)
        if move:
            y, x = int(move[1]), int(move[2])
        elif not control:
            times[(y, x)] = times.get((y, x), 0) + 1
            x += 1
        position = (move or control).end() if move or control else position + 1  # type: ignore[union-attr]
    assert len(times) > 350
    assert set(times.values()) == {1}
    rows = [int(y) for y, _ in MOVE.findall(start)]
    assert rows == sorted(rows)  # in one go, from the top to the bottom


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_and_restores_the_terminal(home: Path, number: signal.Signals) -> None:
    with Terminal(home) as terminal:
        terminal.shows(READY)
        os.kill(terminal.pid, number)
        assert terminal.status() == 128 + number
        assert terminal.sent.rstrip().rfind(b"\x1b[?1049l") > terminal.sent.rfind(b"keys")


def test_a_closed_terminal_ends_it(home: Path) -> None:
    with Terminal(home) as terminal:
        terminal.shows(READY)
        terminal.hang_up()
        assert terminal.status() == 129


def test_control_c_says_interrupted(home: Path) -> None:
    with Terminal(home) as terminal:
        terminal.shows(READY)
        terminal.press("\x03")
        assert terminal.status() == 130


def test_a_note_is_written_in_the_editor(home: Path) -> None:
    editor = home / "editor"
    editor.write_text('#!/bin/sh\necho "our own words" > "$1"\n')
    editor.chmod(0o755)
    with Terminal(home, VISUAL=str(editor)) as terminal:
        terminal.shows(READY)
        terminal.press("a")
        terminal.shows("ctrl+e your editor")
        terminal.press("\x05")
        terminal.shows("noted: The product manager")
        terminal.press("enter")
        terminal.shows("our own words")


def test_it_can_be_put_aside_and_comes_back_whole(home: Path) -> None:
    with Terminal(home) as terminal:
        terminal.shows(READY)
        terminal.press("\x1a")
        terminal.until(lambda: terminal.sent.rstrip().rfind(b"\x1b[?1049l") > terminal.sent.rfind(b"keys"))
        terminal.stopped()
        terminal.screen.reset()
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.shows("Fresh for these steps")
        terminal.shows(READY)


def test_it_asks_for_room_and_comes_back(home: Path) -> None:
    with Terminal(home) as terminal:
        terminal.shows(READY)
        terminal.resize(30, 8)
        terminal.shows("pmlearn needs 40 columns")
        terminal.resize(20, 2)
        terminal.rests()
        terminal.resize(80, 24)
        terminal.shows("Fresh for these steps")
        terminal.shows(READY)
        # The list has the keys again, even where there was no row for it.
        row = cursor_row(terminal)
        terminal.press("down")
        terminal.until(lambda: cursor_row(terminal) > row)


def test_it_opens_where_the_learner_was(home: Path) -> None:
    with Terminal(home) as terminal:
        terminal.shows(READY)
        terminal.press("3")
        terminal.shows("Inbox")
        terminal.press("q")
        assert terminal.status() == 0
    with Terminal(home) as terminal:
        terminal.shows("Inbox")


def test_ascii_alone_reaches_a_terminal_that_has_nothing_else(home: Path) -> None:
    with Terminal(home, PMLEARN_ASCII="1") as terminal:
        terminal.shows(READY)
        terminal.press("2")
        terminal.shows("Following")
        assert terminal.sent.isascii()


def test_without_colour_no_colour_is_sent(home: Path) -> None:
    with Terminal(home, NO_COLOR="1") as terminal:
        terminal.shows(READY)
        terminal.press("2")
        terminal.shows("Following")
        parameters = {p for sgr in re.findall(rb"\x1b\[([0-9;]*)m", terminal.sent) for p in sgr.split(b";")}
    assert not {p for p in parameters if re.fullmatch(rb"3[0-8]|4[0-8]|9\d|10\d", p)}
