"""The command line from end to end: what a script, a cron job and a pipe get."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.e2e.documents import ATOM, PODCAST, RSS
from tests.e2e.shell import run, shell
from tests.e2e.terminal import PMLEARN, ROOT, environment
from tests.feedserver import FeedServer, Reply, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CURRICULUM = {"id", "title", "steps", "done", "percent", "followed", "source"}
FEED = {"id", "url", "title", "entries", "unread", "error", "checked"}
REFRESHED = {"id", "url", "outcome", "new", "error", "next", "same_as"}
ITEM = {"id", "title", "link", "feed", "published", "kind", "state", "starred", "minutes", "topics"}
"""The keys that the documentation promises to scripts."""


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """A web server with an RSS 2.0 feed, an Atom feed and a podcast."""
    feeds = {
        "/feed.xml": Reply(RSS, etag='"1"'),
        "/atom.xml": Reply(ATOM, last_modified="Fri, 20 Nov 2026 10:00:00 GMT"),
        "/talk.xml": Reply(PODCAST, etag='W/"3"'),
    }
    with FeedServer(feeds) as running:
        yield running


def subscribe(env: dict[str, str], server: FeedServer) -> None:
    for path in ("/feed.xml", "/atom.xml", "/talk.xml"):
        shell(env, "feed", "add", "--anyway", server.url(path), "--topic", "discovery")


def test_a_step_is_done_and_taken_back(home: Path) -> None:
    env = environment(home)
    listed = {row["id"]: row for row in shell(env, "curriculum", "list", "--json").json["curricula"]}
    assert listed.keys() == {file.stem for file in (ROOT / "curricula").glob("*.yaml")}
    assert all(row.keys() >= CURRICULUM for row in listed.values())
    assert listed["inspired"]["source"] == "shipped"
    assert listed["inspired"]["done"] == 0
    # A shortened ref, as long as it is unique; then one that is not known.
    assert shell(env, "step", "done", "inspired/get-the-book").out.startswith("done: Get the second edition")
    assert shell(env, "step", "show", "inspired/get-the-book", "--json").json["status"] == "done"
    rows = {row["id"]: row for row in shell(env, "curriculum", "list", "--json").json["curricula"]}
    assert rows["inspired"]["done"] == 1
    near = run(env, "step", "done", "inspired/get-the-boook")
    assert near.status == 1
    assert near.out == ""
    assert "did you mean inspired/get-the-book?" in near.err
    assert shell(env, "undo").out.startswith("undone: ")
    assert shell(env, "step", "show", "inspired/get-the-book", "--json").json["status"] == "todo"
    assert shell(env, "redo").out.startswith("redone: ")
    kinds = [row["kind"] for row in shell(env, "history", "--json").json["actions"]]
    assert kinds == ["redo", "undo", "tick"]
    # Of several, all are found first, else nothing changes.
    both = run(env, "step", "done", "inspired/choose-your-product", "inspired/nowhere")
    assert both.status == 1
    assert shell(env, "step", "show", "inspired/choose-your-product", "--json").json["status"] == "todo"
    assert run(env, "step", "dome").status == 2


def test_feeds_become_a_queue_and_the_second_time_nothing_is_sent(home: Path, server: FeedServer) -> None:
    env = environment(home)
    subscribe(env, server)
    first = shell(env, "feed", "refresh", "--json").json["feeds"]
    assert [(row["outcome"], row["error"]) for row in first] == [("updated", None)] * 3
    assert sorted(row["new"] for row in first) == [1, 2, 2]
    assert all(row.keys() == REFRESHED for row in first)
    queue = shell(env, "queue", "list", "--json").json
    assert queue.keys() == {"version", "items", "total", "minutes"}
    assert queue["total"] == len(queue["items"]) == 5
    assert all(item.keys() >= ITEM for item in queue["items"])
    by_title = {item["title"]: item for item in queue["items"]}
    talk = by_title["Hiring your first product manager"]
    assert (talk["kind"], talk["minutes"], talk["link"]) == ("audio", 54, None)
    customers = by_title["Talk to five customers a week"]
    assert customers["link"] == "https://example.org/customers?a=1&b=2"
    assert customers["published"] == "2026-11-20T10:00:00Z"
    assert customers["topics"] == ["discovery"]
    assert by_title["Say no & mean it"]["state"] == "inbox"
    assert [item["published"] for item in queue["items"]] == sorted(
        (item["published"] for item in queue["items"]), reverse=True
    )
    assert "• " not in (text := shell(env, "queue", "show", customers["id"], "--json").json["text"])
    assert "<p>" not in text
    assert "ask for stories" in text
    # At once again nothing is asked; where one insists everything is, and everything answers 304.
    early = shell(env, "feed", "refresh", "--json").json["feeds"]
    assert [row["outcome"] for row in early] == ["waiting"] * 3
    assert server.statuses == {200: 3}
    second = shell(env, "feed", "refresh", "--force", "--json").json["feeds"]
    assert [(row["outcome"], row["new"]) for row in second] == [("unchanged", 0)] * 3
    assert server.statuses == {200: 3, 304: 3}
    feeds = shell(env, "feed", "list", "--json").json["feeds"]
    assert all(row.keys() >= FEED and row["error"] is None for row in feeds)
    assert sorted((row["title"], row["entries"], row["unread"]) for row in feeds) == [
        ("Field notes", 2, 2), ("Product talk", 1, 1), ("Product weekly", 2, 2),
    ]  # fmt: skip


def test_items_are_sorted_starred_and_opened(home: Path, server: FeedServer) -> None:
    opened = home / "opened"
    browser = home / "browser"
    browser.write_text(f'#!/bin/sh\necho "$#:$1" > {opened}.new && mv {opened}.new {opened}\n')
    browser.chmod(0o755)
    env = environment(home, BROWSER=str(browser))
    subscribe(env, server)
    shell(env, "feed", "refresh", "--quiet")
    shell(env, "queue", "add", "--no-fetch", "example.org/saved", "--title", "Saved by hand")
    ids = {item["title"]: item["id"] for item in shell(env, "queue", "list", "--json").json["items"]}
    first, second = ids["Say no & mean it"], ids["The trio decides"]
    shell(env, "queue", "later", first[:7], second)
    shell(env, "queue", "star", second)
    shell(env, "queue", "done", first)
    shell(env, "queue", "drop", ids["What a roadmap promises"])
    assert shell(env, "queue", "open", second).out == "opened https://example.org/trio\n"
    listed = {item["title"]: item for item in shell(env, "queue", "list", "--json").json["items"]}
    assert listed["The trio decides"]["state"] == "reading"
    assert listed["The trio decides"]["starred"] is True
    assert (listed["Saved by hand"]["kind"], listed["Saved by hand"]["link"]) == (
        "link", "https://example.org/saved",
    )  # fmt: skip
    assert listed.keys() & {"Say no & mean it", "What a roadmap promises"} == set()
    done = shell(env, "queue", "list", "state:done", "--json").json["items"]
    assert [item["id"] for item in done] == [first]
    assert run(env, "queue", "done", first, "nothing").status == 1


def test_a_feed_that_moves_is_followed_and_one_that_is_gone_retires(home: Path, server: FeedServer) -> None:
    env = environment(home)
    subscribe(env, server)
    before = {row["id"] for row in shell(env, "feed", "refresh", "--json").json["feeds"]}
    server.feeds["/elsewhere.xml"] = server.feeds["/feed.xml"]
    server.feeds["/feed.xml"] = redirect("/elsewhere.xml")
    server.feeds["/talk.xml"] = Reply(status=410)
    rows = shell(env, "feed", "refresh", "--json", *before).json["feeds"]
    outcomes = {row["url"].rpartition("/")[2]: row["outcome"] for row in rows}
    assert outcomes == {"elsewhere.xml": "moved", "atom.xml": "unchanged", "talk.xml": "gone"}
    assert {row["id"] for row in rows} == before
    server.asked.clear()
    rows = shell(env, "feed", "refresh", "--json", *before).json["feeds"]
    assert server.asked == {"/elsewhere.xml": 1, "/atom.xml": 1}
    assert {row["outcome"] for row in rows} == {"unchanged", "gone"}
    assert shell(env, "queue", "list", "--json").json["total"] == 5


def test_a_feed_that_fails_costs_the_status_after_all_were_asked(home: Path, server: FeedServer) -> None:
    env = environment(home)
    subscribe(env, server)
    server.feeds["/atom.xml"] = Reply(status=500)
    done = run(env, "feed", "refresh", "--json")
    assert done.status == 1
    assert sorted(row["outcome"] for row in done.json["feeds"]) == ["failed", "updated", "updated"]
    assert run(env, "feed", "refresh", "--quiet").out == ""


def test_nothing_on_a_private_network_is_asked_unless_it_is_allowed(home: Path, server: FeedServer) -> None:
    env = environment(home)
    del env["PMLEARN_ALLOW_PRIVATE"]
    subscribe(env, server)
    done = run(env, "feed", "refresh", "--json")
    assert done.status == 1
    assert all("private network" in row["error"] for row in done.json["feeds"])
    assert server.connections == 0


def test_a_reader_that_went_away_is_no_crash(home: Path) -> None:
    command = subprocess.run(
        ["/bin/sh", "-c", '"$@" | :', "sh", *PMLEARN, "curriculum", "show", "inspired"],
        env=environment(home),
        check=False,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    assert command.stderr == b""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_what_is_closed_is_done_without(home: Path, closed: str) -> None:
    env = environment(home)
    without = ("/bin/sh", "-c", f'exec "$@" {closed}', "sh", *PMLEARN)
    assert run(env, command=without).status == 0
    assert run(env, "step", "done", "inspired/get-the-book", command=without).status == 0
    assert shell(env, "step", "show", "inspired/get-the-book", "--json").json["status"] == "done"
