from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.feedserver import Reply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run
    from tests.feedserver import FeedServer

RSS = b"""<rss version="2.0"><channel><title>The RSS one</title><link>https://example.org/</link><description/>
<item><title>One</title><link>https://example.org/1</link><guid>1</guid></item>
<item><title>Two [/] [@click=app.quit]x[/]</title><link>https://example.org/2</link><guid>2</guid></item>
</channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Atom one</title><id>a</id>
<updated>2026-11-22T00:00:00Z</updated><entry><id>a1</id><title>Three</title>
<updated>2026-11-22T00:00:00Z</updated><link href="https://example.org/3"/></entry></feed>"""

PODCAST = b"""<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>
<title>The podcast</title><link>https://example.org/</link><description/><item><title>Four</title>
<guid>4</guid><enclosure url="https://example.org/4.mp3" length="1000" type="audio/mpeg"/>
<itunes:duration>54:01</itunes:duration></item></channel></rss>"""


@pytest.fixture
def feeds(ok: Run, server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Three feeds that are subscribed; returns their ids by path."""
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")
    ids = {}
    for path, body in {"/rss": RSS, "/atom": ATOM, "/podcast": PODCAST}.items():
        server.feeds[path] = Reply(body=body, etag=f'"{path}"')
        ok("feed", "add", "--anyway", server.url(path))
    for feed in ok("feed", "list", "--json").json["feeds"]:
        ids[feed["url"].rpartition("/")[2]] = feed["id"]
    return ids


def test_what_is_new_arrives_and_then_nothing_is_sent_again(
    ok: Run, feeds: dict[str, str], server: FeedServer
) -> None:
    found = ok("feed", "refresh", "--json").json
    assert found["version"] == 1
    assert {"id", "url", "outcome", "new", "error", "next", "same_as"} == found["feeds"][0].keys()
    assert {feed["id"]: (feed["outcome"], feed["new"], feed["error"]) for feed in found["feeds"]} == {
        feeds["rss"]: ("updated", 2, None),
        feeds["atom"]: ("updated", 1, None),
        feeds["podcast"]: ("updated", 1, None),
    }
    early = ok("feed", "refresh", "--json").json["feeds"]
    assert {(feed["outcome"], feed["new"]) for feed in early} == {("waiting", 0)}
    assert server.asked["/rss"] == 1
    again = ok("feed", "refresh", "--force", "--json").json["feeds"]
    assert {(feed["outcome"], feed["new"]) for feed in again} == {("unchanged", 0)}
    listed = ok("feed", "list", "--json").json["feeds"]
    assert {feed["title"]: (feed["entries"], feed["unread"]) for feed in listed} == {
        "The Atom one": (1, 1),
        "The podcast": (1, 1),
        "The RSS one": (2, 2),
    }
    assert all(feed["checked"].endswith("Z") for feed in listed)
    items = {item["title"]: item for item in ok("queue", "list", "--json").json["items"]}
    assert set(items) == {"One", "Two [/] [@click=app.quit]x[/]", "Three", "Four"}
    assert (items["Four"]["kind"], items["Four"]["minutes"]) == ("audio", 55)
    assert items["Three"]["published"] == "2026-11-22T00:00:00Z"
    assert items["One"]["published"] is None
    assert server.asked["/rss"] == 2


def test_feeds_can_be_named_and_progress_is_a_line_each(ok: Run, feeds: dict[str, str]) -> None:
    lines = ok("feed", "refresh", "--progress", feeds["rss"], feeds["atom"]).out.splitlines()
    rows = [json.loads(line) for line in lines]
    assert {row["id"] for row in rows} == {feeds["rss"], feeds["atom"]}
    assert [(row["done"], row["total"]) for row in rows] == [(1, 2), (2, 2)]
    keys = {"id", "url", "title", "outcome", "new", "error", "done", "total", "next", "same_as"}
    assert keys == rows[0].keys()


def test_one_that_fails_ends_with_1_after_all_were_asked(
    run: Run, ok: Run, feeds: dict[str, str], server: FeedServer
) -> None:
    server.feeds["/atom"] = Reply(status=500)
    ended = run("feed", "refresh", "--quiet")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(f"pmlearn: {feeds['atom']}: ")
    assert len(ended.err.splitlines()) == 1
    listed = {feed["id"]: feed for feed in ok("feed", "list", "--json").json["feeds"]}
    assert "500" in listed[feeds["atom"]]["error"]
    assert listed[feeds["rss"]]["entries"] == 2


def test_a_feed_that_asked_for_time_waits_unless_forced(
    ok: Run, run: Run, feeds: dict[str, str], server: FeedServer
) -> None:
    server.feeds["/rss"] = Reply(status=503, headers={"Retry-After": "3600"})
    assert run("feed", "refresh", feeds["rss"]).status == 1
    assert ok("feed", "refresh", feeds["rss"], "--json").json["feeds"][0]["outcome"] == "waiting"
    assert server.asked["/rss"] == 1
    server.feeds["/rss"] = Reply(body=RSS)
    assert ok("feed", "refresh", "--force", feeds["rss"], "--json").json["feeds"][0]["outcome"] == "updated"


def test_without_leave_nothing_on_a_private_network_is_asked(
    run: Run, feeds: dict[str, str], server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PMLEARN_ALLOW_PRIVATE")
    ended = run("feed", "refresh", "--json")
    assert ended.status == 1
    assert {feed["outcome"] for feed in ended.json["feeds"]} == {"failed"}
    assert not server.asked


def test_a_feed_that_is_not_there_stops_before_any_is_asked(
    run: Run, feeds: dict[str, str], server: FeedServer
) -> None:
    ended = run("feed", "refresh", feeds["rss"], "nope")
    assert (ended.status, ended.out) == (1, "")
    assert not server.asked


def test_text_for_people(ok: Run, feeds: dict[str, str]) -> None:
    ended = ok("feed", "refresh")
    assert "updated: The RSS one, 2 new entries\n" in ended.out
    assert ended.err == "pmlearn: 3 feeds: 4 new entries\n"


def test_one_object_at_the_end_and_one_for_each_feed_do_not_go_together(
    run: Run, feeds: dict[str, str], server: FeedServer
) -> None:
    ended = run("feed", "refresh", "--json", "--progress")
    assert (ended.status, ended.out) == (2, "")
    assert "give one of them" in ended.err
    assert not server.asked


# Once for all learners.


@pytest.fixture
def machine(
    ok: Run, home: Path, server: FeedServer, feeds: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A machine whose administrator has three feeds fetched for all; the learner has subscribed none yet."""
    directory = home / "all"
    (home / "etc" / "pmlearn").mkdir(parents=True)
    (home / "etc" / "pmlearn" / "config.toml").write_text(f'[network]\nshared = "{directory}"\n')
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(home / "etc"))
    rows = ok("feed", "refresh", "--system", "--json").json["feeds"]
    assert {row["outcome"] for row in rows} == {"updated"}
    monkeypatch.setenv("PMLEARN_HOME", str(home / "learner"))
    return directory


