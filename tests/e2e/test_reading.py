"""A reader: subscribes to a feed, brings it in, sorts the inbox, reads, stars, and opens the link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.documents import ATOM
from tests.e2e.terminal import Terminal, environment
from tests.e2e.test_learning import script
from tests.feedserver import FeedServer, Reply

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Talk to five customers a week"


def test_a_feed_becomes_a_queue_and_an_entry_a_clean_text(home: Path) -> None:
    opened = home / "opened"
    browser = script(home / "browser", f'#!/bin/sh\nfor word in "$@"; do echo "$word" >> {opened}; done\n')
    env = environment(home, BROWSER=browser)
    with FeedServer({"/atom.xml": Reply(ATOM, etag='"1"')}) as server, Terminal(env) as terminal:
        terminal.wait_for("Start here").press("F").wait_for("No feeds yet")
        terminal.press("a").wait_for("Address of a feed").type(server.url("/atom.xml"))
        terminal.press("enter").wait_for("refreshed 1 feed: 2 new").wait_for("Field notes")
        terminal.press("3").wait_for("Inbox 2").wait_for(TITLE)
        # Triage: later, then among what waits.
        assert TITLE in terminal.line("▸")
        terminal.press("space").wait_for("Queued 1").press("tab").wait_for(lambda t: TITLE in t.line("▸"))
        # Read it.
        terminal.press("enter").wait_for("Half an hour each").wait_for("reading")
        assert "<p>" not in terminal.text
        assert "• ask for stories" in terminal.text
        terminal.press("s").wait_for("★").press("d").wait_for("done")
        terminal.press("o").wait_for("Link 1 to 2").press("enter").wait_for("opened http")
        assert opened.read_text() == "https://example.org/customers?a=1&b=2\n"
        terminal.press("q").wait_for("Done 1")
        # At once again no feed is due; one that is asked by hand is asked, and brings nothing. Before it was
        # subscribed its address was looked at.
        terminal.press("r").wait_for("no feed is due yet")
        assert server.statuses == {200: 2}
        terminal.press("F").wait_for("next in").press("space").wait_for("nothing new")
        terminal.press("3").wait_for("Done 1")
        assert server.statuses == {200: 2, 304: 1}
        assert terminal.press("ctrl+q").wait_for_end() == 0
    with Terminal(env) as terminal:
        # It opens where one was: among what waits, two views before what is done.
        terminal.wait_for("Nothing waits").press("tab", "tab").wait_for(lambda t: TITLE in t.line("★"))


def test_a_feed_that_cannot_be_had_says_why_and_the_next_move(home: Path) -> None:
    with FeedServer() as server, Terminal(environment(home)) as terminal:
        terminal.wait_for("Start here").press("F").wait_for("No feeds yet")
        terminal.press("a").wait_for("Address of a feed").type(server.url("/nothing.xml"))
        terminal.press("enter").wait_for("its server answers 404").wait_for("No feeds yet")
        server.feeds["/atom.xml"] = Reply(ATOM)
        terminal.press("a").wait_for("Address of a feed").type(server.url("/atom.xml"))
        terminal.press("enter").wait_for("refreshed 1 feed: 2 new")
        del server.feeds["/atom.xml"]
        terminal.press("space").wait_for("failed, F says why").wait_for("status 404")
        terminal.press("x").wait_for("unsubscribed").wait_for("No feeds yet")
        terminal.press("u").wait_for("undone").wait_for("status 404")
