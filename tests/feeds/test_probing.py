"""Asking whether things are there: a real server on loopback, which knows HEAD or does not."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from pmlearn.errors import FetchError, PrivateHostError, UnknownHostError
from pmlearn.feeds.fetch import Fetcher, Limits
from pmlearn.feeds.probing import probe_all
from pmlearn.feeds.response import Probe
from tests.feedserver import FeedServer, Gate, Reply, redirect

START = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def fetcher(*, allow_private: bool = True, limits: Limits | None = None) -> Fetcher:
    return Fetcher(allow_private=allow_private, now=lambda: START, limits=limits)


async def probe(url: str, *, allow_private: bool = True, limits: Limits | None = None) -> Probe:
    async with fetcher(allow_private=allow_private, limits=limits) as asking:
        return await asking.probe(url)


async def test_a_page_that_is_there_is_asked_for_its_head_alone(server: FeedServer) -> None:
    server.feeds["/a"] = Reply(b"x" * 1000)
    async with fetcher() as asking:
        assert await asking.probe(server.url("/a#top")) == Probe(200, server.url("/a"), "", 0.0)
        await asking.probe(server.url("/a"))
    assert server.methods == ["HEAD /a", "HEAD /a"]
    assert server.connections == 1
    assert {headers["accept"] for _, headers in server.seen} == {"*/*"}


@pytest.mark.parametrize("head", [400, 403, 404, 405, 500, 501])
async def test_a_server_that_refuses_head_is_asked_again(server: FeedServer, head: int) -> None:
    server.feeds["/a"] = Reply(b"x", head=head)
    assert (await probe(server.url("/a"))).status == 200
    assert server.methods == ["HEAD /a", "GET /a"]


async def test_a_server_that_hangs_up_on_head_is_asked_again(server: FeedServer) -> None:
    server.feeds["/a"] = Reply(raw=b"")
    with pytest.raises(FetchError):
        await probe(server.url("/a"))
    assert server.methods == ["HEAD /a", "GET /a"]


@pytest.mark.parametrize("status", [401, 410, 429])
async def test_an_answer_that_is_sure_is_not_asked_for_twice(server: FeedServer, status: int) -> None:
    server.feeds["/a"] = Reply(b"", status)
    assert (await probe(server.url("/a"))).status == status
    assert server.methods == ["HEAD /a"]


async def test_a_page_without_end_is_not_read(server: FeedServer) -> None:
    server.feeds["/a"] = Reply(b"x", head=405, drip=True)
    assert (await probe(server.url("/a"))).status == 200


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), "/1"), ((308, 301), "/2"), ((301, 302), "/1"), ((302, 301), ""), ((303,), "")],
)
async def test_a_page_has_moved_as_far_as_its_permanent_redirects_lead(
    server: FeedServer, statuses: tuple[int, ...], moved: str
) -> None:
    for number, status in enumerate(statuses):
        server.feeds[f"/{number}"] = redirect(f"/{number + 1}", status)
    server.feeds[f"/{len(statuses)}"] = Reply(b"x")
    found = await probe(server.url("/0"))
    assert (found.status, found.url) == (200, server.url(f"/{len(statuses)}"))
    assert found.moved_to == (server.url(moved) if moved else "")


async def test_what_may_not_be_asked_is_told_from_what_does_not_exist(server: FeedServer) -> None:
    with pytest.raises(PrivateHostError):
        await probe(server.url("/a"), allow_private=False)
    with pytest.raises(UnknownHostError):
        await probe("http://nowhere.invalid/")
    assert server.connections == 0


async def test_a_probe_has_a_deadline(server: FeedServer) -> None:
    server.feeds["/a"] = Reply(gate=Gate())
    with pytest.raises(FetchError, match="did not finish"):
        await probe(server.url("/a"), limits=Limits(deadline=0.1))


async def test_the_time_until_the_answer_is_told(server: FeedServer) -> None:
    server.feeds["/a"] = Reply(b"x")
    ticks = iter(range(0, 100, 7))
    async with Fetcher(allow_private=True, now=lambda: START + timedelta(seconds=next(ticks))) as asking:
        assert (await asking.probe(server.url("/a"))).seconds == 7.0


async def test_each_address_is_asked_once_and_two_of_a_host_at_a_time(server: FeedServer) -> None:
    paths = [f"/{number}" for number in range(12)]
    server.feeds.update({path: Reply(b"x") for path in paths[:-1]})
    told: dict[str, int | str] = {}
    urls = [server.url(path) for path in paths]

    def take(url: str, came: Probe | FetchError) -> None:
        assert url not in told
        told[url] = came.status if isinstance(came, Probe) else type(came).__name__

    async with fetcher() as asking:
        await probe_all([*urls, *urls, "http://nowhere.invalid/"], asking, take)
    assert told == dict.fromkeys(urls[:-1], 200) | {
        urls[-1]: 404,
        "http://nowhere.invalid/": "UnknownHostError",
    }
    assert Counter(server.methods) == {f"HEAD {path}": 1 for path in paths} | {f"GET {paths[-1]}": 1}
    assert server.most_open == 2


async def test_a_host_that_does_not_answer_keeps_no_other_waiting(server: FeedServer) -> None:
    gate = Gate()
    server.feeds |= {f"/slow-{number}": Reply(gate=gate) for number in range(20)}
    server.feeds["/fast"] = Reply(b"x")
    slow = [server.url(f"/slow-{number}") for number in range(20)]
    fast = server.url("/fast", host="localhost")
    told: list[str] = []

    def take(url: str, came: Probe | FetchError) -> None:
        told.append(url)
        if url == fast:
            gate.open()

    async with fetcher() as asking:
        await probe_all([*slow, fast], asking, take)
    assert told[0] == fast
    assert len(told) == 21
