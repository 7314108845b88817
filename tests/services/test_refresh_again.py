"""Many feeds, refreshed again and again: what is asked, what is read, and what a full disk costs."""

from __future__ import annotations

import asyncio
import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.model.query import Query
from tests.feedserver import Reply

if TYPE_CHECKING:
    from pmlearn.services.refresh import RefreshRow
    from pmlearn.wiring import Services
    from tests.feedserver import FeedServer

FEEDS, CHANGED = 20, 5


@pytest.fixture(autouse=True)
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")


def publish(server: FeedServer, feed: int, newest: int) -> None:
    items = "".join(
        f"<item><guid isPermaLink='false'>{n}</guid><title>{feed}/{n}</title>"
        f"<description>b{n}</description></item>"
        for n in range(newest, newest - 3, -1)
    )
    body = f"<rss version='2.0'><channel><title>F{feed}</title>{items}</channel></rss>".encode()
    server.feeds[f"/{feed}.xml"] = Reply(body, etag=f'"{newest}"')


@pytest.fixture
def subscribed(here: Services, server: FeedServer) -> Services:
    for feed in range(FEEDS):
        publish(server, feed, 3)
        here.feeds.add(server.url(f"/{feed}.xml"))
    return here


def refresh(services: Services) -> list[RefreshRow]:
    async def run() -> list[RefreshRow]:
        return [row async for row in services.refresher.refresh(force=True)]

    return asyncio.run(run())


def titles(services: Services) -> list[str]:
    return sorted(item.title for item in services.queue.page(Query()).items)


def test_what_did_not_change_is_not_sent_and_what_did_is_there_once(
    subscribed: Services, server: FeedServer
) -> None:
    assert {(row.outcome, row.new) for row in refresh(subscribed)} == {("updated", 3)}
    server.statuses.clear()
    assert {(row.outcome, row.new) for row in refresh(subscribed)} == {("unchanged", 0)}
    assert server.statuses == {304: FEEDS}
    for feed in range(CHANGED):
        publish(server, feed, 5)
    rows = refresh(subscribed)
    assert sorted((row.outcome, row.new) for row in rows) == (
        [("unchanged", 0)] * (FEEDS - CHANGED) + [("updated", 2)] * CHANGED
    )
    expected = [f"{feed}/{n}" for feed in range(FEEDS) for n in range(1, 6 if feed < CHANGED else 4)]
    assert titles(subscribed) == sorted(expected)
    for item in subscribed.queue.page(Query()).items:
        assert subscribed._entries.body(item.feed, item.id) == f"b{item.title.partition('/')[2]}"


@pytest.mark.parametrize("function", ["write", "fsync", "replace"])
def test_a_disk_that_fills_up_in_the_middle_is_said_and_the_next_refresh_heals(
    subscribed: Services, server: FeedServer, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    refresh(subscribed)
    before = titles(subscribed)
    for feed in range(FEEDS):
        publish(server, feed, 4)
    real, calls = getattr(os, function), 0
    entries = str(subscribed.settings.places.entries)

    def full(*given: Any, **named: Any) -> Any:
        nonlocal calls
        where = given[1] if function == "replace" else Path(f"/proc/self/fd/{given[0]}").readlink()
        if str(where).startswith(entries):
            calls += 1
            if calls > 9:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, function, full)
        rows = refresh(subscribed)
    failed = [row for row in rows if row.outcome == "failed"]
    assert failed
    assert all("make room" in row.error for row in failed)
    assert len(rows) == FEEDS
    # All that was there is there, and all that was reported is.
    reported = [f"{row.title.removeprefix('F')}/4" for row in rows if row.outcome == "updated"]
    assert {*before, *reported} <= set(titles(subscribed))
    assert {row.outcome for row in refresh(subscribed)} <= {"updated", "unchanged"}
    assert titles(subscribed) == sorted([*before, *(f"{feed}/4" for feed in range(FEEDS))])


def test_bodies_beyond_those_that_are_wanted_go_unless_the_learner_touched_them(
    subscribed: Services, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(subscribed)
    [feed] = [row.id for row in subscribed.feeds.list() if row.title == "F0"]
    first = next(item for item in subscribed.queue.page(Query()).items if item.title == "0/1")
    subscribed.queue.star([first.id], on=True)
    publish(server, 0, 5)
    wanted = subscribed._subscriptions.all()
    limited = {id_: _with_bodies(one, 2) if id_ == feed else one for id_, one in wanted.items()}
    monkeypatch.setattr(subscribed._subscriptions, "all", lambda: limited)
    refresh(subscribed)
    kept = {
        item.title: subscribed._entries.body(feed, item.id)
        for item in subscribed.queue.page(Query()).items
        if item.feed == feed
    }
    assert kept == {"0/1": "b1", "0/2": "", "0/3": "", "0/4": "b4", "0/5": "b5"}


def _with_bodies(feed: Any, bodies: int) -> Any:
    return replace(feed, bodies=bodies)
