"""Bringing in what feeds published, and what it leaves behind when the disk fails."""

from __future__ import annotations

import asyncio
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.errors import UnknownError
from pmlearn.model.query import Query
from pmlearn.storage.entries import Entries
from pmlearn.storage.files import refuse
from tests.e2e.documents import ATOM, RSS
from tests.feedserver import Reply

if TYPE_CHECKING:
    from pmlearn.services.refresh import RefreshRow
    from pmlearn.wiring import Services
    from tests.feedserver import FeedServer


@pytest.fixture(autouse=True)
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")


@pytest.fixture
def subscribed(here: Services, server: FeedServer) -> Services:
    server.feeds["/rss.xml"] = Reply(RSS, etag='"1"')
    here.feeds.add(server.url("/rss.xml"))
    return here


def refresh(services: Services, *ids: str, force: bool = True) -> list[RefreshRow]:
    async def run() -> list[RefreshRow]:
        return [row async for row in services.refresher.refresh(ids, force=force)]

    return asyncio.run(asyncio.wait_for(run(), 60))


def titles(services: Services) -> list[str]:
    return [item.title for item in services.queue.page(Query()).items]


def test_a_refresh_brings_entries_once(subscribed: Services) -> None:
    [first] = refresh(subscribed)
    assert (first.outcome, first.new, first.error, first.done, first.total) == ("updated", 2, "", 1, 1)
    [again] = refresh(subscribed)
    assert (again.outcome, again.new) == ("unchanged", 0)
    [row] = subscribed.feeds.list()
    assert (row.entries, row.unread, row.error) == (2, 2, "")
    assert row.checked
    assert row.title == first.title


def test_no_feeds_are_no_rows_and_an_unknown_one_asks_none(subscribed: Services, server: FeedServer) -> None:
    with pytest.raises(UnknownError):
        refresh(subscribed, "nothing")
    assert not server.asked
    subscribed.feeds.remove([subscribed.feeds.list()[0].id])
    assert refresh(subscribed) == []


def test_entries_that_were_lost_are_asked_for_whole(subscribed: Services, server: FeedServer) -> None:
    """A server that is asked with what we learnt from it would answer that nothing changed."""
    refresh(subscribed)
    before = titles(subscribed)
    for path in subscribed.settings.places.entries.glob("*.json"):
        path.write_bytes(b"{")
    assert titles(subscribed) == []
    [row] = refresh(subscribed)
    assert (row.outcome, row.new) == ("updated", 2)
    assert titles(subscribed) == before
    assert server.statuses == {200: 2}


def test_entries_that_the_disk_does_not_take_fail_that_feed_alone_and_come_next_time(
    subscribed: Services, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.feeds["/atom.xml"] = Reply(ATOM, etag='"2"')
    other = subscribed.feeds.add(server.url("/atom.xml")).changed[0]
    real = Entries.put

    def put(self: Entries, feed: str, *given: Any) -> int:
        if feed == other:
            refuse("cannot write it", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        return real(self, feed, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Entries, "put", put)
        rows = {row.id: row for row in refresh(subscribed)}
    assert rows[other].outcome == "failed"
    assert "make room" in rows[other].error
    assert sorted(row.outcome for row in rows.values()) == ["failed", "updated"]
    assert {row.id: bool(row.error) for row in subscribed.feeds.list()}[other]
    assert {row.id: row.new > 0 for row in refresh(subscribed)}[other]
    assert not any(row.error for row in subscribed.feeds.list())


def test_one_refresh_waits_for_another_and_then_knows_what_that_one_learnt(
    subscribed: Services, window: Services, server: FeedServer
) -> None:
    async def both() -> list[list[RefreshRow]]:
        async def run(services: Services) -> list[RefreshRow]:
            return [row async for row in services.refresher.refresh(force=True)]

        return list(await asyncio.gather(run(subscribed), run(window)))

    rows = asyncio.run(asyncio.wait_for(both(), 60))
    assert sorted(row.outcome for each in rows for row in each) == ["unchanged", "updated"]
    assert server.statuses == {200: 1, 304: 1}


def test_a_link_in_place_of_the_lock_is_refused(subscribed: Services, tmp_path: Path) -> None:
    from pmlearn.errors import StoreError

    state = subscribed.settings.places.state
    state.mkdir(parents=True, exist_ok=True)
    (state / "refresh.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="cannot lock"):
        refresh(subscribed)
    assert not Path(tmp_path / "elsewhere").exists()
