"""Playing at the command line, with a program that speaks mpv's protocol."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.model.feed import Enclosure, Entry, ParsedFeed, feed_id, item_id
from tests import fakempv
from tests.cli.conftest import FEED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

URL = "http://127.0.0.1:9/a.mp3"


@pytest.fixture
def talk(ok: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An episode, and a player for it."""
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")
    program = fakempv.install(home / "bin")
    config = home / "pmlearn" / "config"
    config.mkdir(parents=True)
    (config / "config.toml").write_text(f'[player]\ncommand = ["{program}"]\n')
    ok("feed", "add", FEED)
    sound = Enclosure(URL, "audio/mpeg", None, 600)
    entry = Entry("a", "A talk", body="0:00 Hello<br>5:00 Why", enclosures=(sound,))
    wiring.build()._entries.merge(feed_id(FEED), ParsedFeed("Talks", "", (entry,)))
    return item_id(feed_id(FEED), "a")


def test_a_player_that_ends_by_itself_leaves_where_it_was(ok: Run, talk: str, home: Path) -> None:
    wiring.build().listening.keep(talk, 300)
    program = home / "bin" / "mpv"
    # It hangs up once it plays, as when its window is closed.
    program.write_text(program.read_text().replace("    for raw in line:", "    for raw in ():"))
    ended = ok("queue", "play", talk)
    assert "playing from 5:00: A talk" in ended.err
    assert "left at 5:00/10:00" in ended.err
    assert fakempv.told(program)[0][-1] == URL
    assert ok("queue", "show", talk, "--json").json["heard"] == 300
    assert "heard to 5:00" in ok("queue", "show", talk).out
    assert ok("queue", "list", "state:reading", "--json").json["total"] == 1


def test_what_was_heard_to_its_end_is_done(ok: Run, talk: str, home: Path) -> None:
    program = home / "bin" / "mpv"
    program.write_text(
        program.read_text()
        .replace("    for raw in line:", "    for raw in SEEK:")
        .replace(
            "DURATION = 600.0", 'DURATION = 600.0\nSEEK = [b\'{"command": ["seek", 700, "absolute"]}\\n\']'
        )
    )
    assert ok("queue", "play", talk).out == "done: A talk\n"
    assert ok("queue", "list", "state:done", "--json").json["total"] == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_whatever_ends_it_where_it_was_is_kept(talk: str, home: Path, number: signal.Signals) -> None:
    wiring.build().listening.keep(talk, 295)
    services = wiring.build()
    os.mkfifo(home / "playing")
    program = home / "bin" / "mpv"
    told = "    for raw in line:\n"
    program.write_text(
        program.read_text().replace(
            told, f'    change(line, "time-pos", 301.0)\n    Path("{home}/playing").write_text("")\n{told}'
        )
    )
    child = subprocess.Popen(
        [sys.executable, "-m", "pmlearn", "queue", "play", talk],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(30, child.kill)
    watchdog.start()
    (home / "playing").read_text()
    # It has been told by now; that it was taken in shows in the journal once it ends.
    child.send_signal(number)
    _, said = child.communicate()
    watchdog.cancel()
    assert child.returncode == 128 + number, said
    services.catch_up()
    assert services.listening.heard(talk) in (295, 301)


def test_over_ssh_the_address_is_printed(
    ok: Run, talk: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")
    assert ok("queue", "play", talk).out == f"{URL}\n"
    assert not fakempv.told(home / "bin" / "mpv")


def test_a_player_that_cannot_says_why(run: Run, talk: str, home: Path) -> None:
    fakempv.install(home / "bin", "refuse")
    ended = run("queue", "play", talk)
    assert ended.status == 1
    assert "cannot play it: loading failed" in ended.err


def test_chapters_are_listed(ok: Run, talk: str) -> None:
    assert ok("queue", "chapters", talk).out == "0:00  Hello\n5:00  Why\n"
    assert ok("queue", "chapters", talk, "--json").json == {
        "version": 1,
        "chapters": [
            {"start": 0, "title": "Hello", "link": None},
            {"start": 300, "title": "Why", "link": None},
        ],
    }
