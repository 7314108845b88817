"""Lists of feeds: what others broke is forgiven, and what we write is read again without a loss."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.errors import ParseError
from pmlearn.feeds.opml import MOST, is_opml, read_opml, write_opml
from pmlearn.model.feed import Feed, FeedList, slug
from pmlearn.model.text import clean

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def read(body: str, encoding: str = "utf-8") -> FeedList:
    return read_opml(f"<opml version='2.0'><body>{body}</body></opml>".encode(encoding))


def urls(found: FeedList) -> list[str]:
    return [feed.url for feed in found.feeds]


def test_folders_and_topics_are_kept() -> None:
    found = read_opml(
        b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine &amp; yours</title></head><body>
        <outline text="Product"><outline text="Deep / down">
          <outline type="rss" text="A" title="A long" xmlUrl="https://a.example/f" htmlUrl="https://a.example/"
                   category="/Work/Product Discovery,teams , ,/x/Teams"/></outline>
          <outline text="B" type="rss" xmlUrl="https://b.example/f"><outline text="a note"/></outline>
        </outline><outline text="C" xmlUrl="https://c.example/f"/></body></opml>"""
    )
    assert found.title == "Mine & yours"
    assert found.feeds == (
        Feed(
            "",
            "https://a.example/f",
            "A long",
            ("product-discovery", "teams"),
            folder="Product/Deep/down",
            link="https://a.example/",
        ),
        Feed("", "https://b.example/f", "B", folder="Product"),
        Feed("", "https://c.example/f", "C"),
    )
    assert found.flaws == ("1 outline without a feed's address left out",)


@pytest.mark.parametrize(
    ("outline", "address"),
    [
        ("<outline XMLURL='https://x.example/f'/>", "https://x.example/f"),
        ("<OUTLINE TYPE=RSS xmlurl=https://x.example/f text=x></OUTLINE>", "https://x.example/f"),
        ("<outline xmlUrl='feed://x.example/f'/>", "http://x.example/f"),
        ("<outline xmlUrl='feed:https://x.example/f'/>", "https://x.example/f"),
        ("<outline xmlUrl='feed:x.example/f'/>", "http://x.example/f"),
        ("<outline xmlUrl='https://x.example/?a=1&copy=2&b'/>", "https://x.example/?a=1&copy=2&b"),
        ("<outline xmlUrl='https://x.example/?a=1&amp;b=2'/>", "https://x.example/?a=1&b=2"),
        ("<outline type='rss' url='https://x.example/f'/>", "https://x.example/f"),
        ("<outline text='1 < 2 > 0' xmlUrl='  https://x.example/f\n '/>", "https://x.example/f"),
        ("<outline text='a' text='b' xmlUrl='https://x.example/f'/>", "https://x.example/f"),
        ("<!-- <outline xmlUrl='https://no.example/'/> --><outline xmlUrl='https://x.example/f'/>",) * 2,
        ("</outline></outline><outline xmlUrl='https://x.example/f'/>", "https://x.example/f"),
        ("<o:outline xmlns:o='x' xmlUrl='https://x.example/f'/>", "https://x.example/f"),
    ],
)
def test_what_is_broken_in_a_file_is_forgiven(outline: str, address: str) -> None:
    expected = "https://x.example/f" if address == outline else address
    assert urls(read(outline)) == [expected]


def test_what_was_left_out_is_said() -> None:
    twice = "<outline type='rss' text='one' xmlUrl='https://x.example/'/>" * 2
    found = read_opml(f"<opml><body>{twice}<outline type='rss' text='none'/><outline te".encode())
    assert urls(found) == ["https://x.example/"]
    assert found.flaws == (
        "1 outline without a feed's address left out",
        "1 feed there twice",
        "the file breaks off",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "iso-8859-1", "cp1252"])
@pytest.mark.parametrize("declared", ["utf-8", "latin-1", ""])
def test_every_encoding_is_read_whatever_the_file_says(encoding: str, declared: str) -> None:
    head = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    text = f"{head}<opml><body><outline text='Café' xmlUrl='https://x.example/'/></body></opml>"
    assert read_opml(text.encode(encoding)).feeds[0].title == "Café"
    assert is_opml(text.encode(encoding))


def test_entities_are_left_as_they_stand_and_files_are_not_read() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE opml [<!ENTITY e0 "lol">{lines}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = "<opml><body><outline text='&e11;&f;&eacute;' xmlUrl='https://x.example/'/></body></opml>"
    assert read_opml((bomb + body).encode()).feeds[0].title == "&e11;&f;é"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "this is not OPML"),
        ("<outline text='x'>" * 100, "more than 50 deep"),
        (
            "".join(f"<outline xmlUrl='https://x.example/{n}'/>" for n in range(MOST + 1)),
            "it holds more than",
        ),
    ],
)
def test_what_is_no_list_or_too_much_of_one_is_refused(body: str, said: str) -> None:
    with pytest.raises(ParseError, match=said) as raised:
        read(body)
    assert raised.value.hint


TEXT = st.text(max_size=20).map(clean)
LEVEL = TEXT.map(lambda text: text.replace("/", "")).map(clean).filter(bool)
FEEDS = st.builds(
    Feed,
    id=st.just(""),
    url=st.text("abcxyzé?&=#%;\"'<>~,", max_size=12).map(lambda end: f"https://x.example/{end}"),
    title=TEXT,
    topics=st.lists(TEXT.map(slug).filter(bool), max_size=3, unique=True).map(tuple),
    weight=st.integers(-3, 3),
    paused=st.booleans(),
    mute=st.lists(TEXT.filter(bool), max_size=2).map(tuple),
    keep=st.lists(TEXT.filter(bool), max_size=2).map(tuple),
    bodies=st.none() | st.integers(0, 99),
    expires=st.none() | st.integers(1, 99),
    full_text=st.booleans(),
    folder=st.lists(LEVEL, max_size=3).map("/".join),
    link=st.sampled_from(["", "https://x.example/", "https://x.example/a?b=1&c=%20"]),
)


@given(st.lists(FEEDS, max_size=8, unique_by=lambda feed: feed.url), TEXT)
def test_a_round_trip_loses_nothing(feeds: list[Feed], title: str) -> None:
    text = write_opml(title, ((feed, "What it calls itself") for feed in feeds), NOW)
    assert [outline.tag for outline in ET.fromstring(text)] == ["head", "body"]
    if feeds:
        again = read_opml(text.encode())
        assert (again.title, again.flaws) == (title, ())
        assert sorted(again.feeds, key=lambda feed: feed.url) == sorted(feeds, key=lambda feed: feed.url)


@given(
    st.text(), st.sampled_from(["<outline xmlUrl='https://x.example/'/>", "<outline ", "'", '"', "<!--", "&"])
)
def test_whatever_a_file_holds_it_ends_in_a_list_or_a_sentence(text: str, between: str) -> None:
    try:
        found = read(f"{text}{between}{text}", "utf-16")
    except (ParseError, UnicodeEncodeError):
        return
    assert all(feed.title == clean(feed.title) for feed in found.feeds)
