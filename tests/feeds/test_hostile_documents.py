"""Documents that are made to hurt: each ends in one clear line, or a feed, within the limits."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import ParseError
from pmlearn.feeds.episode import MOST_TRANSCRIPTS
from pmlearn.feeds.parse import MOST_ENTRIES
from pmlearn.feeds.pool import ParserPool
from pmlearn.model.feed import FeedList

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://hostile.example/feed"
GOOD = b"<rss version='2.0'><channel><title>T</title><item><title>x</title></item></channel></rss>"
CPU = 2  # seconds; a refresh allows more
TRANSCRIPT = "<p:transcript url='https://x.example/t'/>"
VERSION = "https://jsonfeed.org/version/1.1"


def rss(inside: str, head: str = "") -> bytes:
    return f"{head}<rss version='2.0'><channel><title>T</title>{inside}</channel></rss>".encode()


def entities(levels: int, times: int, first: str = "lol") -> str:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * times}">' for n in range(1, levels))
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "{first}">{lines}]>'


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a million nested tags": (lambda: b"<rss version='2.0'><channel>" + b"<a>" * 1_000_000, "processor time"),
    "an author made for backtracking": (
        lambda: rss(f"<item><title>x</title><author>{'a@' * 20_000}{'(' * 20_000}</author></item>"),
        "processor time",
    ),
    "a million nested arrays": (lambda: b'{"version":' + b"[" * 1_000_000, "nested too deeply"),
    "nested arrays that end": (
        lambda: b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        "nested too deeply",
    ),
    "a number of a million digits": (lambda: b'{"version": ' + b"9" * 1_000_000 + b"}", "a number in it"),
    "a truncated feed": (lambda: rss("<item><title>x</title></item>" * 50)[:-40], "breaks off"),
    "truncated JSON": (
        lambda: json.dumps({"version": VERSION, "items": [{}] * 50}).encode()[:-9],
        "breaks off",
    ),
    "a page instead": (lambda: b"<!doctype html>" + b"<p>hello " * 200_000, "a web page"),
    "the name of a file": (lambda: b"/etc/passwd", "not a feed"),
    "an address": (lambda: b"http://127.0.0.1/feed", "not a feed"),
    "noise": (lambda: bytes(range(256)) * 400, "not a feed"),
    "100,000 items of XML": (
        lambda: rss("".join(f"<item><guid>{n}</guid></item>" for n in range(100_000))),
        "processor time",
    ),
    "zeros": (lambda: bytes(1_000_000), "not a feed"),
}
READ: dict[str, tuple[Callable[[], bytes], int]] = {
    "an entity bomb": (lambda: rss("<item><title>&e11;</title></item>", entities(12, 10)), 1),
    "a quadratic blow-up": (
        lambda: rss(f"<item><title>x{'&e0;' * 20_000}</title></item>", entities(1, 1, "a" * 20_000)),
        1,
    ),
    "an entity that is a file": (
        lambda: rss(
            "<item><title>x&f;</title></item>", '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        ),
        1,
    ),
    "a title of 20 MB": (lambda: rss(f"<item><title>{'word ' * 4_000_000}</title></item>"), 1),
    "100,000 items of JSON": (
        lambda: json.dumps(
            {"version": VERSION, "items": [{"id": n} | {"title": "x"} for n in range(100_000)]}
        ).encode(),
        MOST_ENTRIES,
    ),
    "an entry whose name is long": (
        lambda: rss("<{0}:item xmlns:{0}='http://purl.org/rss/1.0/'><a/></{0}:item>".format("a" * 100_000)),
        0,
    ),
    "10,000 transcripts": (
        lambda: rss(f"<item><title>x</title>{TRANSCRIPT * 10_000}</item>").replace(
            b"<rss ", b"<rss xmlns:p='https://podcastindex.org/namespace/1.0' "
        ),
        1,
    ),
}


PAGES = [
    b'<link rel="' * 300_000,
    b"<a href='" * 300_000,
    b"<script>" * 300_000,
    b"<script" * 300_000,
    b"<!-- <a" * 300_000,
    b"<a " + b"x=y " * 500_000,
    b"<a" + b" " * 3_000_000,
    b"<a " + b"x" * 3_000_000,
    b"<a x=" + b"&#x" * 1_000_000 + b">",
]
LISTS = [
    (b"<outline text='x'>" * 1_000_000, "more than 50 deep"),
    (b'<outline x="' * 300_000, "no outlines"),
    (b"<outline x='\"" * 300_000, "no outlines"),
    (b"<!--" * 1_000_000, "no outlines"),
    (b"<!DOCTYPE x [" + b"<!ENTITY a 'b'>" * 100_000, "no outlines"),
]


async def test_each_ends_in_one_clear_line_and_a_good_feed_is_read_beside_it() -> None:
    async with ParserPool(2, cpu=1) as pool:
        for name, (make, said) in REFUSED.items():
            beside = asyncio.create_task(pool.feed(GOOD, "", URL))
            with pytest.raises(ParseError, match=said) as raised:
                await pool.feed(make(), "", URL)
            assert "\n" not in raised.value.message + raised.value.hint, name
            assert raised.value.hint, name
            assert len((await beside).entries) == 1


async def test_others_cost_no_more_than_they_are_worth() -> None:
    async with ParserPool(1) as pool:
        for name, (make, count) in READ.items():
            feed = await pool.feed(make(), "", URL, ())
            assert len(feed.entries) == count, name
            assert all(len(entry.title) <= 500 and "root:" not in entry.title for entry in feed.entries)
            assert all(len(entry.transcripts) <= MOST_TRANSCRIPTS for entry in feed.entries)


async def test_lists_and_pages_too_are_read_in_time() -> None:
    async with ParserPool(1, cpu=CPU) as pool:
        for body, said in LISTS:
            with pytest.raises(ParseError, match=said):
                await pool.look(b"<opml><body>" + body, "", URL)
        for number, body in enumerate(PAGES):
            assert await pool.look(b"<html>" + body, "", URL) == ("page", FeedList("")), number
