"""A reader: subscribes to a feed, brings it in, sorts the inbox, reads, stars, and opens the link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.documents import ATOM
from tests.e2e.terminal import Terminal, environment
from tests.feedserver import FeedServer, Reply

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Talk to five customers a week"


def test_a_feed_that_cannot_be_had_says_why_and_the_next_move(home: Path) -> None:
    with FeedServer() as server, Terminal(environment(home)) as terminal:
        terminal.wait_for("Start here").press("F").wait_for("No feeds yet")
        terminal.press("a").wait_for("Address of a feed").type(server.url("/nothing.xml"))
        terminal.press("enter").wait_for("its server answers 404").wait_for("No feeds yet")
        server.feeds["/atom.xml"] = Reply(ATOM)
        terminal.press("a").wait_for("Address of a feed").type(server.url("/atom.xml"))
        terminal.press("enter").wait_for("refreshed 1 feed: 2 new")
        del server.feeds["/atom.xml"]
        terminal.press("space").wait_for("failed, the list says why").wait_for("status 404")
        terminal.press("x").wait_for("unsubscribed").wait_for("No feeds yet")
        terminal.press("u").wait_for("undone").wait_for("status 404")
