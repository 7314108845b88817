"""Many feeds at once: each ends by itself, and none waits for a bad one."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pmlearn.feeds.fetch import Fetcher, Limits
from pmlearn.feeds.pool import ParserPool
from pmlearn.feeds.refresh import Job, Result, refresh
from pmlearn.model.feed import Fetched
from tests.feedserver import FeedServer, Gate, Reply, redirect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

START = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def document(title: str, entries: int = 3) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{n}</guid><title>{title} {n}</title></item>" for n in range(entries)
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()


class World:
    """What is known of every feed between refreshes, on a clock of its own."""

    def __init__(self, server: FeedServer, pool: ParserPool, fetcher: Fetcher) -> None:
        self.server = server
        self.pool = pool
        self.fetcher = fetcher
        self.known: dict[str, Fetched] = {}
        self.time = START

    def now(self) -> datetime:
        return self.time

    def jobs(self, ids: Iterable[str]) -> list[Job]:
        return [Job(id_, self.known.get(id_, Fetched()), self.server.url(f"/{id_}")) for id_ in ids]

    async def refresh(self, *ids: str, force: bool = False) -> dict[str, Result]:
        ended: dict[str, Result] = {}
        async for result in refresh(self.jobs(ids), self.fetcher, self.pool, self.now, force=force):
            assert result.feed_id not in ended
            ended[result.feed_id] = result
            self.known[result.feed_id] = result.fetched
        return ended

    async def outcomes(self, *ids: str, force: bool = False) -> dict[str, str]:
        return {id_: str(result.outcome) for id_, result in (await self.refresh(*ids, force=force)).items()}


@pytest.fixture
async def world(server: FeedServer) -> AsyncIterator[World]:
    async with (
        ParserPool(2, cpu=1) as pool,
        Fetcher(allow_private=True, now=lambda: START, limits=Limits(deadline=20)) as fetcher,
    ):
        yield World(server, pool, fetcher)


async def test_first_and_again(world: World) -> None:
    ids = [f"f{number}" for number in range(20)]
    for number, id_ in enumerate(ids):
        world.server.feeds[f"/{id_}"] = Reply(document(id_), etag=f'"{id_}"' if number % 2 else "")
    first = await world.refresh(*ids)
    assert {id_: str(result.outcome) for id_, result in first.items()} == dict.fromkeys(ids, "updated")
    for id_, result in first.items():
        assert result.parsed is not None
        assert [entry.title for entry in result.parsed.entries] == [f"{id_} {n}" for n in range(3)]
        assert result.fetched.title == id_
    again = await world.refresh(*ids)
    assert {str(result.outcome) for result in again.values()} == {"unchanged"}
    assert {result.parsed for result in again.values()} == {None}
    assert world.server.statuses == {200: 30, 304: 10}
    changed = ids[:5]
    for id_ in changed:
        world.server.feeds[f"/{id_}"] = Reply(document(id_, 4), etag='"new"')
    outcomes = await world.outcomes(*ids)
    assert sorted(id_ for id_, outcome in outcomes.items() if outcome == "updated") == sorted(changed)
    assert world.server.most_open <= 2


async def test_bad_feeds_beside_good_ones(world: World) -> None:
    bad = {
        "html": Reply(b"<!doctype html><html><p>hi</html>"),
        "empty": Reply(b""),
        "missing": Reply(b"", 404),
        "secret": Reply(b"", 401),
        "gone": Reply(b"", 410),
        "busy": Reply(b"", 429, {"Retry-After": "3600"}),
        "loop": redirect("/loop"),
        "file": redirect("file:///etc/passwd"),
        "cut": Reply(document("cut"), cut=30),
        "half": Reply(document("half")[:-30]),
        "greedy": Reply(b"<rss version='2.0'><channel>" + b"<a>" * 1_000_000),
        "bomb": Reply(bytes(30 << 20), gzipped=True),
        "noise": Reply(raw=b"\0\xff" * 50),
        "packed": Reply(document("packed"), headers={"Content-Encoding": "gzip"}),
        "first304": Reply(b"", 304),
    }
    good = [f"good{number}" for number in range(10)]
    world.server.feeds |= {f"/{id_}": reply for id_, reply in bad.items()}
    world.server.feeds |= {f"/{id_}": Reply(document(id_)) for id_ in good}
    ended = await world.refresh(*bad, *good)
    assert {id_ for id_, result in ended.items() if result.outcome == "updated"} == set(good)
    for id_ in bad:
        assert ended[id_].outcome == ("gone" if id_ == "gone" else "failed"), id_
        assert ended[id_].parsed is None
        assert ended[id_].error == ended[id_].fetched.error != ""
        assert "\n" not in ended[id_].error
        assert ended[id_].fetched.etag == ""


async def test_a_feed_that_never_answers_keeps_no_other_waiting(world: World) -> None:
    gate = Gate()
    slow = [f"slow{number}" for number in range(40)]
    for id_ in slow:
        world.server.feeds[f"/{id_}"] = Reply(document(id_), gate=gate)
    good = [f"good{number}" for number in range(30)]
    for id_ in good:
        world.server.feeds[f"/{id_}"] = Reply(document(id_))
    # Forty feeds of a host that hangs stand in line with the thirty of another host.
    jobs = world.jobs(slow) + [
        Job(id_, Fetched(), world.server.url(f"/{id_}", host="localhost")) for id_ in good
    ]
    async with aclosing(refresh(jobs, world.fetcher, world.pool, world.now)) as results:
        assert {(await asyncio.wait_for(anext(results), 10)).feed_id for _ in good} == set(good)
        assert world.server.asked.total() == 30 + 2
        gate.open()
        assert len([result async for result in results]) == 40
    assert world.server.most_open <= 4


async def test_a_refresh_can_be_stopped(world: World) -> None:
    gate = Gate()
    world.server.feeds["/slow"] = Reply(document("slow"), gate=gate)
    world.server.feeds["/good"] = Reply(document("good"))
    before = asyncio.all_tasks()
    async with aclosing(
        refresh(world.jobs(["slow", "good"]), world.fetcher, world.pool, world.now)
    ) as results:
        assert (await anext(results)).feed_id == "good"
    assert asyncio.all_tasks() == before
    gate.open()
    assert await world.outcomes("slow", "good") == {"slow": "updated", "good": "updated"}


async def test_a_move_is_kept_and_the_old_address_is_asked_no_more(world: World) -> None:
    world.server.feeds["/old"] = redirect("/new", 308)
    world.server.feeds["/new"] = Reply(document("new"), etag='"1"')
    moved = (await world.refresh("old"))["old"]
    assert (moved.outcome, moved.fetched.url) == ("moved", world.server.url("/new"))
    assert moved.parsed is not None
    assert await world.outcomes("old") == {"old": "unchanged"}
    assert world.server.asked == {"/old": 1, "/new": 2}


async def test_patience_and_retirement_are_respected_unless_forced(world: World) -> None:
    world.server.feeds["/busy"] = Reply(b"", 503, {"Retry-After": "600"})
    world.server.feeds["/gone"] = Reply(b"", 410)
    assert await world.outcomes("busy", "gone") == {"busy": "failed", "gone": "gone"}
    assert await world.outcomes("busy", "gone") == {"busy": "waiting", "gone": "gone"}
    assert world.server.asked.total() == 2
    world.server.feeds["/busy"] = world.server.feeds["/gone"] = Reply(document("back"))
    assert await world.outcomes("busy", "gone", force=True) == {"busy": "updated", "gone": "updated"}
    assert not world.known["gone"].gone
    world.known["busy"] = replace(world.known["busy"], retry_after="2026-11-22T18:10:00Z")
    world.time += timedelta(minutes=10)
    assert await world.outcomes("busy") == {"busy": "unchanged"}


async def test_a_body_that_cannot_be_read_is_asked_for_again(world: World) -> None:
    world.server.feeds["/f"] = Reply(document("f"), etag='"1"')
    await world.refresh("f")
    world.server.feeds["/f"] = Reply(b"<html>", etag='"2"')
    assert await world.outcomes("f") == {"f": "failed"}
    # Had the new ETag been kept, this would be a 304, and the feed would look well.
    assert await world.outcomes("f") == {"f": "failed"}
    assert world.known["f"].etag == '"1"'


async def test_a_crash_of_our_own_is_not_swallowed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(*_: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr(world.fetcher, "fetch", crash)
    with pytest.raises(KeyError, match="ours"):
        await asyncio.wait_for(world.refresh("a", "b"), 10)


async def test_nothing_to_do(world: World) -> None:
    assert await world.refresh() == {}
