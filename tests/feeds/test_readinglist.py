"""Reading lists of other programs: what each must yield, and what is wrong with others."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.errors import ParseError
from pmlearn.feeds import readinglist
from pmlearn.feeds.readinglist import read_list
from pmlearn.feeds.saved import list_apart
from pmlearn.model.readinglist import SavedLink

CSV = """\
title,url,time_added,tags,status
"The trio, in practice",https://a.example/trio,1478739709,product|Team work,unread
https://a.example/bare,https://a.example/bare,1478739710,,archive
Nonsense,javascript:alert(1),1478739711,,unread
"The trio again",https://a.example/trio,1478739000,discovery,archive
"""
POCKET = """\
<!DOCTYPE html>
<html><head><meta charset="UTF-8"><title>Pocket Export</title></head><body>
<h1>Unread</h1>
<ul>
<li><a href="https://a.example/1?a=1&amp;b=2" time_added="1478739709" tags="one,Two words">First &amp;
 best</a></li>
</ul>
<h1>Read Archive</h1>
<ul>
<li><a href="https://a.example/2" time_added="1478739709" tags="">https://a.example/2</a></li>
</ul></body></html>
"""
BOOKMARKS = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><A HREF="https://a.example/1" ADD_DATE="1478739709">One</A>
        <DT><H3>Product Work</H3>
        <DL><p>
            <DT><A HREF="https://a.example/2" ADD_DATE="1478739709000000" TAGS="x,y">Two
            words</A>
            <DD>A description
        </DL><p>
    </DL><p>
    <DT><A HREF="place:sort=8">Recent</A>
    <DT><A HREF="https://a.example/3">Three</A>
</DL>
"""
WALLABAG = [
    {
        "id": 1,
        "url": "https://a.example/1",
        "title": "One",
        "is_archived": 1,
        "is_starred": 1,
        "tags": ["Product Work", {"label": "x"}],
        "created_at": "2016-11-10T01:01:49+0000",
        "content": "<p>Text",
    },
    {"url": "https://a.example/2", "title": None, "is_archived": 0, "is_starred": False, "tags": None},
    "junk",
    {"title": "no address"},
]
AT = "2016-11-10T01:01:49Z"


def test_pockets_csv() -> None:
    found = read_list(CSV.encode())
    assert found.form == "pocket"
    assert found.links == (
        SavedLink(
            "https://a.example/trio",
            "The trio, in practice",
            "2016-11-10T00:50:00Z",
            ("product", "team-work", "discovery"),
            done=True,
        ),
        SavedLink("https://a.example/bare", "", "2016-11-10T01:01:50Z", (), done=True),
    )
    assert (found.twins, found.left_out) == (1, 1)
    assert found.problems == ("line 4: no web address: javascript:alert(1)",)


def test_pockets_older_html() -> None:
    found = read_list(POCKET.encode())
    assert found.form == "pocket"
    assert found.links == (
        SavedLink("https://a.example/1?a=1&b=2", "First & best", AT, ("one", "two-words")),
        SavedLink("https://a.example/2", "", AT, done=True),
    )


def test_bookmarks_of_a_browser() -> None:
    found = read_list(BOOKMARKS.encode())
    assert found.form == "bookmarks"
    assert found.links == (
        SavedLink("https://a.example/1", "One", AT),
        SavedLink("https://a.example/2", "Two words", AT, ("x", "y", "product-work")),
        SavedLink("https://a.example/3", "Three"),
    )
    assert found.problems == ("line 17: no web address: place:sort=8",)


def test_wallabags_json() -> None:
    found = read_list(json.dumps(WALLABAG).encode())
    assert found.form == "wallabag"
    assert found.links == (
        SavedLink("https://a.example/1", "One", AT, ("product-work", "x"), done=True, starred=True),
        SavedLink("https://a.example/2", ""),
    )
    assert found.problems == ("entry 3: it is no entry", "entry 4: no web address: nothing")
    assert read_list(json.dumps(WALLABAG[0]).encode()).links == found.links[:1]
    api = {"_embedded": {"items": WALLABAG[:1]}}
    assert read_list(json.dumps(api).encode()).links == found.links[:1]


@pytest.mark.parametrize("data", [b"", b"hello", b"a,b\n1,2", b"\x89PNG\r\n", b"<html><p>x", b"[", b"{}x"])
def test_what_is_none_of_these_says_so(data: bytes) -> None:
    with pytest.raises(ParseError):
        read_list(data)


def test_one_that_is_called_by_another_name_says_what_it_looks_like() -> None:
    with pytest.raises(ParseError, match="no list of wallabag's") as caught:
        read_list(CSV.encode(), "wallabag")
    assert "looks like pocket" in caught.value.hint
    assert read_list(CSV.encode(), "pocket").links


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = "url,title\nhttps://a.example/,Préface\n"
    assert read_list(text.encode(encoding)).links[0].title == "Préface"


def test_text_from_outside_is_cleaned() -> None:
    text = "title,url,tags\n\x1b]52;c;x\x07[/]\u202e,https://a.example/,\x1b[31m|[@click]\n"
    link = read_list(text.encode()).links[0]
    assert link.title == "]52;c;x[/]"
    assert link.topics == ("31m", "click")
    for address in ("https://a.example/\x1b[31m", "https://a b.example/", "https:///x", "ftp://a.example/"):
        assert read_list(f"url,title\n{address},T\n".encode()).links == ()


def test_only_so_many_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readinglist, "MOST", 2)
    text = "url,title\n" + "".join(f"https://a.example/{n},T\n" for n in range(4))
    found = read_list(text.encode())
    assert (len(found.links), found.left_out) == (2, 2)


@pytest.mark.parametrize(
    "text",
    [
        "<dl><dt>" + "<a href='x'" * 50_000,
        "<dl><dt>" + "<!--" * 50_000,
        "<dl><dt>" + "<dl>" * 50_000,
        "<dl><dt>" + "</" * 100_000,
        'url,title\n"' + "x," * 200_000,
        "[" * 200_000,
    ],
)
def test_hostile_files_end(text: str) -> None:
    try:
        assert list_apart(text.encode()).links == ()
    except ParseError as error:
        assert error.message  # noqa: PT017 - either is a clear end


def test_a_list_is_read_in_a_process_of_its_own() -> None:
    assert list_apart(CSV.encode()) == read_list(CSV.encode())
    with pytest.raises(ParseError, match="no list"):
        list_apart(b"hello")


@given(
    st.sampled_from((CSV, POCKET, BOOKMARKS, json.dumps(WALLABAG))),
    st.integers(0, 400),
    st.binary(max_size=9),
)
def test_whatever_is_broken_in_a_file_its_reader_ends(text: str, at: int, junk: bytes) -> None:
    data = text.encode()
    try:
        found = read_list(data[:at] + junk + data[at + len(junk) :])
    except ParseError:
        return
    assert all(link.url.startswith("http") for link in found.links)
