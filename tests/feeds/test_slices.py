"""Cutting out what is known: what is read of the rest is what the whole document says."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlearn.feeds.parse import parse
from pmlearn.feeds.reading import read
from pmlearn.feeds.slices import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.model.feed import Entry

URL = "https://a.example/f"
TYPE = "application/xml"
RSS = (
    "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>{}</channel></rss>"
)
ITEM = "<item><guid isPermaLink='false'>{0}</guid><title>T{0}</title><description>b{0}</description></item>"


def rss(*items: str, head: str = "<title>F</title>") -> bytes:
    return RSS.format(head + "\n".join(items)).encode()


def item(number: int) -> str:
    return ITEM.format(number)


def bare(document: bytes) -> bytes:
    return b"".join(document.split())


def digests(body: bytes, content_type: str = TYPE) -> tuple[str, ...]:
    found = cut(body, content_type, URL, (), 5_000)
    assert found is not None
    return found.digests


def test_what_is_known_is_left_out_and_all_else_stays() -> None:
    before = rss(item(1), item(2), item(3))
    after = rss(item(5), item(4), item(3), item(2))
    found = cut(after, TYPE, URL, digests(before), 5_000)
    assert found is not None
    assert found.known == (False, False, True, True)
    assert found.digests[2:] == digests(before)[2:0:-1]
    assert bare(found.document) == bare(rss(item(5), item(4)))
    whole = cut(after, TYPE, URL, (), 5_000)
    assert whole is not None
    assert whole.document == after


def test_entries_beyond_the_most_are_left_out() -> None:
    found = cut(rss(*map(item, range(5))), TYPE, URL, (), 2)
    assert found is not None
    assert bare(found.document) == bare(rss(item(0), item(1)))
    assert len(found.digests) == 2


@pytest.mark.parametrize(
    "tail",
    [
        "<item/>",
        "<item></item>",
        "<item a='/>'></item>",
        "<item a='>' b=\"/>\" />",
        "<item>/></item>",
        "<item ><![CDATA[</item>]]></item >",
        "<item><!-- </item> --></item>",
        "<item\n/></channel><x/><channel>",
        "<item>é \U0001f600</item>",
    ],
)
def test_an_entry_ends_where_its_tag_ends(tail: str) -> None:
    body = rss(item(1), tail, item(2))
    found = cut(body, TYPE, URL, (), 5_000)
    assert found is not None
    out = cut(body, TYPE, URL, [found.digests[1]], 5_000)
    assert out is not None
    rest = tail[tail.index("</channel>") :] if "</channel>" in tail else ""
    assert bare(out.document) == bare(rss(item(1), rest, item(2)))


@pytest.mark.parametrize(
    "head",
    [
        "<title>G</title>",
        "<title>F</title><author>somebody@else.example</author>",
        "<title>F</title><language>de</language>",
        "<title xml:base='/x'>F</title>",
        "<title>F</title>words",
    ],
)
def test_another_head_makes_another_entry_of_the_same_bytes(head: str) -> None:
    assert not set(digests(rss(item(1)))) & set(digests(rss(item(1), head=head)))


def test_what_else_an_entry_means_something_by() -> None:
    body = rss(item(1))
    other = cut(body, TYPE, URL + "/moved", (), 5_000)
    assert other is not None
    assert other.digests != digests(body)
    assert digests(body, "text/xml; charset=utf-8") != digests(body)
    assert digests(RSS.format(item(1)).replace("<rss ", "<rss xml:base='/x' ").encode()) != digests(body)


@pytest.mark.parametrize(
    "head",
    [
        "<title>F</title><lastBuildDate>now</lastBuildDate>",
        "<pubDate/><title>F</title>",
        "<title>F</title>\n\n<!-- made in 0.1 s -->",
        "<title>F</title><generator><b/></generator>",
    ],
)
def test_what_a_head_says_anew_each_time_leaves_entries_what_they_are(head: str) -> None:
    assert digests(rss(item(1), head=head) + b"<!-- cached -->") == digests(rss(item(1)))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"<html><item/></html>",
        b"<!DOCTYPE rss><rss><channel><item/></channel></rss>",
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><item>&a;</item></channel></rss>",
        b"<rss><channel><item>&nbsp;</item></channel></rss>",
        b"<rss><channel><item></channel></rss>",
        b"<rss><channel><item><x:y/></item></channel></rss>",
        b"<rss><channel><item/><x><item/></x></channel></rss>",
        b"<rss><channel><item><item/></item></channel></rss>",
        b"<rss><channel><image><entry/></image><item/></channel></rss>",
        b"<rss><channel><title>none</title></channel></rss>",
        b"<rss><channel><item>\xff</item></channel></rss>",
        "<rss><channel><item/></channel></rss>".encode("utf-16"),
        "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item>\xe9</item></channel></rss>".encode(),
        b"<?xml version='1.0' encoding='utf-7'?><rss><channel><item/></channel></rss>",
        b"<rss><channel><item xmlns:a='urn:a'/><item xmlns:a='urn:b'/></channel></rss>",
        b"<rss><channel><item xmlns:a='urn:a'/><item xmlns:b='urn:a'/></channel></rss>",
        b"<rss xmlns:a='urn:a'><channel><item><a xmlns='urn:a'/></item></channel></rss>",
        b"<rss><channel>" + b"<a>" * 100_000,
        b"<?xml version='1.0'"
        + b" " * 400
        + b"encoding='iso-2022-jp'?><rss><channel><item/></channel></rss>",
        # What is passed over in a head may not give a prefix another meaning.
        b"<rss xmlns:a='urn:a'><channel><date><b xmlns:a='urn:b'/></date><item/></channel></rss>",
        b"<r:rdf xmlns:r='urn:r' xmlns:a='urn:a'><channel><items xmlns:a='urn:b'/></channel><item/></r:rdf>",
    ],
)
def test_in_doubt_nothing_is_cut(body: bytes) -> None:
    assert cut(body, TYPE, URL, (), 5_000) is None


def test_text_without_a_word_about_its_encoding_is_doubtful_where_that_matters() -> None:
    assert cut(rss("<item>a</item>"), "text/xml", URL, (), 5_000) is not None
    assert cut(rss("<item>é</item>"), "text/xml", URL, (), 5_000) is None
    assert cut(rss("<item>é</item>"), "text/xml; charset=UTF-8", URL, (), 5_000) is not None
    assert cut(rss("<item>é</item>"), "text/xml; charset=latin1", URL, (), 5_000) is None
    assert cut(b"\xef\xbb\xbf" + rss("<item>é</item>"), TYPE, URL, (), 5_000) is not None


def test_a_document_that_is_no_feed_is_judged_as_a_whole() -> None:
    # An item in a namespace that feedparser takes for none: it finds another number of entries.
    body = rss(item(1)).replace(b"<item>", b"<x:item xmlns:x='urn:x'>").replace(b"</item>", b"</x:item>")
    assert cut(body, TYPE, URL, (), 5_000) is not None
    assert read(body, TYPE, URL, ()) == parse(body, TYPE, URL)


texts = st.text(st.sampled_from("ab <&>'\"\né\U0001f600]/-"), max_size=12)


@st.composite
def atoms(draw: st.DrawFn) -> str:
    title, body = escape(draw(texts)), draw(texts)
    content = draw(
        st.sampled_from(
            [
                f"<content type='html'>{escape(body)}</content>",
                f"<content type='html'><![CDATA[{body.replace(']]>', '')}]]></content>",
                "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
                f"<p>{escape(body)}</p><br/></div></content>",
                f"<summary>{escape(body)}</summary>",
                f"<x:y xmlns:x='urn:x'>{escape(body)}</x:y>",
                "<author><name>N</name></author>",
                "<link href='rel' xml:base='https://b.example/'/>",
                "<link rel='enclosure' href='/a.mp3'/>",
            ]
        )
    )
    base = draw(st.sampled_from(["", " xml:base='sub/'", " xml:lang='de'"]))
    return (
        f"<entry{base}><id>{draw(st.integers(0, 5))}</id><title>{title}</title>"
        f"<link href='{draw(st.integers(0, 3))}'/>{content}<updated>2026-01-02T03:04:05Z</updated></entry>"
    )


@st.composite
def items(draw: st.DrawFn) -> str:
    body = draw(texts)
    return draw(
        st.sampled_from(
            [
                f"<item><guid>{draw(st.integers(0, 5))}</guid><title>{escape(body)}</title></item>",
                f"<item><link>/{draw(st.integers(0, 3))}</link><summary>{escape(body)}</summary></item>",
                "<item/>",
                f"<item><title>t</title><c:encoded xmlns:c='http://purl.org/rss/1.0/modules/content/'>"
                f"{escape(body)}</c:encoded></item>",
                f"<item><content:encoded><![CDATA[{body.replace(']]>', '')}]]></content:encoded></item>",
                "<item><enclosure url='/a.mp3' type='audio/mpeg' length='1'/><pubDate>Mon, 05 Jan 2026 "
                "08:00:00 GMT</pubDate></item>",
                "<item><title>a</title><author>x@y.example (Y)</author><category>c</category></item>",
            ]
        )
    )


def documents(entries: Sequence[str], *, atom: bool) -> bytes:
    if not atom:
        return rss(*entries)
    head = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://c.example/'><title>F</title>"
    return f"{head}<author><name>A</name></author>{' '.join(entries)}<!-- end --></feed>".encode()


@settings(max_examples=150, deadline=None)
@given(st.data(), st.booleans())
def test_what_is_read_of_the_rest_is_what_the_whole_says(data: st.DataObject, atom: bool) -> None:
    entries = data.draw(st.lists(atoms() if atom else items(), max_size=6))
    body = documents(entries, atom=atom)
    whole = parse(body, TYPE, URL, repeated=True)
    first = read(body, TYPE, URL, ())
    if not first.slices:
        return
    assert (first.title, first.link, first.entries) == (whole.title, whole.link, whole.entries)
    every = [one.digest for one in first.slices]
    known = data.draw(st.sets(st.sampled_from(every)))
    again = read(body, TYPE, URL, known)
    assert [one.digest for one in again.slices] == every
    expected: list[Entry] = [
        entry for entry, digest in zip(whole.entries, every, strict=True) if digest not in known
    ]
    assert list(again.entries) == expected
    assert (again.title, again.link) == (whole.title, whole.link)
