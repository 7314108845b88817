"""The feeds behind an address: named by a page, known by the site's form, or the document itself."""

from __future__ import annotations

import pytest

from pmlearn.errors import ParseError
from pmlearn.feeds.discover import MOST, dump, known_place, load, look, named_on
from pmlearn.model.feed import Feed, FeedList

URL = "https://site.example/blog/post.html"
RSS = b"<rss version='2.0'><channel><title>T</title><link>https://t.example/</link></channel></rss>"


def named(html: str) -> list[str]:
    return [feed.url for feed in named_on(html, URL)]


@pytest.mark.parametrize(
    ("html", "urls"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed">', ["https://site.example/feed"]),
        ("<LINK REL=alternate TYPE=application/atom+xml HREF=a.xml>", ["https://site.example/blog/a.xml"]),
        (
            "<link type='application/feed+json' rel='home alternate' href='f.json'/>",
            ["https://site.example/blog/f.json"],
        ),
        ("<base href='/x/'><link rel=alternate type=text/xml href=f>", ["https://site.example/x/f"]),
        ("<link rel=feed href='https://o.example/f'>", ["https://o.example/f"]),
        ("<link rel=alternate type=application/json href='/wp-json/wp/v2/posts/1'>", []),
        ("<link rel=alternate type=application/json href='/feed.json'>", ["https://site.example/feed.json"]),
        ("<link rel=alternate hreflang=de href='/de/'>", []),
        ("<link rel=stylesheet type=text/xml href='/feed'>", []),
        ("<link rel=alternate type=application/rss+xml href='javascript:x'>", []),
        ("<!-- <link rel=alternate type=application/rss+xml href='/no'> -->", []),
        ("<script>'<link rel=alternate type=application/rss+xml href=/no>'</script>", []),
        ("<script>x <link rel=alternate type=application/rss+xml href=/no>", []),
        ("<a href='/feed/'>RSS</a> <a href='/food'>no</a>", ["https://site.example/feed/"]),
        ("<a href='feed:https://site.example/rss.xml'>RSS</a>", ["https://site.example/rss.xml"]),
        (
            "<link rel=alternate type=application/rss+xml href='/a'><a href='/feed'>",
            ["https://site.example/a"],
        ),
    ],
)
def test_what_a_page_names(html: str, urls: list[str]) -> None:
    assert named(f"<!doctype html><html><head>{html}</head>") == urls


def test_titles_are_clean_and_comments_come_last() -> None:
    link = "<link rel=alternate type=application/rss+xml title='{}' href='{}'>"
    comments = link.format("Comments on it", "/comments/feed/")
    posts = link.format("Posts &amp; [/] \x1b[2Jmore", "/feed/")
    assert named_on(comments + posts, URL) == [Feed("", "https://site.example/feed/", "Posts & [/] [2Jmore")]
    assert named(comments) == ["https://site.example/comments/feed/"]


def test_a_page_names_only_so_many() -> None:
    assert len(named("".join(f"<a href='/{n}/feed'>" for n in range(MOST + 5)))) == MOST


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        (
            "https://www.youtube.com/channel/UC_x-1",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC_x-1",
        ),
        (
            "http://m.youtube.com/channel/UC1/videos",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC1",
        ),
        ("https://youtube.com/user/abc/", "https://www.youtube.com/feeds/videos.xml?user=abc"),
        (
            "https://youtube.com/playlist?a=b&list=PL-1",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PL-1",
        ),
        ("https://www.youtube.com/@somebody", ""),
        ("https://www.youtube.com/watch?v=x&list=PL-1", ""),
        ("https://www.youtube.com/channel/a%26b=c", ""),
        ("https://www.youtube.com/feeds/videos.xml?channel_id=UC1", ""),
        ("https://pm.substack.com", "https://pm.substack.com/feed"),
        ("https://pm.substack.com/p/a-post?utm=1", "https://pm.substack.com/feed"),
        ("https://pm.substack.com/feed", ""),
        ("https://substack.com/@somebody", ""),
        ("https://substack.com.example/", ""),
        ("https://notyoutube.com/channel/UC1", ""),
    ],
)
def test_sites_whose_feeds_are_known(url: str, feed: str) -> None:
    assert known_place(url) == feed


def test_what_a_document_is() -> None:
    kind, found = look(RSS, "", URL)
    assert (kind, found) == ("feed", FeedList("T", (Feed("", URL, "T", link="https://t.example/"),)))
    assert look(b"<!doctype html><title>x</title>", "", URL) == ("page", FeedList(""))
    assert look(b"<opml><outline xmlUrl='https://x.example/'/></opml>", "", URL)[0] == "list"
    with pytest.raises(ParseError, match="this is not a feed"):
        look(b"words", "", URL)


def test_a_page_in_another_encoding_is_read() -> None:
    html = "<html><meta charset=koi8-r><link rel=alternate type=text/xml title='Привет' href=/f>"
    assert look(html.encode("koi8-r"), "", URL)[1].feeds[0].title == "Привет"


def test_what_was_found_crosses_the_pipe() -> None:
    feed = Feed("", "https://x.example/", "X", ("a",), weight=2, mute=("b",), bodies=0, folder="F")
    found = FeedList("L", (feed,), ("flaw",))
    assert load(dump("list", found)) == ("list", found)
    with pytest.raises((KeyError, TypeError, ValueError)):
        load(b'{"kind": "list", "title": "x", "flaws": [], "feeds": [{"url": 5}]}')
