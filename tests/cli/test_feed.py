from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import FEED
from tests.feedserver import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run
    from tests.feedserver import FeedServer

OPML = """\
<opml version="2.0"><body><outline text="Work"><outline text="One" xmlUrl="https://one.example/f"/></outline>
<outline text="Two" xmlUrl="https://two.example/f"/><outline text="None"/></body></opml>
"""


def test_a_feed_is_added_listed_and_removed(ok: Run) -> None:
    ended = ok("feed", "add", FEED, "--title", "Example", "--topic", "Product Discovery")
    assert ended.out == "subscribed: Example\n"
    assert "pmlearn feed refresh example-org-d74f" in ended.err
    assert ok("feed", "add", FEED).out == f"already subscribed: {FEED}\n"
    found = ok("feed", "list", "--json").json
    assert found["version"] == 1
    assert found["feeds"] == [
        {
            "id": "example-org-d74f",
            "url": FEED,
            "title": "Example",
            "entries": 0,
            "unread": 0,
            "error": None,
            "checked": None,
            "topics": ["product-discovery"],
            "gone": False,
            "next": None,
            "failures": 0,
            "paused": False,
            "weight": 0,
            "folder": None,
            "mute": [],
            "keep": [],
            "bodies": None,
            "expires": None,
            "full_text": False,
            "preset": False,
            "same_as": None,
            "quiet": False,
        }
    ]
    assert "never asked" in ok("feed", "list").out
    assert ok("feed", "remove", "example").out == "unsubscribed: Example\n"
    assert ok("feed", "list", "--json").json["feeds"] == []


def test_an_address_without_a_scheme_is_taken_for_https(ok: Run) -> None:
    ok("feed", "add", "example.org/feed.xml")
    assert ok("feed", "list", "--json").json["feeds"][0]["url"] == FEED


@pytest.mark.parametrize(
    "address", ["ftp://example.org/", "javascript:alert(1)", "https://", "file:///etc/passwd"]
)
def test_what_is_no_web_address_is_refused(run: Run, address: str) -> None:
    ended = run("feed", "add", address)
    assert (ended.status, ended.out) == (1, "")
    assert "https://example.org/feed.xml" in ended.err


def test_an_address_that_cannot_be_asked_is_subscribed_unseen(ok: Run) -> None:
    ended = ok("feed", "add", FEED)
    assert ended.out == f"subscribed: {FEED}\n"
    assert "subscribed unseen: the host example.org cannot be found" in ended.err
    assert "unseen" not in ok("feed", "add", "--anyway", "https://example.org/other").err


