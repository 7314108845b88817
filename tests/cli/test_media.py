"""Downloading at the command line, from a server on loopback."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.model.feed import Enclosure, Entry, ParsedFeed, feed_id, item_id
from tests.cli.conftest import FEED
from tests.feedserver import Gate, Reply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run
    from tests.feedserver import FeedServer

AUDIO = {"Content-Type": "audio/mpeg"}
SIZE = 600_000


@pytest.fixture
def talks(ok: Run, server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of four episodes, the newest first, and of an article."""
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")
    ok("feed", "add", FEED)
    entries = [
        Entry(
            str(at),
            f"Talk {at}",
            f"https://example.org/{at}",
            published=f"2026-11-0{9 - at}T00:00:00Z",
            enclosures=(Enclosure(server.url(f"/{at}.mp3"), "audio/mpeg"),),
        )
        for at in range(4)
    ]
    for at in range(4):
        server.feeds[f"/{at}.mp3"] = Reply(bytes([at]) * SIZE, headers=AUDIO, etag=f'"{at}"', ranges=True)
    entries.append(Entry("article", "An article", published="2026-11-01T00:00:00Z"))
    wiring.build()._entries.merge(feed_id(FEED), ParsedFeed("Talks", "", tuple(entries)))
    return [item_id(feed_id(FEED), entry.id) for entry in entries]


def files(home: Path) -> dict[str, int]:
    directory = home / "pmlearn" / "cache" / "media"
    return {path.name: path.stat().st_size for path in directory.iterdir()} if directory.exists() else {}


def configure(home: Path, text: str) -> None:
    directory = home / "pmlearn" / "config"
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "config.toml").write_text(f"[player]\n{text}\n")


def test_a_recording_is_downloaded_once(ok: Run, talks: list[str], home: Path, server: FeedServer) -> None:
    assert ok("queue", "download", talks[0]).out == "downloaded: Talk 0, 0.6 MB\n"
    assert files(home) == {f"{talks[0]}.mp3": SIZE}
    assert ok("queue", "download", talks[0]).out == "already here: Talk 0, 0.6 MB\n"
    assert server.asked["/0.mp3"] == 1


def test_what_broke_off_goes_on(ok: Run, run: Run, talks: list[str], home: Path, server: FeedServer) -> None:
    whole = server.feeds["/0.mp3"]
    server.feeds["/0.mp3"] = Reply(whole.body, headers=AUDIO, etag=whole.etag, cut=200_000)
    ended = run("queue", "download", talks[0])
    assert ended.status == 1
    assert "Talk 0: " in ended.err
    assert files(home)[f"{talks[0]}.part"] == 200_000
    shown = ok("queue", "downloads").out
    assert "0.2 MB so far" in shown
    server.feeds["/0.mp3"] = whole
    ok("queue", "download", talks[0])
    assert files(home) == {f"{talks[0]}.mp3": SIZE}
    assert server.seen[-1][1]["range"] == "bytes=200000-"


def test_programs_hear_how_far_it_is(ok: Run, talks: list[str]) -> None:
    rows = [json.loads(line) for line in ok("queue", "download", "--progress", *talks[:2]).out.splitlines()]
    ended = [row for row in rows if row["outcome"] == "downloaded"]
    assert {row["id"] for row in ended} == set(talks[:2])
    assert [row["done"] for row in ended] == [1, 2]
    assert {row["size"] for row in rows} == {SIZE}
    assert any(row["outcome"] == "loading" and 0 < row["received"] < SIZE for row in rows)


def test_one_failure_does_not_harm_the_others(
    run: Run, talks: list[str], home: Path, server: FeedServer
) -> None:
    server.feeds["/1.mp3"] = Reply(b"<html>pay", headers={"Content-Type": "text/html"})
    ended = run("queue", "download", *talks[:3])
    assert ended.status == 1
    assert "Talk 1" in ended.err
    assert "no recording" in ended.err
    assert files(home) == {f"{talks[0]}.mp3": SIZE, f"{talks[2]}.mp3": SIZE}


def test_two_connections_go_to_a_host(run: Run, talks: list[str], server: FeedServer) -> None:
    gate = Gate()
    for at in range(4):
        server.feeds[f"/{at}.mp3"].gate = gate
    gate.open()
    run("queue", "download", *talks[:4])
    assert server.most_open <= 2


def test_all_are_found_before_any_is_downloaded(run: Run, talks: list[str], home: Path) -> None:
    for wrong, said in (("zzz", "no item"), (talks[4], "no recording")):
        ended = run("queue", "download", talks[0], wrong)
        assert ended.status == 1
        assert said in ended.err
    assert files(home) == {}


def test_the_heard_go_first_and_the_starred_last(ok: Run, talks: list[str], home: Path) -> None:
    configure(home, "cache_mb = 2")
    for at in range(3):
        ok("queue", "download", talks[at])
        os.utime(home / "pmlearn" / "cache" / "media" / f"{talks[at]}.mp3", (at, at))
    ok("queue", "star", talks[0])
    ok("queue", "done", talks[2])
    ok("queue", "download", talks[3])
    assert set(files(home)) == {f"{talks[at]}.mp3" for at in (0, 1, 3)}
    configure(home, "cache_mb = 1")
    ok("queue", "done", talks[0])
    services = wiring.build()
    held = services.media.path(talks[1])
    assert held is not None
    lent = services.media.lend(held)
    services.media.make_room()
    os.close(lent)
    # The newest went before the starred one; what is being played stays whatever its worth.
    assert set(files(home)) == {f"{talks[1]}.mp3"}


@pytest.mark.parametrize("key", ["cache_mb", "download_mb"])
def test_what_is_larger_than_may_be_is_not_downloaded(
    run: Run, talks: list[str], home: Path, server: FeedServer, key: str
) -> None:
    configure(home, f"{key} = 1")
    server.feeds["/0.mp3"] = Reply(b"\0" * 1_000_001, headers=AUDIO)
    ended = run("queue", "download", talks[0])
    assert ended.status == 1
    assert "[player] download_mb" in ended.err
    assert files(home) == {}


def test_what_is_there_is_listed_and_removed(ok: Run, run: Run, talks: list[str], home: Path) -> None:
    ok("queue", "download", *talks[:3])
    found = ok("queue", "downloads", "--json").json
    assert {row["id"] for row in found["downloads"]} == set(talks[:3])
    assert found["downloads"][0].keys() == {"id", "title", "size", "at", "state", "starred", "whole"}
    assert (found["size"], found["most"]) == (3 * SIZE, 2_000_000_000)
    ended = run("queue", "downloads", "--remove", talks[0], "zzz")
    assert (ended.status, len(files(home))) == (1, 3)
    assert ok("queue", "downloads", "--remove", talks[0]).out == "removed 1 recording, 0.6 MB\n"
    services = wiring.build()
    held = services.media.path(talks[1])
    assert held is not None
    lent = services.media.lend(held)
    assert run("queue", "downloads", "--remove", talks[1]).status == 1
    assert "1 in use" in ok("queue", "downloads", "--clear").out
    os.close(lent)
    assert set(files(home)) == {f"{talks[1]}.mp3"}


@pytest.mark.parametrize("words", [["--remove"], ["abc"], ["--clear", "abc"], ["--clear", "--json"]])
def test_what_is_meant_has_to_be_said(run: Run, words: list[str]) -> None:
    assert run("queue", "downloads", *words).status == 2
