from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import FEED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run


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
