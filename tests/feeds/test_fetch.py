"""Asking a real server on loopback, which does its worst."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn import __version__
from pmlearn.errors import FetchError
from pmlearn.feeds import address
from pmlearn.feeds.fetch import Fetcher, Limits
from pmlearn.feeds.response import Response
from tests.feedserver import Gate, Reply, redirect

if TYPE_CHECKING:
    from tests.feedserver import FeedServer

BODY = b"<rss version='2.0'><channel><title>T</title></channel></rss>"


def now() -> datetime:
    return datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def fetcher(*, allow_private: bool = True, **limits: Any) -> Fetcher:
    return Fetcher(allow_private=allow_private, now=now, limits=Limits(**limits))


async def fetch(url: str, etag: str = "", last_modified: str = "", **limits: Any) -> Response:
    async with fetcher(**limits) as asking:
        return await asking.fetch(url, etag, last_modified)


async def failure(url: str, **limits: Any) -> str:
    with pytest.raises(FetchError) as raised:
        await fetch(url, **limits)
    assert raised.value.hint
    return raised.value.message


async def test_a_document_comes_with_its_validators_as_they_are(server: FeedServer) -> None:
    server.feeds["/f"] = Reply(
        BODY, etag='W/"ä-1"', last_modified="sometime", headers={"Content-Type": "text/xml"}
    )
    response = await fetch(server.url("/f"))
    assert response == Response(
        200, server.url("/f"), body=BODY, content_type="text/xml", etag='W/"ä-1"', last_modified="sometime"
    )
    again = await fetch(server.url("/f"), response.etag, response.last_modified)
    assert (again.status, again.body) == (304, b"")
    headers = server.seen[1][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('W/"ä-1"', "sometime")


async def test_the_request_names_the_program_and_brings_no_cookies(server: FeedServer) -> None:
    server.feeds["/f"] = Reply(BODY, headers={"Set-Cookie": "a=b"})
    async with fetcher() as asking:
        await asking.fetch(server.url("/f"))
        await asking.fetch(server.url("/f"))
    for _, headers in server.seen:
        assert headers["user-agent"].startswith(f"pmlearn/{__version__} (+")
        assert headers["accept-encoding"] == "gzip, deflate"
        assert headers["host"] == f"127.0.0.1:{server.port}"
        assert not headers.keys() & {"cookie", "authorization", "if-none-match", "if-modified-since"}
    assert server.connections == 1


async def test_a_packed_document_is_unpacked(server: FeedServer) -> None:
    server.feeds["/f"] = Reply(BODY, gzipped=True)
    assert (await fetch(server.url("/f"))).body == BODY


@pytest.mark.parametrize("status", [204, 401, 403, 404, 410, 429, 500, 503])
async def test_any_status_is_an_answer(server: FeedServer, status: int) -> None:
    server.feeds["/f"] = Reply(b"" if status == 204 else b"no", status, {"Retry-After": "60"})
    response = await fetch(server.url("/f"))
    assert (response.status, response.body, response.retry_after) == (status, b"", "2026-11-22T18:01:00Z")


# Redirects


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [((301,), True), ((308, 301), True), ((302,), False), ((301, 307), False), ((303, 301), False)],
)
async def test_a_chain_of_permanent_redirects_moves_a_feed(
    server: FeedServer, statuses: tuple[int, ...], permanent: bool
) -> None:
    for number, status in enumerate(statuses):
        server.feeds[f"/{number}"] = redirect(f"/{number + 1}", status)
    last = f"/{len(statuses)}"
    server.feeds[last] = Reply(BODY)
    response = await fetch(server.url("/0"))
    assert (response.url, response.body) == (server.url(last), BODY)
    assert response.permanent_url == (server.url(last) if permanent else "")


async def test_redirects_without_end_are_cut(server: FeedServer) -> None:
    server.feeds["/a"] = redirect("/b")
    server.feeds["/b"] = redirect("/a")
    assert "more than 5 redirects" in await failure(server.url("/a"))
    assert server.asked.total() == 6


async def test_a_redirect_to_a_file_is_refused(server: FeedServer) -> None:
    server.feeds["/a"] = redirect("file:///etc/passwd")
    assert await failure(server.url("/a")) == (
        f"{server.url('/a')} leads to file:…, which is no http or https address"
    )


async def test_a_redirect_to_a_private_address_is_refused(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server stands for one on the internet; another address of loopback stands for this network.
    monkeypatch.setattr(address, "is_public", lambda found: str(found) == "127.0.0.1")
    server.feeds["/a"] = redirect(server.url("/b", host="127.0.0.2"))
    server.feeds["/c"] = redirect(server.url("/d", host="[::1]"))
    assert await failure(server.url("/a"), allow_private=False) == (
        "127.0.0.2 is on a private network, and nothing was asked there"
    )
    assert "::1 is on a private network" in await failure(server.url("/c"), allow_private=False)


async def test_user_and_password_are_sent_to_their_host_alone(server: FeedServer) -> None:
    server.feeds["/a"] = redirect("/b")
    server.feeds["/b"] = redirect(server.url("/c", host="localhost"))
    server.feeds["/c"] = Reply(BODY)
    response = await fetch(f"http://me:s%40fe@127.0.0.1:{server.port}/a")
    sent = {path: headers.get("authorization") for path, headers in server.seen}
    assert sent == {"/a": "Basic bWU6c0BmZQ==", "/b": "Basic bWU6c0BmZQ==", "/c": None}
    assert response.url == server.url("/c", host="localhost")
    assert "s%40fe" not in await failure(f"http://me:s%40fe@127.0.0.1:{server.port}/a", deadline=0)


# Private networks


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433"])
async def test_without_leave_nothing_on_this_machine_is_asked(server: FeedServer, host: str) -> None:
    server.feeds["/f"] = Reply(BODY)
    said = await failure(server.url("/f", host=host), allow_private=False)
    assert said == f"{host} is on a private network, and nothing was asked there"
    assert (server.connections, server.asked.total()) == (0, 0)
    assert (await fetch(server.url("/f", host=host))).body == BODY


async def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["127.0.0.1", "127.0.0.9"])

    def look_up(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(address, "is_public", lambda found: str(found) == "127.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    server.feeds["/f"] = Reply(BODY)
    await fetch(server.url("/f", host="feeds.example"), allow_private=False)
    assert server.seen[0][1]["host"] == f"feeds.example:{server.port}"
    assert next(answers) == "127.0.0.9"


async def test_the_next_address_is_tried_where_one_does_not_answer(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    infos = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 0)) for host in ("127.0.0.2", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: infos)
    server.feeds["/f"] = Reply(BODY)
    assert (await fetch(server.url("/f", host="two.example"))).body == BODY


async def test_over_tls_the_name_is_shown_not_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    hello: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello.append(await reader.read(4096))
        writer.close()

    tls = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = tls.sockets[0].getsockname()[1]
    infos = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: infos)
    async with tls:
        assert "cannot be reached" in await failure(f"https://feeds.example:{port}/f")
    assert b"feeds.example" in hello[0]


async def test_a_proxy_is_asked_instead(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"127.0.0.1:{server.port}")
    monkeypatch.setenv("no_proxy", "direct.example")
    server.feeds["http://feeds.example/f"] = Reply(BODY)
    assert (await fetch("http://feeds.example/f", allow_private=False)).body == BODY
    assert "private network" in await failure("http://192.168.0.1/f", allow_private=False)
    assert "private network" in await failure("http://localhost/f", allow_private=False)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])
    assert "cannot be found" in await failure("http://direct.example/f", allow_private=False)
    assert server.asked.total() == 1


# What a server may take


async def test_an_answer_that_drips_is_cut_by_the_deadline(server: FeedServer) -> None:
    server.feeds["/f"] = Reply(drip=True)
    assert "did not finish within 0.3 seconds" in await failure(server.url("/f"), deadline=0.3)


async def test_a_server_that_says_nothing_is_left(server: FeedServer) -> None:
    server.feeds["/f"] = Reply(gate=Gate())
    assert await failure(server.url("/f"), read=0.2) == f"{server.url('/f')} does not answer"


async def test_a_bomb_does_not_go_off(server: FeedServer) -> None:
    server.feeds["/f"] = Reply(bytes(50 << 20), gzipped=True)
    assert "larger than the 20 MiB" in await failure(server.url("/f"))


async def test_too_much_is_not_read(server: FeedServer) -> None:
    server.feeds["/f"] = Reply(drip=True)
    assert "larger than the 0 MiB" in await failure(server.url("/f"), sent=20)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(BODY, cut=10), "broke off its answer"),
        (Reply(raw=b""), "broke off its answer"),
        (Reply(raw=b"220 ftp.example ready\r\n"), "broke off its answer"),
        (Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000), "broke off its answer"),
        (Reply(BODY, headers={"Content-Encoding": "gzip, gzip"}), "packed in a way"),
        (Reply(BODY, headers={"Content-Encoding": "gzip"}), "not packed as its header says"),
    ],
)
async def test_what_is_broken_is_said_in_one_line(server: FeedServer, reply: Reply, said: str) -> None:
    server.feeds["/f"] = reply
    message = await failure(server.url("/f"))
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed.xml",
        "http://",
        "http://[::1",
        "http://a.example:port/",
        "ftp://a.example/",
        "http://a\x00b/",
    ],
)
async def test_what_is_no_address_is_said_so(url: str) -> None:
    assert "address" in await failure(url)


async def test_nobody_there(server: FeedServer) -> None:
    assert "nobody answers there" in await failure(server.url("/f", host="127.0.0.3"))


async def test_at_most_two_connections_to_a_host(server: FeedServer) -> None:
    gate = Gate()
    for number in range(9):
        server.feeds[f"/{number}"] = Reply(BODY, gate=gate)
    async with fetcher() as asking:
        asked = [asyncio.create_task(asking.fetch(server.url(f"/{number}"))) for number in range(9)]
        await asyncio.to_thread(gate.reached.wait, 10)
        other = await asking.fetch(server.url("/missing", host="localhost"))
        gate.open()
        bodies = [(await one).body for one in asked]
    assert bodies == [BODY] * 9
    assert other.status == 404
    # Two for 127.0.0.1, one for localhost: a connection is never used for another name.
    assert (server.most_open, server.connections) == (3, 3)


async def test_sealed_it_never_asks_over_plain_http_not_even_on_the_way(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask(self: Fetcher, url: str, headers: dict[str, str]) -> tuple[Response, str]:
        asked.append(url)
        return Response(302, url), server.url("/f")

    asked: list[str] = []
    async with Fetcher(allow_private=True, now=now, sealed=True) as asking:
        with pytest.raises(FetchError, match="/f is plain http") as raised:
            await asking.fetch(server.url("/f"))
        assert "https" in raised.value.hint
        monkeypatch.setattr(Fetcher, "_ask", ask)
        with pytest.raises(FetchError, match="/f is plain http"):
            await asking.fetch("https://example.org/a")
    assert (asked, server.seen) == (["https://example.org/a"], [])
