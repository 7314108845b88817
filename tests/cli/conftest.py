"""The command line in this process, over two small curricula instead of the shipped ones."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from pmlearn import wiring
from pmlearn.catalog import finder
from pmlearn.cli.main import main
from pmlearn.model.feed import Enclosure, Entry, ParsedFeed, feed_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TINY = """\
format: 1
id: tiny
title: Tiny
summary: Two modules, three steps.
modules:
  - id: first
    title: First things
    steps:
      - id: read
        title: Read it
        kind: book
        why: The rest builds on it.
        do: Read it twice.
        done_when: You can retell it.
        minutes: 50
        topics: [discovery]
        resources:
          - {type: book, title: The book, isbn: 9781119387503, by: Ada}
          - {type: article, title: The page, url: "https://example.org/page"}
        parts:
          - {id: one, title: Chapter one, minutes: 20}
          - {id: two, title: Chapter two, minutes: 30}
          - {id: three, title: Chapter three, optional: true}
      - {id: try, title: Try it, kind: exercise, minutes: 25}
  - id: second
    title: Second things
    steps:
      - {id: show, title: Show it, kind: project, optional: true}
feeds:
  - {url: "https://example.org/feed.xml", title: Example, topics: [discovery]}
"""

OTHER = """\
format: 1
id: other
title: Another one
modules:
  - id: only
    title: Only
    steps:
      - {id: reread, title: Read again, kind: reading}
"""

FEED = "https://example.org/feed.xml"


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


class Run(Protocol):
    """Runs a command."""

    def __call__(self, *args: str, stdin: str = "") -> Ended: ...


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of shipped curricula."""
    directory = tmp_path / "shipped"
    directory.mkdir()
    (directory / "tiny.yaml").write_text(TINY, "utf-8")
    (directory / "other.yaml").write_text(OTHER, "utf-8")
    monkeypatch.setattr(finder, "shipped_dir", lambda: directory)
    return directory


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*args: str, stdin: str = "") -> Ended:
        monkeypatch.setattr(sys, "argv", ["pmlearn", *args])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        status = main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Ended(status, out, err)

    return run


@pytest.fixture
def ok(run: Run) -> Run:
    """Runs a command that must succeed."""

    def ok(*args: str, stdin: str = "") -> Ended:
        ended = run(*args, stdin=stdin)
        assert ended.status == 0, ended.err
        return ended

    return ok


@pytest.fixture
def places(home: Path) -> Mapping[str, Path]:
    """Where things are kept, by name; none of it is there yet."""
    return {name: home / "pmlearn" / name for name in ("config", "data", "state", "cache")}


@pytest.fixture
def items(ok: Run) -> list[str]:
    """A feed with three entries in the inbox; returns their ids, newest first."""
    ok("feed", "add", FEED, "--topic", "Discovery")
    entries = (
        Entry(
            "3",
            "Hiring your first product manager",
            "https://example.org/3",
            published="2026-11-03T00:00:00Z",
            enclosures=(Enclosure("https://example.org/3.mp3", "audio/mpeg", 1000, 3241),),
        ),
        Entry(
            "2", "Pricing [/] for two", "https://example.org/2", published="2026-11-02T00:00:00Z", words=700
        ),
        Entry(
            "1",
            "The product trio",
            "https://example.org/1",
            "Ada",
            "2026-11-01T00:00:00Z",
            body="<p>Three people, <b>one</b> team.</p>",
            topics=("teams",),
        ),
    )
    wiring.build()._entries.merge(feed_id(FEED), ParsedFeed("Example", "https://example.org/", entries))
    return [item["id"] for item in ok("queue", "list", "--json").json["items"]]
