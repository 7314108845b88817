"""Looking at addresses and files before anything is subscribed, against a server on loopback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError
from pmlearn.services.discovery import Discovery
from tests.feedserver import Reply, redirect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services
    from tests.feedserver import FeedServer

RSS = (
    b"<rss version='2.0'><channel><title>Its own title</title><link>https://h.example/</link></channel></rss>"
)
JSON = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": []}).encode()
LINK = "<link rel=alternate type=application/rss+xml title='{}' href='{}'>"


def page(*links: str) -> Reply:
    head = "".join(LINK.format(link.strip("/"), link) for link in links)
    return Reply(
        f"<!doctype html><html><head>{head}</head></html>".encode(), headers={"Content-Type": "text/html"}
    )


@pytest.fixture
def discovery(here: Services) -> Discovery:
    return Discovery(here._subscriptions, allow_private=True, now=here.now)


def test_a_feed_is_found_under_the_address_that_was_given(discovery: Discovery, server: FeedServer) -> None:
    server.feeds |= {"/old": redirect("/rss"), "/rss": Reply(RSS), "/json": Reply(JSON)}
    looked = discovery.look(server.url("/old"))
    assert (looked.kind, looked.why) == ("feed", "")
    assert [(feed.url, feed.title) for feed in looked.found.feeds] == [(server.url("/old"), "Its own title")]
    assert discovery.look(server.url("/json")).found.feeds[0].title == "J"
    assert discovery.look("feed:" + server.url("/rss")).kind == "feed"


def test_a_word_is_neither_an_address_nor_a_file(discovery: Discovery) -> None:
    with pytest.raises(InputError, match="no file here is called list, and as an address it names no site"):
        discovery.look("list")


def test_the_one_feed_of_a_page_is_looked_at_too(discovery: Discovery, server: FeedServer) -> None:
    server.feeds |= {"/": page("/rss"), "/rss": Reply(RSS)}
    looked = discovery.look(server.url("/"))
    assert looked.kind == "feed"
    assert [(feed.url, feed.title) for feed in looked.found.feeds] == [(server.url("/rss"), "Its own title")]


def test_of_several_none_is_asked(discovery: Discovery, server: FeedServer) -> None:
    server.feeds["/"] = page("/one", "/two")
    looked = discovery.look(server.url("/"))
    assert looked.kind == "page"
    assert [feed.title for feed in looked.found.feeds] == ["one", "two"]
    assert dict(server.asked) == {"/": 1}


def test_the_usual_places_are_asked_if_somebody_says_so(discovery: Discovery, server: FeedServer) -> None:
    server.feeds |= {"/blog": page(), "/rss.xml": Reply(RSS)}
    with pytest.raises(InputError, match="names no feed") as raised:
        discovery.look(server.url("/blog"))
    assert f"pmlearn feed add --guess {server.url('/blog')}" in raised.value.hint
    assert dict(server.asked) == {"/blog": 1}
    assert discovery.look(server.url("/blog"), guess=True).found.feeds[0].url == server.url("/rss.xml")
    assert dict(server.asked) == {"/blog": 2, "/feed": 1, "/rss.xml": 1}
    del server.feeds["/rss.xml"]
    with pytest.raises(InputError, match="names no feed"):
        discovery.look(server.url("/blog"), guess=True)


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_what_cannot_be_asked_now_is_told_unseen(
    discovery: Discovery, server: FeedServer, status: int
) -> None:
    server.feeds["/"] = Reply(status=status)
    looked = discovery.look(server.url("/"))
    assert (looked.kind, looked.why) == ("unseen", f"its server answers {status}")
    assert looked.found.feeds[0].url == server.url("/")


def test_without_a_network_and_on_private_ones_it_is_told_unseen(
    here: Services, discovery: Discovery, server: FeedServer
) -> None:
    assert discovery.look("nowhere.example/feed").why == "the host nowhere.example cannot be found"
    careful = Discovery(here._subscriptions, allow_private=False, now=here.now)
    assert "is on a private network" in careful.look(server.url("/")).why
    assert not server.asked


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(b"gone", 404), "its server answers 404"),
        (Reply(b"gone", 410), "its server answers 410"),
        (Reply(b"words"), "this is not a feed"),
        (Reply(b""), "the answer is empty"),
    ],
)
def test_what_is_no_feed_is_refused(
    discovery: Discovery, server: FeedServer, reply: Reply, said: str
) -> None:
    server.feeds["/"] = reply
    with pytest.raises(InputError, match=said) as raised:
        discovery.look(server.url("/"))
    assert raised.value.hint


def test_what_is_subscribed_is_not_asked(here: Services, discovery: Discovery, server: FeedServer) -> None:
    here.feeds.add(server.url("/rss"), "Mine")
    looked = discovery.look(server.url("/rss"))
    assert (looked.kind, looked.found.feeds[0].title) == ("feed", "")
    assert not server.asked


def test_lists_are_read_from_files_and_addresses(
    discovery: Discovery, server: FeedServer, tmp_path: Path
) -> None:
    body = b"<opml><body><outline text='X' xmlUrl='https://x.example/'/></body></opml>"
    (tmp_path / "feeds.opml").write_bytes(body)
    server.feeds["/feeds.opml"] = Reply(body)
    for where in (str(tmp_path / "feeds.opml"), server.url("/feeds.opml")):
        looked = discovery.look(where)
        assert (looked.kind, looked.found.feeds[0].url) == ("list", "https://x.example/")


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda file: None, "no file"),
        (lambda file: file.mkdir(), "Is a directory"),
        (lambda file: file.write_bytes(RSS), "this is a feed, not a list of feeds"),
        (lambda file: file.write_bytes(b"words"), "this is not a feed"),
        (lambda file: file.write_bytes(b"x" * ((10 << 20) + 1)), "has more than 10 MB"),
    ],
)
def test_files_that_are_no_list_are_refused(
    discovery: Discovery, tmp_path: Path, write: Callable[[Path], object], said: str
) -> None:
    write(tmp_path / "feeds.opml")
    with pytest.raises(InputError, match=said):
        discovery.read(str(tmp_path / "feeds.opml"))
