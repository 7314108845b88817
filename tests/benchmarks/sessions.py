"""Programs in terminals, brought to where the measuring begins."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.answered import answered
from tests.benchmarks.bench import peer_argv
from tests.benchmarks.data.home import pmlearn
from tests.benchmarks.pty import StuckError, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.benchmarks.data.home import Home
    from tests.benchmarks.peers.newsboat import Newsboat
    from tests.benchmarks.pty import Answer

DOWN, UP, ENTER, PAGE_DOWN = "\x1b[B", "\x1b[A", "\r", "\x1b[6~"
CURSES_DOWN = "\x1bOB"
"""The same key, as curses asks the terminal to send it."""


def today_shown(lines: list[str]) -> bool:
    """The first screen of ours is full: header, the first heading, footer."""
    text = "\n".join(lines)
    return "1 Today" in lines[0] and "Next" in text and "? keys" in lines[-1]


@contextmanager
def app(home: Home, env: Mapping[str, str] | None = None) -> Iterator[Terminal]:
    """The app, Today shown, wherever its last session ended."""
    home.forget_place()
    home.forget_screen()  # else what is waited for is there before the app
    answered(Path(home.env["PMLEARN_HOME"]))
    with Terminal(pmlearn(), env or home.env) as terminal:
        terminal.wait(lambda lines: "? keys" in lines[-1])
        terminal.settle()
        yield terminal


@contextmanager
def checklist(home: Home, title: str, env: Mapping[str, str] | None = None) -> Iterator[Terminal]:
    """The app, on the checklist of the curriculum that its learner follows."""
    with app(home, env) as terminal:
        terminal.press("2")
        terminal.press(ENTER)
        must_show(terminal, title)
        yield terminal


@contextmanager
def queue(home: Home, env: Mapping[str, str] | None = None) -> Iterator[Terminal]:
    """The app, on its queue."""
    with app(home, env) as terminal:
        terminal.press("3")
        must_show(terminal, "Article")
        yield terminal


@contextmanager
def peer(name: str, *arguments: str, home: Home) -> Iterator[Terminal]:
    """A peer of `tests.benchmarks.peers`, its screen shown."""
    with Terminal(peer_argv(name, *arguments), home.env) as terminal:
        terminal.wait(lambda lines: any(line.strip() for line in lines))
        terminal.settle()
        yield terminal


@contextmanager
def newsboat(boat: Newsboat, *, opened: bool) -> Iterator[Terminal]:
    """newsboat, on its list of feeds, or with the first of them opened."""
    with Terminal(boat.argv(), boat.env) as terminal:
        terminal.wait(lambda lines: "Newsboat" in lines[0] or "newsboat" in lines[0])
        terminal.settle()
        if opened:
            terminal.press(ENTER, quiet=2.0)
        yield terminal


def must_show(terminal: Terminal, text: str) -> None:
    """Make sure that what is measured is what was meant.

    Raises:
        StuckError: it is another screen.
    """
    if text not in (shown := terminal.text()):
        raise StuckError(f"{text!r} is not on the screen:\n{shown}")


def keys(
    ours: Terminal, peer: Terminal | None, our_keys: tuple[str, ...], peer_keys: tuple[str, ...], count: int
) -> tuple[list[Answer], list[Answer]]:
    """Press in turns; of several keys the last is measured. The first pair is not counted."""
    found: tuple[list[Answer], list[Answer]] = ([], [])
    for _ in range(count + 1):
        for terminal, pressed, answers in ((ours, our_keys, found[0]), (peer, peer_keys, found[1])):
            if terminal is not None:
                for key in pressed[:-1]:
                    terminal.press(key)
                answers.append(terminal.press(pressed[-1]))
    return found[0][1:], found[1][1:]