def test_what_is_fetched_for_all_a_learner_has_without_asking(
    ok: Run, machine: Path, server: FeedServer, feeds: dict[str, str], home: Path
) -> None:
    ok("feed", "add", "--anyway", server.url("/rss"))
    items = ok("queue", "list", "--json").json["items"]
    assert {item["title"] for item in items} == {"One", "Two [/] [@click=app.quit]x[/]"}
    [listed] = ok("feed", "list", "--json").json["feeds"]
    assert (listed["title"], listed["entries"], listed["id"]) == ("The RSS one", 2, feeds["rss"])
    assert listed["checked"]
    [row] = ok("feed", "refresh", "--json").json["feeds"]
    assert row["outcome"] == "shared"
    assert server.asked["/rss"] == 1
    ok("queue", "done", items[0]["id"])
    assert not list((home / "learner" / "data" / "entries").glob("*"))
    assert ok("queue", "list", "--json").json["total"] == 1
    ok("feed", "refresh", "--force")
    assert server.asked["/rss"] == 2
    assert ok("queue", "list", "--json").json["total"] == 1


def test_a_feed_that_is_not_kept_for_all_is_asked_for(ok: Run, machine: Path, server: FeedServer) -> None:
    server.feeds["/mine"] = Reply(body=RSS.replace(b"The RSS one", b"Mine"))
    ok("feed", "add", server.url("/mine"))
    [row] = ok("feed", "refresh", "--json").json["feeds"]
    assert (row["outcome"], row["new"]) == ("updated", 2)


def test_where_it_cannot_be_believed_it_is_said_in_a_line_and_the_network_is_asked(
    ok: Run, machine: Path, server: FeedServer
) -> None:
    ok("feed", "add", "--anyway", server.url("/rss"))
    (machine / "entries").chmod(0o777)
    ended = ok("feed", "refresh")
    assert ended.err.count("is not used") == 1
    assert "can be written by others" in ended.err
    assert server.asked["/rss"] == 2
    assert ok("queue", "list", "--json").json["total"] == 2


def test_a_feed_behind_a_password_is_not_fetched_for_all(
    ok: Run, home: Path, server: FeedServer, feeds: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "etc" / "pmlearn").mkdir(parents=True)
    (home / "etc" / "pmlearn" / "config.toml").write_text(
        f'[network]\nshared = "{home / "all"}"\n[[feeds]]\nurl = "{server.url("/rss")}"\ntoken = "t"\n'
    )
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(home / "etc"))
    rows = {row["id"]: row["outcome"] for row in ok("feed", "refresh", "--system", "--json").json["feeds"]}
    assert rows == {feeds["rss"]: "private", feeds["atom"]: "updated", feeds["podcast"]: "updated"}
    assert "/rss" not in server.asked


def test_without_a_directory_for_all_it_is_said_what_to_set(run: Run, server: FeedServer) -> None:
    ended = run("feed", "refresh", "--system")
    assert (ended.status, ended.out) == (1, "")
    assert 'shared = "/var/lib/pmlearn"' in ended.err


def test_for_cron_it_says_only_what_fails_and_that_only_when_it_was_asked(
    run: Run, feeds: dict[str, str], server: FeedServer
) -> None:
    server.feeds["/atom"] = Reply(status=500)
    ended = run("feed", "refresh", "--quiet")
    assert (ended.status, ended.out, len(ended.err.splitlines())) == (1, "", 1)
    again = run("feed", "refresh", "--quiet")
    assert (again.status, again.out, again.err) == (0, "", "")
