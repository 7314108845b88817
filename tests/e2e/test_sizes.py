"""Any size of window, any order of keys: never a crash, never a traceback."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.e2e.documents import ATOM, PODCAST, RSS
from tests.e2e.shell import shell
from tests.e2e.terminal import KEYS, Terminal, environment
from tests.feedserver import FeedServer, Reply

if TYPE_CHECKING:
    from pathlib import Path

ROOM = "pmlearnneeds40columns"
PLAIN = [*"123hjklgGnNxasduofrzZFpi?/+-59", *(key for key in KEYS if key != "esc")]
CONTROLS = ["ctrl+p", "ctrl+r", "ctrl+d", "ctrl+u", "ctrl+f", "ctrl+b", "ctrl+a", "ctrl+l", "ctrl+n"]
MOUSE = ["\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m", "\x1b[<64;{x};{y}M", "\x1b[<65;{x};{y}M"]
PASTED = "\x1b[200~pasted [/] \u202e text\x1b[201~"


def healthy(terminal: Terminal) -> None:
    # Back, from a place, leaves.
    assert terminal.process.poll() in (None, 0), terminal.text
    assert b"Traceback" not in terminal.raw
    assert b"itself failed" not in terminal.raw


def test_too_small_a_window_says_so_and_all_is_there_again(home: Path) -> None:
    with Terminal(environment(home)) as terminal:
        terminal.wait_for("? keys")
        for columns, rows in ((39, 11), (39, 24), (80, 11), (20, 5)):
            terminal.resize(columns, rows).wait_for(lambda t: ROOM in "".join(t.text.split()))
            terminal.resize(80, 24).wait_for("Start here").wait_for("? keys")
        # So small, so tall, and back before the program could look: what was there is painted anew.
        for columns, rows in ((1, 1), (2, 200), (500, 3)):
            terminal.resize(columns, rows).resize(80, 24).wait_for("Start here").wait_for("? keys")
        terminal.resize(40, 12).wait_for("Start here").wait_for("? keys")
        terminal.resize(300, 90).wait_for("Start here").wait_for("? keys")


@pytest.mark.parametrize("seed", [1, 2])
def test_two_hundred_sizes_and_a_thousand_keys(home: Path, seed: int) -> None:
    dice = random.Random(seed)
    env = environment(home, EDITOR="true", BROWSER="true")
    feeds = {"/rss.xml": Reply(RSS), "/atom.xml": Reply(ATOM), "/talk.xml": Reply(PODCAST)}
    with FeedServer(feeds) as server:
        for path in feeds:
            shell(env, "feed", "add", "--anyway", server.url(path))
        shell(env, "feed", "refresh")
        rounds = 0
        while rounds < 100:
            with Terminal(env) as terminal:
                # It comes back to the page that was left, whichever that was; each has a rule below its head.
                terminal.wait_for("────")
                while rounds < 100 and terminal.running:
                    rounds += 1
                    terminal.resize(dice.randint(1, 200), dice.randint(1, 60))
                    for _ in range(5):
                        press_something(terminal, dice)
                    healthy(terminal)
                terminal.resize(80, 24).settle()
                healthy(terminal)
                for _ in range(10):
                    # What is typed while the editor has the terminal is lost.
                    if terminal.running:
                        terminal.press("ctrl+q").settle(1.0)
                assert terminal.wait_for_end() == 0


def press_something(terminal: Terminal, dice: random.Random) -> None:
    kind = dice.random()
    if kind < 0.08:
        terminal.press(dice.choice(CONTROLS))
    elif kind < 0.16:
        place = {"x": dice.randint(1, terminal.screen.columns), "y": dice.randint(1, terminal.screen.lines)}
        terminal.type(dice.choice(MOUSE).format(**place))
    elif kind < 0.18:
        terminal.type(PASTED)
    elif kind < 0.22:
        # Escape alone: what follows at once would be read as one key with it.
        terminal.press("esc").settle(0.03)
    else:
        terminal.press(dice.choice(PLAIN))