@pytest.fixture
def site(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> FeedServer:
    """A page that names two feeds, one that names one, and a list of two."""
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")
    link = "<link rel=alternate type=application/rss+xml title='{}' href='{}'>"
    rss = "<rss version='2.0'><channel><title>{}</title></channel></rss>"
    server.feeds |= {
        "/two": Reply(f"<html>{link.format('Posts', '/a')}{link.format('Talks', '/b')}".encode()),
        "/one": Reply(f"<html>{link.format('Posts', '/a')}".encode()),
        "/none": Reply(b"<html>nothing"),
        "/a": Reply(rss.format("Feed A").encode()),
        "/feed": Reply(rss.format("Guessed").encode()),
        "/list": Reply(OPML.encode()),
    }
    return server


def test_a_page_with_one_feed_is_enough(ok: Run, site: FeedServer) -> None:
    assert ok("feed", "add", site.url("/one")).out == "subscribed: Feed A\n"
    (row,) = ok("feed", "list", "--json").json["feeds"]
    assert (row["url"], row["title"]) == (site.url("/a"), "Feed A")


def test_of_several_it_asks_which(
    ok: Run, run: Run, site: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = run("feed", "add", site.url("/two"))
    assert (ended.status, ended.out) == (1, "")
    assert "names 2 feeds" in ended.err
    assert f"  pmlearn feed add {site.url('/b')}\n" in ended.err
    assert run("feed", "add", site.url("/two"), "--all", "--title", "X").status == 2
    monkeypatch.setattr("pmlearn.cli.adding.at_terminal", lambda: True)
    ended = ok("feed", "add", site.url("/two"), stdin="3\n2\n")
    assert f"subscribed: {site.url('/b')}\n" in ended.out
    ended = ok("feed", "add", site.url("/two"), "--topic", "teams", stdin="all\n")
    assert [row["topics"] for row in ok("feed", "list", "--json").json["feeds"]] == [["teams"]] * 2
    ok("undo")
    ok("feed", "remove", "127")
    assert ok("feed", "add", site.url("/two"), "--all").out == "subscribed: 2 feeds\n"


def test_the_usual_places_are_asked_on_request(ok: Run, run: Run, site: FeedServer) -> None:
    ended = run("feed", "add", site.url("/none"))
    assert (ended.status, ended.out) == (1, "")
    assert f"pmlearn feed add --guess {site.url('/none')}" in ended.err
    assert ok("feed", "add", "--guess", site.url("/none")).out == "subscribed: Guessed\n"


def test_what_is_found_is_shown(ok: Run, site: FeedServer) -> None:
    ok("feed", "add", "--anyway", site.url("/b"))
    found = ok("feed", "find", site.url("/two"), "--json").json
    assert (found["version"], found["kind"], found["error"]) == (1, "page", None)
    assert [(feed["url"], feed["title"], feed["subscribed"]) for feed in found["feeds"]] == [
        (site.url("/a"), "Posts", False),
        (site.url("/b"), "Talks", True),
    ]
    assert ok("feed", "find", site.url("/two")).out.splitlines()[1].endswith("Talks  subscribed")
    ended = ok("feed", "find", "https://nowhere.example/")
    assert "it could not be looked at: the host nowhere.example cannot be found" in ended.err


def test_lists_come_in_and_go_out(ok: Run, run: Run, site: FeedServer, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(OPML, "utf-8")
    ended = ok("feed", "import", "--dry-run", str(file))
    assert ended.out == "One (Work)\nTwo\nwould subscribe: 2 feeds\n"
    assert "in the list: 1 outline without a feed's address left out" in ended.err
    assert ok("feed", "list", "--json").json["feeds"] == []
    assert ok("feed", "add", site.url("/list")).out == "subscribed: 2 feeds\n"
    assert ok("feed", "import", str(file)).out == "subscribed: 0 feeds, 2 subscribed already\n"
    text = ok("feed", "export").out
    assert '<outline text="Work">' in text
    ok("undo")
    assert ok("feed", "import", "-", "--topic", "Teams", stdin=text).out == "subscribed: 2 feeds\n"
    assert [row["topics"] for row in ok("feed", "list", "--json").json["feeds"]] == [["teams"]] * 2
    assert ok("feed", "add", str(file)).out == "subscribed: 0 feeds, 2 subscribed already\n"
    ended = run("feed", "import", str(tmp_path / "none.opml"))
    assert (ended.status, ended.out) == (1, "")
    assert "no file" in ended.err


def test_one_bad_id_of_several_and_none_is_removed(ok: Run, run: Run) -> None:
    ok("feed", "add", FEED)
    ended = run("feed", "remove", "example", "nope")
    assert (ended.status, ended.out) == (1, "")
    assert "no feed nope" in ended.err
    assert len(ok("feed", "list", "--json").json["feeds"]) == 1


def test_without_feeds_it_is_said_how_to_get_one(ok: Run) -> None:
    ended = ok("feed", "list")
    assert (ended.out, ended.err.count("pmlearn feed add URL")) == ("", 1)


def test_a_feed_of_the_configuration_is_there_without_an_action(ok: Run, places: Mapping[str, Path]) -> None:
    places["config"].mkdir(parents=True)
    (places["config"] / "config.toml").write_text(f'[[feeds]]\nurl = "{FEED}"\ntitle = "Preset"\n', "utf-8")
    assert [feed["title"] for feed in ok("feed", "list", "--json").json["feeds"]] == ["Preset"]
    assert not list(places["data"].rglob("*.jsonl"))
    ok("feed", "remove", "example")
    assert ok("feed", "list", "--json").json["feeds"] == []


def test_what_was_touched_outlives_its_feed(ok: Run, items: list[str]) -> None:
    ok("queue", "star", items[0])
    ok("feed", "remove", "example")
    found = ok("queue", "list", "starred:yes", "--json").json["items"]
    assert [item["title"] for item in found] == ["Hiring your first product manager"]
    assert ok("queue", "list", "--json").json["total"] == 1


# Setting and showing.


def test_what_is_set_is_shown_and_taken_back(ok: Run, items: list[str]) -> None:
    ended = ok("feed", "set", "example", "--title", "Ex", "--weight", "-2", "--pause", "--bodies", "5")
    assert ended.out == "set: Ex\n"
    ok("feed", "set", "example", "--expires", "30", "--full-text", "--folder", "A/B", "--topic", "Big One")
    ok("feed", "set", "example", "--mute", "pricing", "--mute", "adverts", "--keep", "topic:teams")
    shown = ok("feed", "show", "example", "--json").json["feed"]
    assert {key: shown[key] for key in ("title", "weight", "paused", "bodies", "expires", "full_text")} == {
        "title": "Ex",
        "weight": -2,
        "paused": True,
        "bodies": 5,
        "expires": 30,
        "full_text": True,
    }
    assert (shown["folder"], shown["topics"]) == ("A/B", ["big-one"])
    assert (shown["mute"], shown["keep"]) == (["pricing", "adverts"], ["topic:teams"])
    text = ok("feed", "show", "example").out
    assert text.startswith("Ex\n")
    for line in ("weight     -2", "mute       pricing", "expires    after 30 days", "next       paused"):
        assert line in text
    assert "paused, weight -2" in ok("feed", "list").out
    assert shown == ok("feed", "list", "--json").json["feeds"][0]
    ok("feed", "set", "example", "--resume", "--bodies", "all", "--expires", "never", "--no-filters")
    after = ok("feed", "set", "example", "--no-full-text", "--weight", "0", "--json").json["feeds"][0]
    keys = ("paused", "bodies", "expires", "mute", "keep", "full_text", "weight")
    assert [after[key] for key in keys] == [False, None, None, [], [], False, 0]
    for _ in range(5):
        ok("undo")
    assert ok("feed", "show", "example", "--json").json["feed"]["weight"] == 0


def test_a_dry_run_says_what_would_go(ok: Run, items: list[str]) -> None:
    ended = ok("feed", "set", "example", "--mute", "pricing", "--dry-run")
    assert ended.out == f"{items[1]}  2026-11-02  Pricing [/] for two\n"
    assert "1 item of the inbox would count as archived; nothing was changed" in ended.err
    found = ok("feed", "set", "example", "--keep", "pricing", "--dry-run", "--json").json
    assert {item["id"] for item in found["would_go"]} == {items[0], items[2]}
    assert found["version"] == 1
    assert ok("feed", "show", "example", "--json").json["feed"]["keep"] == []


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ((), 2, "nothing to set"),
        (("--weight", "4"), 1, "weighs from -3 to 3"),
        (("--bodies", "some"), 2, "neither a whole number nor all"),
        (("--expires", "0"), 1, "nothing expires after 0 days"),
        (("--mute", "colour:red"), 1, "colour"),
        (("--mute", "x", "--mute", " "), 1, "a query is empty"),
    ],
)
def test_what_cannot_be_set_is_said_and_nothing_changes(
    run: Run, ok: Run, options: tuple[str, ...], status: int, said: str
) -> None:
    ok("feed", "add", FEED)
    before = ok("history", "--json").json
    ended = run("feed", "set", "example", *options)
    assert (ended.status, ended.out) == (status, "")
    assert said in ended.err
    assert ok("history", "--json").json == before


def test_one_of_several_that_is_unknown_and_none_is_set(run: Run, ok: Run) -> None:
    ok("feed", "add", FEED)
    assert run("feed", "set", "example", "nope", "--weight", "1").status == 1
    assert ok("feed", "list", "--json").json["feeds"][0]["weight"] == 0


def test_a_feed_of_the_configuration_is_set_there_and_its_password_is_not_shown(
    ok: Run, run: Run, places: Mapping[str, Path]
) -> None:
    places["config"].mkdir(parents=True)
    (places["config"] / "config.toml").write_text(
        f'[[feeds]]\nurl = "{FEED}"\nuser = "ada"\npassword = "s3cret"\nweight = 2\n', "utf-8"
    )
    ended = run("feed", "set", "example", "--weight", "1")
    assert (ended.status, "comes from config.toml" in ended.err) == (1, True)
    shown = ok("feed", "show", "example", "--json")
    assert (shown.json["feed"]["weight"], shown.json["feed"]["preset"]) == (2, True)
    for command in (
        ("feed", "show", "example"),
        ("feed", "list", "--json"),
        ("config",),
        ("config", "--json"),
    ):
        ended = ok(*command)
        assert "s3cret" not in ended.out + ended.err


def test_an_address_with_a_password_is_refused_without_repeating_it(
    run: Run, places: Mapping[str, Path]
) -> None:
    ended = run("feed", "add", "https://ada:s3cret@example.org/f")
    assert (ended.status, ended.out) == (1, "")
    assert "password_command into config.toml" in ended.err
    assert "s3cret" not in ended.err
    assert not list(places["data"].rglob("*.jsonl"))
