"""Many feeds at once: each ends by itself, and none waits for a bad one."""

from __future__ import annotations

import asyncio
import socket
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.errors import FetchError
from pmlearn.feeds import address
from pmlearn.feeds.fetch import Fetcher, Limits
from pmlearn.feeds.pool import ParserPool
from pmlearn.feeds.refresh import Job, Result, refresh
from pmlearn.feeds.schedule import Pace
from pmlearn.feeds.secret import Key
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


# When each may be asked again.


async def test_what_feed_and_server_say_of_their_time_is_kept_and_waited_for(world: World) -> None:
    channel = b"<channel><ttl>120</ttl>"
    world.server.feeds["/ttl"] = Reply(document("ttl").replace(b"<channel>", channel), etag='"1"')
    world.server.feeds["/fresh"] = Reply(
        document("fresh"), headers={"Cache-Control": "max-age=10800", "Age": "3600"}, etag='"2"'
    )
    world.server.feeds["/down"] = Reply(b"", 500)
    ids = ("ttl", "fresh", "down")
    pace = Pace(timedelta(hours=1), lambda: 0.0)

    async def outcomes() -> dict[str, str]:
        ended = refresh(world.jobs(ids), world.fetcher, world.pool, world.now, pace=pace)
        results = {result.feed_id: result async for result in ended}
        world.known |= {id_: result.fetched for id_, result in results.items()}
        return {id_: str(result.outcome) for id_, result in results.items()}

    assert await outcomes() == {"ttl": "updated", "fresh": "updated", "down": "failed"}
    assert {id_: known.next[11:16] for id_, known in world.known.items()} == {
        "ttl": "20:00",
        "fresh": "20:00",
        "down": "19:00",
    }
    assert await outcomes() == dict.fromkeys(ids, "waiting")
    world.time += timedelta(hours=1)
    assert await outcomes() == {"ttl": "waiting", "fresh": "waiting", "down": "failed"}
    assert (world.known["down"].failures, world.known["down"].next[11:16]) == (2, "21:00")
    world.time += timedelta(hours=1)
    assert await outcomes() == {"ttl": "unchanged", "fresh": "unchanged", "down": "waiting"}
    assert world.known["ttl"].next[11:16] == "22:00"
    assert world.server.asked == {"/ttl": 2, "/fresh": 2, "/down": 2}


async def test_one_that_moved_to_where_it_is_no_more_is_found_again_at_its_first_address(
    world: World,
) -> None:
    pace = Pace(timedelta(hours=1), lambda: 0.0)

    async def outcome() -> str:
        ended = [
            r async for r in refresh(world.jobs(["old"]), world.fetcher, world.pool, world.now, pace=pace)
        ]
        world.known["old"] = ended[0].fetched
        world.time += timedelta(days=1)
        return str(ended[0].outcome)

    world.server.feeds["/old"] = redirect("/lost")
    world.server.feeds["/lost"] = Reply(document("f"))
    assert await outcome() == "moved"
    world.server.feeds["/lost"] = Reply(b"", 404)
    world.server.feeds["/old"] = redirect("/found", 307)
    world.server.feeds["/found"] = Reply(document("f"))
    assert [await outcome() for _ in range(4)] == ["failed", "failed", "failed", "unchanged"]
    assert (world.known["old"].url, world.known["old"].failures) == ("", 0)
    assert await outcome() == "unchanged"
    assert world.server.asked == {"/old": 3, "/lost": 4, "/found": 2}


