"""Pages of the web: what they are called, and what of them is worth reading."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.errors import ParseError
from pmlearn.feeds.saved import page_apart
from pmlearn.feeds.webpage import extract
from pmlearn.model.webpage import WebPage

URL = "https://e.example/a"
WORDS = "What a product team learns from its customers every week. " * 8
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Trio | Site</title>
<meta property="og:title" content="The &amp; trio"><meta name="author" content="Ada">
<meta property="og:site_name" content="Site">
<meta property="article:published_time" content="2026-01-02T03:04:05+01:00">
<script>evil()</script></head>
<body><nav><a href="/x">Home</a></nav><article><h1>The trio</h1><p onclick="evil()">{WORDS}
<a href="/y">y</a></p>
<form>Subscribe</form></article><aside>Popular</aside><footer>Imprint</footer></body></html>"""


@pytest.fixture(autouse=True)
def _without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "readability", None)


def test_a_page_has_its_names_and_its_article() -> None:
    page = extract(PAGE.encode(), "text/html", URL)
    assert (page.url, page.title, page.author, page.site) == (URL, "The & trio", "Ada", "Site")
    assert page.published == "2026-01-02T02:04:05Z"
    assert WORDS.strip() in page.html
    assert '<a href="/y">' in page.html
    for other in ("Home", "Subscribe", "Popular", "Imprint", "evil", "onclick"):
        assert other not in page.html
    assert 70 < page.words < 100


def test_without_an_article_it_is_what_is_not_navigation() -> None:
    page = extract(f"<title>T</title><nav>Home</nav><div>{WORDS}</div>".encode(), "", URL)
    assert page.title == "T"
    assert WORDS.strip() in page.html
    assert "Home" not in page.html
    main = extract(f"<p>Out</p><main><p>{WORDS}</p></main>".encode(), "text/html", URL)
    assert "Out" not in main.html


def test_readability_is_asked_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Document:
        def __init__(self, text: str) -> None:
            self.text = text

        def summary(self, *, html_partial: bool) -> str:
            if "broken" in self.text:
                raise ValueError
            return f"<div>{WORDS} as readability has it</div>"

    monkeypatch.setitem(sys.modules, "readability", type(sys)("readability"))
    monkeypatch.setattr(sys.modules["readability"], "Document", Document, raising=False)
    assert "as readability has it" in extract(PAGE.encode(), "text/html", URL).html
    assert "readability" not in extract(PAGE.replace("evil", "broken").encode(), "text/html", URL).html


def test_plain_text_is_kept_as_it_is() -> None:
    page = extract(b"a <b> & c", "text/plain; charset=utf-8", URL)
    assert page.html == "<pre>a &lt;b&gt; &amp; c</pre>"


def test_what_is_no_page_says_so() -> None:
    with pytest.raises(ParseError, match="application/pdf"):
        extract(b"%PDF", "application/pdf", URL)


@pytest.mark.parametrize(
    ("encoding", "content_type", "head"),
    [
        ("utf-8", "", ""),
        ("iso-8859-1", "text/html; charset=ISO-8859-1", ""),
        ("shift_jis", "text/html", '<meta charset="Shift_JIS">'),
        ("utf-16", "text/html", ""),
        ("utf-8", "text/html; charset=nonsense", ""),
        ("cp1252", "text/html", ""),
    ],
)
def test_encodings_are_those_that_are_said(encoding: str, content_type: str, head: str) -> None:
    title = "日本" if encoding == "shift_jis" else "Préface"
    page = extract(f"{head}<title>{title}</title>".encode(encoding), content_type, URL)
    assert page.title == title


def test_names_are_cleaned() -> None:
    page = extract(b"<title>\x1b]52;c;x\x07[/]\xe2\x80\xae</title>", "text/html", URL)
    assert page.title == "]52;c;x[/]"


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 40_000,
        "<!--" * 100_000,
        "</" * 100_000,
        "<a b='" * 100_000,
        "&#x" * 300_000,
        "<title>" * 10_000,
    ],
)
def test_hostile_pages_end(text: str) -> None:
    try:
        assert isinstance(page_apart(text.encode(), "text/html", URL), WebPage)
    except ParseError as error:
        assert error.message  # noqa: PT017 - either is a clear end


def test_a_page_is_read_in_a_process_of_its_own() -> None:
    assert page_apart(PAGE.encode(), "text/html", URL).title == "The & trio"


@given(st.text(alphabet="<>/!-\"'= ahmnrticle&;#x\0é", max_size=300))
def test_no_page_fails(text: str) -> None:
    assert extract(text.encode(), "text/html", URL).url == URL
