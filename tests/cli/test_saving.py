"""pmlearn queue add, fetch and import."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.feeds.test_readinglist import CSV
from tests.feedserver import Reply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run
    from tests.feedserver import FeedServer


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "pocket.csv"
    path.write_text(CSV, "utf-8")
    return str(path)


def test_a_list_is_saved_and_taken_back(ok: Run, file: str) -> None:
    assert ok("queue", "import", file, "--dry-run").out == "would save 2 links\n"
    ended = ok("queue", "import", file)
    assert ended.out == "saved 2 links\n"
    assert "line 4: no web address: javascript:alert(1)" in ended.err
    assert "1 entry was left out" in ended.err
    assert "0 saved before, 1 more than once" in ended.err
    assert len(ok("queue", "list", "state:done", "--json").json["items"]) == 2
    ok("undo")
    assert ok("queue", "list", "state:done", "--json").json["items"] == []


def test_json_counts(ok: Run, file: str) -> None:
    assert ok("queue", "import", file, "--from", "pocket", "--json").json == {
        "version": 1,
        "from": "pocket",
        "saved": 2,
        "known": 0,
        "twins": 1,
        "left_out": 1,
        "problems": ["line 4: no web address: javascript:alert(1)"],
    }


def test_one_that_is_none_is_refused(run: Run, file: str, tmp_path: Path) -> None:
    ended = run("queue", "import", file, "--from", "wallabag")
    assert ended.status == 1
    assert "no list of wallabag's" in ended.err
    assert "looks like pocket" in ended.err
    assert run("queue", "import", str(tmp_path / "none")).status == 1


def test_a_page_is_fetched(ok: Run, run: Run, server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")
    body = b"<title>A walrus</title><p>" + b"Puffins swim. " * 30
    server.feeds["/a"] = Reply(body, 200, {"Content-Type": "text/html"})
    url = server.url("/a")
    assert ok("queue", "add", "--no-fetch", url).out == f"saved: {url}\n"
    item = ok("queue", "list", "--json").json["items"][0]["id"]
    assert ok("queue", "fetch", item).out == f"fetched: {url}\n"
    assert ok("queue", "fetch", item).out == f"here already: {url}\n"
    assert "Puffins swim." in ok("queue", "show", item).out
    server.feeds["/b"] = server.feeds["/a"]
    assert ok("queue", "add", server.url("/b")).out == "saved: A walrus\n"
    assert run("queue", "fetch", "nothing").status == 1