async def test_a_key_is_fetched_for_its_feed_alone_and_failing_at_that_fails_no_other(world: World) -> None:
    async def key() -> Key:
        return Key(("http", "127.0.0.1", world.server.port), "Bearer t")

    async def none() -> Key:
        raise FetchError("pass printed no password", "run it by hand")

    for id_ in ("open", "mine", "locked"):
        world.server.feeds[f"/{id_}"] = Reply(document(id_))
    first, mine, locked = world.jobs(["open", "mine", "locked"])
    jobs = [first, replace(mine, key=key), replace(locked, key=none)]
    ended = {r.feed_id: r async for r in refresh(jobs, world.fetcher, world.pool, world.now)}
    assert {id_: str(result.outcome) for id_, result in ended.items()} == {
        "open": "updated",
        "mine": "updated",
        "locked": "failed",
    }
    assert ended["locked"].error == "pass printed no password: run it by hand"
    assert {path: headers.get("authorization") for path, headers in world.server.seen} == {
        "/open": None,
        "/mine": "Bearer t",
    }


# Servers that do their worst, each beside ten good ones.

FLOOD = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(20_000))
WORST = {
    "long header": Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000),
    "many headers": Reply(raw=FLOOD),
    "endless headers": Reply(raw=FLOOD, hold=True),
    "reset": Reply(reset=True),
    "reset in the middle": Reply(document("reset"), cut=30, reset=True),
    "bomb": Reply(bytes(40 << 20), gzipped=True),
    "stacked": Reply(document("x"), headers={"Content-Encoding": "gzip, gzip"}),
    "stacked lines": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: br\r\n\r\nx"),
    "chunks": Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n"),
    "lying length": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n<rss>"),
    "drip": Reply(drip=True),
    "silent": Reply(gate=Gate()),
    "loop": redirect("/loop"),
    "growing": redirect("/growing?" + "x" * 1000),
    "file": redirect("file:///etc/passwd"),
    "loopback": redirect("http://127.1.2.3/"),
    "link-local": redirect("http://169.254.169.254/latest/meta-data/"),
    "inside IPv6": redirect("http://[::ffff:10.0.0.1]/"),
    "a name of ours": redirect("http://intern.example/"),
    "patience": Reply(b"", 429, {"Retry-After": "120"}),
    "patience without end": Reply(b"", 429, {"Retry-After": "99999999999"}),
    "nothing changed": Reply(b"", 304),
}


@pytest.mark.parametrize("name", WORST)
async def test_whatever_a_server_does_it_is_one_line_and_ten_good_feeds_beside_it_are_whole(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server stands for one on the internet: everything else that is private stays so.
    real = address.is_public
    monkeypatch.setattr(address, "is_public", lambda found: str(found) == "127.0.0.1" or real(found))
    look_up = socket.getaddrinfo

    def names(host: str, port: int, **more: Any) -> Any:
        return look_up("192.168.7.7" if host == "intern.example" else host, port, **more)

    monkeypatch.setattr(socket, "getaddrinfo", names)
    good = [f"good{number}" for number in range(10)]
    world.server.feeds |= {f"/{id_}": Reply(document(id_)) for id_ in good} | {"/bad": WORST[name]}
    world.server.feeds["/loop"] = redirect("/loop")
    # Short for those alone that never end by themselves: good feeds have all the time that they need.
    slow = {"drip": Limits(deadline=3), "silent": Limits(read=3)}
    limits = slow.get(name, Limits(sent=1 << 20))
    async with Fetcher(allow_private=False, now=world.now, limits=limits) as fetcher:
        jobs = world.jobs(["bad", *good])
        ended = {r.feed_id: r async for r in refresh(jobs, fetcher, world.pool, world.now)}
    assert {id_ for id_, result in ended.items() if result.outcome == "updated"} == set(good)
    assert all(len(result.parsed.entries) == 3 for result in ended.values() if result.parsed)
    bad = ended["bad"]
    assert (bad.outcome, bad.parsed) == ("failed", None)
    assert ": " in bad.error
    assert len(bad.error) < 400
    assert bad.error.isprintable()
    if name.startswith("patience"):
        wait = datetime.fromisoformat(bad.fetched.retry_after) - START
        assert timedelta() < wait <= timedelta(days=1)
    assert world.server.most_open <= 2
