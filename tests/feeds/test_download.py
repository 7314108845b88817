"""Downloads from a real server on loopback, which breaks off, changes its mind and lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import FetchError
from pmlearn.feeds.download import Facts, Pace, Progress, download, ending
from pmlearn.feeds.fetch import Limits
from pmlearn.feeds.streaming import Streamer
from tests.feedserver import Reply, redirect

if TYPE_CHECKING:
    from tests.feedserver import FeedServer

SOUND = bytes(range(256)) * 4096  # 1 MiB
AUDIO = {"Content-Type": "audio/mpeg"}


@dataclass
class Memory:
    """A target without a disk."""

    facts: Facts | None = None
    held: bytearray = field(default_factory=bytearray)

    @property
    def size(self) -> int:
        return len(self.held)

    def begin(self, facts: Facts) -> None:
        self.facts = facts
        self.held.clear()

    def write(self, piece: bytes) -> None:
        self.held += piece

    def discard(self) -> None:
        self.facts = None
        self.held.clear()


async def bring(
    url: str, target: Memory, *, most: int = 10 << 20, allow_private: bool = True, pace: Pace | None = None
) -> list[Progress | str]:
    async with Streamer(
        allow_private=allow_private, now=lambda: datetime(2026, 11, 22, tzinfo=UTC), limits=Limits(read=5)
    ) as streamer:
        return [step async for step in download(streamer, url, target, most=most, pace=pace or Pace())]


async def failure(url: str, target: Memory, **given: object) -> str:
    with pytest.raises(FetchError) as raised:
        await bring(url, target, **given)  # type: ignore[arg-type]
    assert raised.value.hint
    return raised.value.message


def song(**given: object) -> Reply:
    usual = {"headers": AUDIO, "ranges": True, "etag": '"1"'}
    return Reply(SOUND, **(usual | given))  # type: ignore[arg-type]


async def test_it_comes_whole_and_says_how_far_it_is(server: FeedServer) -> None:
    server.feeds["/a"] = song()
    target = Memory()
    *steps, end = await bring(server.url("/a"), target)
    assert bytes(target.held) == SOUND
    assert end == "mp3"
    received = [step.received for step in steps if isinstance(step, Progress)]
    assert received == sorted(received)
    assert len(received) > 2
    assert steps[-1] == Progress(len(SOUND), len(SOUND))
    assert server.seen[0][1]["accept-encoding"] == "identity"


async def test_what_was_broken_off_goes_on(server: FeedServer) -> None:
    server.feeds["/a"] = song(cut=300_000)
    target = Memory()
    await failure(server.url("/a"), target)
    assert bytes(target.held) == SOUND[:300_000]
    server.feeds["/a"] = song()
    await bring(server.url("/a"), target)
    assert bytes(target.held) == SOUND
    asked = server.seen[-1][1]
    assert (asked["range"], asked["if-range"]) == ("bytes=300000-", '"1"')
    assert server.statuses[206] == 1


async def test_another_file_begins_anew(server: FeedServer) -> None:
    target = Memory(Facts(server.url("/a"), '"1"', len(SOUND)), bytearray(b"x" * 100))
    server.feeds["/a"] = song(etag='"2"')
    await bring(server.url("/a"), target)
    assert bytes(target.held) == SOUND
    assert server.statuses[200] == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Range": f"bytes 0-99/{len(SOUND)}"},
        {"Content-Range": f"bytes 100-199/{len(SOUND) + 1}"},
        {"Content-Range": "bytes 100-199/*", "ETag": '"2"'},
        {"Content-Range": "nonsense"},
        {},
    ],
)
async def test_a_part_that_does_not_fit_is_not_taken(server: FeedServer, headers: dict[str, str]) -> None:
    target = Memory(Facts(server.url("/a"), '"1"', len(SOUND)), bytearray(b"x" * 100))
    server.feeds["/a"] = Reply(b"y" * 100, 206, headers=AUDIO | headers)
    # Asked again without a range, it still answers with a part: that is nobody's file.
    assert "answers 206" in await failure(server.url("/a"), target)
    assert "range" not in server.seen[-1][1]


async def test_a_server_that_knows_no_range_begins_anew(server: FeedServer) -> None:
    target = Memory(Facts(server.url("/a"), '"1"', len(SOUND)), bytearray(b"x" * 100))
    server.feeds["/a"] = song(ranges=False)
    await bring(server.url("/a"), target)
    assert bytes(target.held) == SOUND


async def test_what_was_complete_is_taken_as_it_is(server: FeedServer) -> None:
    target = Memory(Facts(server.url("/a"), '"1"', len(SOUND)), bytearray(SOUND))
    server.feeds["/a"] = song()
    await bring(server.url("/a"), target)
    assert bytes(target.held) == SOUND
    assert server.statuses == {416: 1}


async def test_more_than_there_is_begins_anew(server: FeedServer) -> None:
    target = Memory(Facts(server.url("/a"), '"1"', None), bytearray(SOUND + b"more"))
    server.feeds["/a"] = song()
    await bring(server.url("/a"), target)
    assert bytes(target.held) == SOUND
    assert server.statuses == {416: 1, 200: 1}


@pytest.mark.parametrize("facts", [None, Facts("http://other.example/a", '"1"'), Facts("", "")])
async def test_what_came_from_elsewhere_is_not_gone_on_with(server: FeedServer, facts: Facts | None) -> None:
    server.feeds["/a"] = song()
    target = Memory(facts, bytearray(b"x" * 100))
    await bring(server.url("/a"), target)
    assert bytes(target.held) == SOUND
    assert "range" not in server.seen[0][1]


async def test_a_weak_tag_does_not_go_into_if_range_but_a_date_does(server: FeedServer) -> None:
    server.feeds["/a"] = song(etag='W/"1"', last_modified="Sun, 22 Nov 2026 08:00:00 GMT", cut=1000)
    target = Memory()
    await failure(server.url("/a"), target)
    assert target.facts is not None
    assert target.facts.validator == "Sun, 22 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize("length", ["2000000", "abc", "-5"])
async def test_a_length_that_lies_is_found_out(server: FeedServer, length: str) -> None:
    server.feeds["/a"] = Reply(SOUND, headers=AUDIO | {"Content-Length": length}, cut=len(SOUND))
    target = Memory()
    assert await failure(server.url("/a"), target)


async def test_a_file_without_a_length_ends_where_the_connection_does(server: FeedServer) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n"
    server.feeds["/a"] = Reply(raw=head + b"sound" * 10)
    target = Memory()
    steps = await bring(server.url("/a"), target)
    assert bytes(target.held) == b"sound" * 10
    assert steps == [Progress(50, 50), "mp3"]


async def test_too_much_is_refused_whether_it_is_said_before_or_not(server: FeedServer) -> None:
    server.feeds["/said"] = song()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n"
    server.feeds["/unsaid"] = Reply(raw=head + SOUND)
    for path in server.feeds:
        target = Memory()
        assert "MB" in await failure(server.url(path), target, most=len(SOUND) - 1)
        assert (target.size, target.facts) == (0, None)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html; charset=utf-8", b"sound"),
        ("application/xhtml+xml", b"sound"),
        ("audio/x-mpegurl", b"sound"),
        ("multipart/byteranges", b"sound"),
        ("audio/mpeg", b"\xef\xbb\xbf \n<!DOCTYPE html><p>Sign in"),
        ("audio/mpeg", b"#EXTM3U\nfile:///etc/passwd"),
        ("application/octet-stream", b"<html>"),
    ],
)
async def test_a_page_or_a_list_is_no_recording(server: FeedServer, kind: str, body: bytes) -> None:
    server.feeds["/a"] = Reply(body, headers={"Content-Type": kind})
    target = Memory()
    assert "is a page or a list" in await failure(server.url("/a"), target)
    assert target.size == 0


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500])
async def test_an_answer_that_is_no_file_says_what_to_do(server: FeedServer, status: int) -> None:
    server.feeds["/a"] = Reply(b"no", status)
    assert f"answers {status}" in await failure(server.url("/a"), Memory())


async def test_nothing_at_all_is_no_recording(server: FeedServer) -> None:
    server.feeds["/a"] = Reply(b"", headers=AUDIO)
    assert "is empty" in await failure(server.url("/a"), Memory())


async def test_what_is_packed_is_refused(server: FeedServer) -> None:
    server.feeds["/a"] = Reply(SOUND, headers=AUDIO, gzipped=True)
    assert "packed" in await failure(server.url("/a"), Memory())


async def test_redirects_are_followed_and_hold_no_connection(server: FeedServer) -> None:
    for at in range(4):
        server.feeds[f"/{at}"] = redirect(f"/{at + 1}", 302)
    server.feeds["/4"] = song()
    target = Memory()
    await bring(server.url("/0"), target)
    assert bytes(target.held) == SOUND


async def test_every_hop_is_checked(server: FeedServer) -> None:
    server.feeds["/file"] = redirect("file:///etc/passwd")
    assert "no http or https address" in await failure(server.url("/file"), Memory())
    server.feeds["/a"] = song()
    assert "private" in await failure(server.url("/a"), Memory(), allow_private=False)
    assert not server.asked["/a"]


async def test_a_server_that_hardly_sends_is_given_up(server: FeedServer) -> None:
    server.feeds["/a"] = Reply(headers=AUDIO, drip=True)
    ticks = count(0, 40)
    target = Memory()
    message = await failure(server.url("/a"), target, pace=Pace(60, 1000, lambda: float(next(ticks))))
    assert "hardly sends" in message
    assert target.size > 0


@pytest.mark.parametrize(
    ("kind", "url", "end"),
    [
        ("audio/mpeg", "https://e.org/a.ogg", "mp3"),
        ("AUDIO/X-M4A; x=y", "https://e.org/a", "m4a"),
        ("application/octet-stream", "https://e.org/a.MP3?x=.exe", "mp3"),
        ("", "https://e.org/a.exe", "media"),
        ("", "https://e.org/../../a.sh", "media"),
    ],
)
def test_names_end_as_their_type_says_and_never_as_a_stranger_likes(kind: str, url: str, end: str) -> None:
    assert ending(kind, url) == end
