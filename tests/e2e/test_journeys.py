"""The journeys of docs/journeys.md, from the key or the command to what is seen; each has its test here.

`tests/test_journeys_doc.py` holds that each section there has a test of its number, which presses its keys.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests import fakempv
from tests.e2e import terminal as pty
from tests.e2e.documents import ATOM, PODCAST
from tests.e2e.inside import Inside, inside
from tests.e2e.terminal import Terminal, cold_environment, environment
from tests.e2e.test_learning import EDITOR, FIRST, SECOND, open_inspired, script
from tests.feedserver import FeedServer, Reply

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["inside"]

GUESS = "Write your first guess"
ARTICLE = "Talk to five customers a week"
TALK = "Hiring your first product manager"
SOON = 10.0
"""The watchdog where the design allows a second."""
LONG = (
    b"<rss version='2.0'><channel><title>Many</title><link>https://example.org/</link>"
    + b"".join(
        b"<item><title>Article %02d</title><guid>g%d</guid><link>https://example.org/%d</link>"
        b"<pubDate>Tue, %02d Nov 2026 08:00:00 GMT</pubDate></item>" % (n, n, n, n)
        for n in range(1, 30)
    )
    + b"</channel></rss>"
)


def body(terminal: Terminal) -> list[str]:
    """The rows between the rules: what scrolls, and where."""
    return terminal.lines[2:-2]


def test_1_first_run(home: Path, inside: Inside) -> None:
    env = cold_environment(home, EDITOR=script(home / "editor", EDITOR))
    with Terminal(env, first=True) as terminal:
        terminal.wait_for("Where are you now?").press("1", "enter").wait_for("How many hours").kill()
    assert not list((home / "pmlearn" / "data" / "journal").glob("*"))
    with Terminal(env, first=True) as terminal:
        terminal.wait_for("Where are you now?").press("1", "enter").wait_for("How many hours")
        terminal.press("3").wait_for("(x) 3 hours").press("enter").wait_for("[x] Orientation")
        terminal.press("enter").wait_for("u takes it back").wait_for("0 min of 3 h")
        terminal.wait_for(lambda t: GUESS in t.line("▸"))
        terminal.press("enter").wait_for("[ ] to do").press("space").wait_for("[x] done")
        terminal.press("a").wait_for("ctrl+e your editor").press("ctrl+e").wait_for("noted: ")
        assert b"THE EDITOR HAS THE TERMINAL" in terminal.raw
        terminal.wait_for("ours has no shared goals").press("q").wait_for("20 min of 3 h")
        terminal.press("x").wait_for("skipped: ").press("u").wait_for("undone: ")
        assert terminal.press("q").wait_for_end() == 0
        assert terminal.modes_now == terminal.modes
    said = inside("profile", "--json").json
    assert said == {
        "version": 1, "stage": "curious", "hours_a_week": 3.0, "hours_from": "answer", "asked": True,
    }  # fmt: skip
    with Terminal(env, first=True) as terminal:
        terminal.wait_for("20 min of 3 h")
        assert GUESS not in terminal.text


def test_2_the_daily_ten_minutes(home: Path, inside: Inside) -> None:
    opened = home / "opened"
    browser = script(home / "browser", f'#!/bin/sh\nfor word in "$@"; do echo "$word" >> {opened}; done\n')
    inside("curriculum", "follow", "inspired")
    env = environment(home, BROWSER=browser)
    with FeedServer({"/atom.xml": Reply(ATOM, etag='"1"')}) as server, Terminal(env) as terminal:
        terminal.wait_for(f"▸ [ ] {FIRST}").press("F").wait_for("No feeds yet")
        terminal.press("a").wait_for("Address of a feed").type(server.url("/atom.xml"))
        terminal.press("enter").wait_for("refreshed 1 feed: 2 new").wait_for("Field notes")
        # The day begins on Today, with the minutes that there are.
        terminal.press("1").wait_for(f"▸ [ ] {FIRST[:20]}").press("m")
        terminal.wait_for("Minutes that you have 15").type("25")
        terminal.press("enter").wait_for("what fits into 25 min")
        terminal.press("space").wait_for("20 min of 5 h").press("u").wait_for("undone: ")
        # What fitted beside it has the cursor still.
        terminal.press("home").wait_for(lambda t: FIRST[:20] in t.line("▸")).press("space")
        terminal.wait_for("20 min of 5 h")
        terminal.press("esc").wait_for(f"[ ] {SECOND}")
        # Triage: later, then among what waits; read it.
        terminal.press("3").wait_for("Inbox 2").wait_for(lambda t: ARTICLE in t.line("▸"))
        terminal.press("space").wait_for("Queued 1").press("tab").wait_for(lambda t: ARTICLE in t.line("▸"))
        terminal.press("enter").wait_for("Half an hour each").wait_for("reading")
        assert "<p>" not in terminal.text
        assert "• ask for stories" in terminal.text
        terminal.press("s").wait_for("★").press("d").wait_for("done: ")
        terminal.press("o").wait_for("Link 1 to 2").press("enter").wait_for("opened http")
        assert opened.read_text() == "https://example.org/customers?a=1&b=2\n"
        terminal.press("q").wait_for("Done 1")
        # At once again no feed is due; one that is asked by hand is asked, and brings nothing. Before it was
        # subscribed its address was looked at.
        terminal.press("r").wait_for("no feed is due yet")
        assert server.statuses == {200: 2}
        terminal.press("F").wait_for("next in").press("space").wait_for("nothing new")
        assert server.statuses == {200: 2, 304: 1}
        terminal.press("4").wait_for("1 day of the last 365").wait_for("1 tick in 1 step")
        assert terminal.press("ctrl+q").wait_for_end() == 0


def test_3_a_podcast_on_the_train(home: Path, inside: Inside) -> None:
    player = fakempv.install(home / "bin")
    env = environment(home)
    env["PATH"] = f"{player.parent}{os.pathsep}{env['PATH']}"
    with FeedServer() as server:
        here = server.url("/talk.mp3").encode()
        server.feeds["/talk.xml"] = Reply(PODCAST.replace(b"https://example.org/talk-7.mp3", here))
        server.feeds["/talk.mp3"] = Reply(b"sound" * 1000, headers={"Content-Type": "audio/mpeg"})
        inside("feed", "add", server.url("/talk.xml"))
        inside("feed", "refresh")
        with Terminal(env) as terminal:
            terminal.wait_for("? keys").press("3").wait_for(lambda t: TALK in t.line("▸"))
            terminal.press("D").wait_for("downloaded: ")
            assert server.asked["/talk.mp3"] == 1
            terminal.press("P").wait_for("0:00/10:00").press(".").wait_for("0:30/10:00")
            assert terminal.press("ctrl+q").wait_for_end() == 0
    # The train: nobody answers any more.
    with Terminal(env) as terminal:
        terminal.wait_for("The inbox is empty").press("tab", "tab")
        terminal.wait_for(lambda t: TALK[:20] in t.line("▸"))
        terminal.press("P").wait_for("0:30/10:00").press(")").wait_for("1.1×")
        terminal.press(*"." * 19).wait_for("done: ").wait_for("10:00", gone=True)
        assert terminal.press("ctrl+q").wait_for_end() == 0
    started = [words for words in fakempv.told(player) if isinstance(words, list)]
    assert [next(w for w in words if w.startswith("--start")) for words in started] == [
        "--start=0", "--start=30",
    ]  # fmt: skip
    assert all("http" not in words[-1] and words[-1].endswith(".mp3") for words in started)
    assert [item["title"] for item in inside("queue", "list", "state:done", "--json").json["items"]] == [TALK]


def test_4_two_windows(home: Path, inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    env = environment(home)
    with (
        FeedServer({"/many.xml": Reply(LONG)}) as server,
        Terminal(env) as one,
        Terminal(env, rows=16) as two,
    ):
        open_inspired(one)
        open_inspired(two)
        monkeypatch.setattr(pty, "WATCHDOG", SOON)
        # A checklist that is scrolled down: the tick comes, and nothing moves.
        two.press("Z", "Z").wait_for(f"[ ] {FIRST}").press("end").wait_for(FIRST, gone=True)
        two.press(*["up"] * 3).settle()
        was = body(two)
        title = "Write down what was disputed"
        [found] = inside("find", title, "--json").json["found"]
        inside("step", "done", found["ref"])
        two.wait_for(f"[x] {title}")
        assert [row.replace("[x]", "[ ]").replace("[~]", "[ ]") for row in body(two)] == was
        one.press("space").wait_for(f"[x] {FIRST}")
        two.press("home").wait_for(f"[x] {FIRST}")
        # Each window takes back what it did itself; an open palette keeps what is typed in it.
        two.press("u").wait_for("nothing to undo in this window")
        two.press("ctrl+p").wait_for("What would you like").type("practise on")
        two.wait_for(lambda t: SECOND in t.line("▸"))
        one.press("u").wait_for(f"[ ] {FIRST}")
        two.settle().wait_for("practise on").press("esc").wait_for(f"[ ] {FIRST}")
        # The queue: what a refresh brings comes unasked, and more of it moves nothing.
        two.press("3").wait_for("Nothing to read yet")
        inside("feed", "add", "--anyway", server.url("/many.xml"))
        inside("feed", "refresh")
        two.wait_for("Inbox 29").press("end").wait_for(lambda t: "Article 01" in t.line("▸")).settle()
        was = body(two)
        two.press("/").wait_for(lambda t: t.lines[-2].strip() == "Find").type("arti")
        inside("queue", "add", "--no-fetch", "https://example.org/saved", "--title", "Saved by hand")
        two.wait_for("Queued 1").wait_for("arti")
        two.press("esc").wait_for(lambda t: "Find" not in t.lines[-2]).settle()
        assert body(two)[1:] == was[1:]
        # Today, with an answer half typed.
        inside("curriculum", "follow", "inspired")
        two.press("1").wait_for(f"[ ] {FIRST}").press("m").wait_for("Minutes that you have").type("4")
        one.press("space").wait_for(f"[x] {FIRST}")
        two.wait_for(f"[ ] {SECOND}").wait_for("Minutes that you have 4").type("5")
        two.press("enter").wait_for("what fits into 45 min")


def test_5_a_dropped_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = environment(home, SSH_CONNECTION="192.0.2.1 50000 192.0.2.2 22")
    with Terminal(env) as terminal:
        open_inspired(terminal)
        terminal.press("space").wait_for(f"[x] {FIRST}")
        monkeypatch.setattr(pty, "WATCHDOG", SOON * 2)
        terminal.close()
        assert terminal.wait_for_end() == 129
    with Terminal(env) as terminal:
        terminal.wait_for(f"[x] {FIRST}").press("a").wait_for("ctrl+s keep").type("three go")
        terminal.wait_for("three go").close()
        assert terminal.wait_for_end() == 129
    with Terminal(env) as terminal:
        terminal.wait_for(f"[x] {FIRST}").press("a").wait_for("your draft goes on here")
        terminal.wait_for("three go").type("als")
        terminal.press("ctrl+s").wait_for("noted: ").press("enter").wait_for("three goals")
        assert terminal.press("ctrl+q").wait_for_end() == 0
    assert not list((home / "pmlearn" / "state" / "drafts").iterdir())
