"""The corpus: each document beside what it must yield; and documents that are no feeds."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from pmlearn.errors import ParseError
from pmlearn.feeds.parse import ALL_BODIES, LONGEST_BODY, MOST_ENTRIES, parse
from pmlearn.model.feed import PARTS, Entry, ParsedFeed
from pmlearn.model.text import clean

CORPUS = Path(__file__).parent.parent / "data" / "feeds"
URL = "https://feeds.example/dir/feed.xml"
DOCUMENTS = sorted(
    (path for path in CORPUS.iterdir() if path.suffix in (".xml", ".jsonfeed")), key=lambda path: path.name
)


def expected(path: Path) -> ParsedFeed:
    """What the `.json` beside a document says; fields that it leaves out are empty."""
    said: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    entries = []
    for entry in said["entries"]:
        parts = {name: tuple(kind(**one) for one in entry.get(name, ())) for name, kind in PARTS.items()}
        entries.append(Entry(**entry | {"topics": tuple(entry.get("topics", ()))} | parts))
    return ParsedFeed(said["title"], said.get("link", ""), tuple(entries))


def rss(*items: str, head: str = "") -> bytes:
    return f"<rss version='2.0'><channel><title>T</title>{head}{''.join(items)}</channel></rss>".encode()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_yields_what_stands_beside_it(path: Path) -> None:
    assert parse(path.read_bytes(), "", URL) == expected(path)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_text_but_the_body_is_clean(path: Path) -> None:
    feed = parse(path.read_bytes(), "application/xml", URL)
    texts = [feed.title, feed.link]
    for entry in feed.entries:
        texts += [getattr(entry, field.name) for field in fields(entry) if field.type == "str"]
        texts.remove(entry.body) if entry.body else None
        texts += [*entry.topics, *(enclosure.url for enclosure in entry.enclosures)]
    assert [text for text in texts if text != clean(text)] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_declared_encoding_is_read(encoding: str) -> None:
    head = f"<?xml version='1.0' encoding='{encoding}'?>"
    text = head + "<rss version='2.0'><channel><title>Café</title></channel></rss>"
    assert parse(text.encode(encoding), "application/xml", URL).title == "Café"


def test_the_header_says_the_encoding_where_the_document_does_not() -> None:
    body = "<rss version='2.0'><channel><title>Привет</title></channel></rss>".encode("koi8-r")
    assert parse(body, "application/rss+xml; charset=koi8-r", URL).title == "Привет"


@pytest.mark.parametrize(
    ("declared", "header", "encoding"),
    [
        ("utf-8", "utf-8", "windows-1252"),
        ("utf-16", "", "utf-8"),
        ("", "utf-16", "utf-8"),
        ("utf-16", "utf-32", "windows-1252"),
        ("iso-8859-1", "utf-8", "utf-16"),
        ("us-ascii", "us-ascii", "utf-8"),
        ("klingon", "klingon", "utf-8"),
        ("rot13", "zip", "utf-8"),
    ],
)
def test_an_encoding_that_is_a_lie_is_seen_through(declared: str, header: str, encoding: str) -> None:
    head = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    text = head + "<rss version='2.0'><channel><title>Café – 5 €</title></channel></rss>"
    header = f"application/rss+xml; charset={header}" if header else ""
    assert parse(text.encode(encoding), header, URL).title == "Café – 5 €"


@pytest.mark.parametrize(
    ("encoding", "header"),
    [("utf-8-sig", ""), ("utf-16", ""), ("utf-32-be", ""), ("windows-1252", ""), ("koi8-r", "koi8-r")],
)
def test_a_json_feed_may_be_in_any_encoding_that_it_must_not_be_in(encoding: str, header: str) -> None:
    title = "Привет" if header else "Café"
    text = json.dumps(
        {"version": "https://jsonfeed.org/version/1", "items": [], "title": title}, ensure_ascii=False
    )
    header = f"application/feed+json; charset={header}" if header else "application/feed+json"
    assert parse(text.encode(encoding), header, URL).title == title


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the answer is empty"),
        (b" \n ", "the answer is empty"),
        (b"<!DOCTYPE html><html><head><title>x</title></head><body>hi</body></html>", "this is a web page"),
        (b"<!-- hi --><HTML lang=en><p>not closed", "this is a web page"),
        (b"just words", "this is not a feed"),
        (b'{"version": "1"}', "this is not a feed: it is JSON, but no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}', "this is not a feed: it is JSON"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "the feed breaks off"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "title": "half', "the feed breaks off"),
        (b"{\n'version': 1}", "this is not a feed: line 2 is not JSON"),
        (b'{"version": ' + b"9" * 100_000 + b"}", "this is not a feed: a number in it"),
        (b"\x00\x01\x02\xff\xfe", "this is not a feed"),
        (b"<opml version='2.0'><body/></opml>", "this is not a feed"),
        (b"/etc/passwd", "this is not a feed"),
        (b"http://127.0.0.1/feed", "this is not a feed"),
        (rss("<item><title>one</title></item>", "<item><title>two, brok")[:-20], "the feed breaks off"),
    ],
)
def test_what_is_no_feed_is_said_in_one_line(body: bytes, said: str) -> None:
    with pytest.raises(ParseError) as raised:
        parse(body, "text/html", URL)
    assert raised.value.message.startswith(said)
    assert raised.value.hint
    assert "\n" not in raised.value.message + raised.value.hint


def test_a_body_that_names_a_file_opens_none(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(rss())
    with pytest.raises(ParseError, match="this is not a feed"):
        parse(str(file).encode(), "", URL)


def test_a_whole_feed_with_an_error_in_it_is_read() -> None:
    feed = parse(rss("<item><title>A & B</title><link>https://a.example/</link></item>"), "", URL)
    assert [entry.title for entry in feed.entries] == ["A & B"]


@pytest.mark.parametrize(
    "date",
    [
        "yesterday",
        "0000-00-00",
        "99999-01-01T00:00:00Z",
        "Mon, 31 Feb 2026 00:00:00 GMT",
        "-1",
        "9" * 400,
        "١٢",
    ],
)
def test_a_date_that_is_none_costs_the_date_alone(date: str) -> None:
    feed = parse(rss(f"<item><title>x</title><pubDate>{date}</pubDate></item>"), "", URL)
    assert [(entry.title, len(entry.published) in (0, 20)) for entry in feed.entries] == [("x", True)]


def test_an_id_of_another_form_than_text_is_one_still() -> None:
    long = "i" * 2_000
    items = (f"<item><guid isPermaLink='false'>{long}{end}</guid><title>x</title></item>" for end in "ab")
    ids = [entry.id for entry in parse(rss(*items), "", URL).entries]
    assert len(set(ids)) == 2
    assert all(len(id_) < 100 for id_ in ids)


def test_bodies_and_entries_are_capped() -> None:
    many = "".join(f"<item><guid>{number}</guid></item>" for number in range(MOST_ENTRIES + 5))
    assert len(parse(rss(many), "", URL).entries) == MOST_ENTRIES
    large = (
        f"<item><guid>{n}</guid><description>{'a' * (LONGEST_BODY + 9)}</description></item>"
        for n in range(12)
    )
    bodies = [len(entry.body) for entry in parse(rss(*large), "", URL).entries]
    assert max(bodies) == LONGEST_BODY
    assert sum(bodies) == ALL_BODIES


def test_a_title_may_be_a_book() -> None:
    title = parse(rss(f"<item><title>{'word ' * 1_000_000}</title></item>"), "", URL).entries[0].title
    assert len(title) == 500
    assert title.endswith("…")


def test_entities_do_not_multiply() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "lol">{lines}]>'
    bomb = head + '<rss version="2.0"><channel><title>&e11;</title></channel></rss>'
    assert len(parse(bomb.encode(), "", URL).title) < 100


def test_an_external_entity_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    body = head + '<rss version="2.0"><channel><title>&x;</title></channel></rss>'
    assert "secret" not in parse(body.encode(), "", URL).title
