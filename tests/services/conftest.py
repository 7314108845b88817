"""Services over a home of their own, with one small curriculum and a clock that stands still."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.catalog import finder
from pmlearn.model.feed import Entry, ParsedFeed, feed_id, item_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services

SMALL = """\
format: 1
id: small
title: Small
modules:
  - id: first
    title: First
    steps:
      - id: book
        title: The book
        kind: book
        minutes: 60
        topics: [discovery]
        parts:
          - {id: one, title: One, minutes: 10}
          - {id: two, title: Two}
          - {id: three, title: Three}
          - {id: four, title: Four, optional: true}
      - {id: write, title: Write, kind: exercise, minutes: 25}
      - {id: extra, title: Extra, kind: reading, minutes: 5, optional: true}
feeds:
  - {url: "https://offered.example/feed", title: Offered, topics: [discovery]}
"""
OTHER = """\
format: 1
id: other
title: Other
modules:
  - id: only
    title: Only
    steps:
      - {id: read, title: Read, kind: reading, minutes: 15, topics: [pricing]}
"""
URL = "https://feeds.example/rss"
FEED = feed_id(URL)


class Clock:
    """Says what time it is to whoever it was given to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 18, 12, 0, 0, tzinfo=UTC)  # a Wednesday

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    directory = tmp_path / "shipped"
    directory.mkdir()
    (directory / "small.yaml").write_text(SMALL, "utf-8")
    (directory / "other.yaml").write_text(OTHER, "utf-8")
    monkeypatch.setattr(finder, "shipped_dir", lambda: directory)
    return directory


@pytest.fixture
def session(home: Path, clock: Clock) -> Callable[..., Services]:
    """Opens a session: on this device or another, in this home or another."""

    def session(device: str = "here-00000000", name: str = "pmlearn") -> Services:
        env = dict(os.environ) | {"PMLEARN_HOME": str(home / name), "TZ": "UTC"}
        return wiring.build(env=env, now=clock, device=device)

    return session


@pytest.fixture
def here(session: Callable[..., Services]) -> Services:
    return session()


@pytest.fixture
def window(session: Callable[..., Services]) -> Services:
    """A second session of the same device."""
    return session()


@pytest.fixture
def there(session: Callable[..., Services]) -> Services:
    """A session of another device over the same home."""
    return session("there-00000000")


def published(services: Services, *entries: Entry, url: str = URL) -> list[str]:
    """Subscribe to a feed and have it publish entries; returns the ids of their items."""
    services.feeds.add(url)
    services._entries.merge(feed_id(url), ParsedFeed("Feed", "https://feeds.example/", entries))
    return [item_id(feed_id(url), entry.id) for entry in entries]


def article(id_: str, **given: object) -> Entry:
    values = {"title": f"Title {id_}", "link": f"https://feeds.example/{id_}", "words": 230}
    return Entry(id_, **(values | given))  # type: ignore[arg-type]
