"""HTML into Markdown: what is kept, and that no text becomes Markdown, HTML or a control sequence."""

from __future__ import annotations

import re
from html import escape as escape_html
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmlearn.feeds.text import to_markdown
from pmlearn.model.text import clean, clean_block

if TYPE_CHECKING:
    from markdown_it.token import Token

BASE = "https://a.example/blog/post"
# What Textual reads Markdown with, but for links made of bare addresses.
READER = MarkdownIt("gfm-like").disable("linkify")


def tokens(markdown: str) -> list[Token]:
    """Every token, those inside lines as well."""
    found: list[Token] = []
    for token in READER.parse(markdown):
        found += [token, *(token.children or ())]
    return found


def shown(markdown: str) -> str:
    """The text that a reader of the Markdown sees, on one line."""
    parts = []
    for token in tokens(markdown):
        if token.type in ("text", "code_inline", "fence", "code_block"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or token.nesting:
            parts.append(" " if token.block or token.type.endswith("break") else "")
    return clean("".join(parts), 10_000)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("", ""),
        ("words", "words"),
        ("<h1>One</h1><h3>Two</h3>", "# One\n\n### Two"),
        ("<p>One\n  two</p><p>three</p>", "One two\n\nthree"),
        ("one<br>two<br/><br/>three", "one\\\ntwo\n\nthree"),
        ("<b>bold</b> and <i>it</i> and <code>x = `y`</code>", "**bold** and *it* and `` x = `y` ``"),
        ("a <b> spaced </b> b", "a **spaced** b"),
        ("<b><strong>once</strong></b>", "**once**"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<ol start=9><li>a<li>b</ol>", "9. a\n10. b"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ul><li><p>a</p><p>b</p></ul>", "- a\n\n  b"),
        ("<p>x</p><ul><li>a</ul><p>y</p>", "x\n\n- a\n\ny"),
        ("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc"),
        ("<pre><code>if x:\n    y\n</code></pre>", "```\nif x:\n    y\n```"),
        ("<pre>```\n</pre>", "````\n```\n````"),
        ("<pre>never closed", "```\nnever closed\n```"),
        ("<dl><dt>Term<dd>What it <b>is</b></dl>", "**Term**\n\nWhat it **is**"),
        ("10<sup>6</sup>, the 1<sup>st</sup>, H<sub>2</sub>O", "10^6, the 1st, H2O"),
        ("so<sup><a href='#fn1'>1</a></sup> <a href=#top>up</a>", "so^1 up"),
        ("<del>old</del> <s>price</s> <q>said</q>", "~~old~~ ~~price~~ “said”"),
        ("<figure><img alt=A src=x><figcaption>What it shows</figure>", "\\[image: A\\]\n\nWhat it shows"),
        ("<table><tr><td><h2>Layout</h2><p>text</p></td></tr></table>", "## Layout\n\ntext"),
        ("a<hr>b", "a\n\n---\n\nb"),
        ("<img src=x alt='A chart'> and <img src=y>", "\\[image: A chart\\] and"),
        ("<a href='/x'>link</a>", "[link](https://a.example/x)"),
        ("<a href='x?a=1&amp;b=(2)'>l</a>", "[l](https://a.example/blog/x?a=1&b=%282%29)"),
        ("<a href='/x'><img alt='pic'></a>", "[\\[image: pic\\]](https://a.example/x)"),
        ("<a href='/x'><h2>Card</h2></a>", "## [Card](https://a.example/x)"),
        ("<a href='/x'></a>", ""),
        ("<a href='javascript:alert(1)'>no</a> <a href='data:x'>no</a> <a>no</a>", "no no no"),
        ("<a href='/1'>one <a href='/2'>two</a>", "[one](https://a.example/1) [two](https://a.example/2)"),
        ("a<script>b</script><style>c</style><form>d<input></form><svg><text>e</text></svg>f", "af"),
        ("<html><head><title>t</title></head><body>x", "x"),
        ("a<!-- b -->c<!-- never closed", "ac"),
        ("a<![CDATA[b]]>c<?php d ?>e</p", "acep"),
    ],
)
def test_what_is_kept(html: str, markdown: str) -> None:
    assert to_markdown(html, BASE) == markdown


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "- no item",
        "+ no item",
        "1. no item",
        "1) no item",
        "> no quote",
        "---",
        "===",
        "*no* emphasis* **at** all",
        "_no_ __emphasis__ in snake_case",
        "`no code`",
        "~~~",
        "~~not struck~~",
        "[no](https://link.example)",
        "![no](image)",
        "[no]: https://link.example",
        "<b>no element</b> <https://no.example> <!-- -->",
        "&amp; &#27; &copy; no entities",
        "a | b",
        "--- | ---",
        "back\\slash \\* \\",
        "#",
        "C#",
        "[/] [@click=app.quit]x[/]",
    ],
)
def test_text_stays_text(text: str) -> None:
    for html, kind in (
        ("<p>{}</p>", "paragraph_open"),
        ("<h2>{}</h2>", "heading_open"),
        ("x<br>{}", "paragraph_open"),
    ):
        markdown = to_markdown(html.format(escape_html(text)))
        assert [token.type for token in READER.parse(markdown) if token.nesting == 1] == [kind]
        assert shown(markdown).removeprefix("x ") == clean(text)
        assert {token.type for token in tokens(markdown) if token.nesting == 1 and not token.block} == set()


MARKS = st.text(alphabet=st.sampled_from("#-+=*_`~[]()<>!&;:|\\/.1 \nabx\u200b"), max_size=60)


@given(MARKS)
def test_no_text_becomes_markdown(text: str) -> None:
    markdown = to_markdown(f"<p>{escape_html(text)}</p>")
    assert shown(markdown) == clean(text, 10_000)
    assert [token.type for token in READER.parse(markdown) if token.nesting == 1] == [
        "paragraph_open"
    ] * bool(clean(text))


ELEMENTS = [
    "b",
    "i",
    "code",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "h2",
    "p",
    "table",
    "tr",
    "td",
    "script",
]
OTHERS = """
<a href='/x'>|<a href='javascript:x'>|<br>|<!--|-->|<![CDATA[|<|>|&lt;b&gt;|[/]|word| |\n|https://x.example/(y)
&#27;]52;c;eA==&#7;|&#x9b;2J|\x1b[31m|\x9d0;x\x9c|\u202e|\ud800|\0|*|_|`|\\|#|-|1.|&#124;
"""
PIECES = st.sampled_from(
    [*(f"<{one}>" for one in ELEMENTS), *(f"</{one}>" for one in ELEMENTS), *OTHERS.strip("\n").split("|")]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_nothing_harmful_is_left_of_any_html(html: str) -> None:
    markdown = to_markdown(html, BASE)
    assert markdown == clean_block(markdown)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", markdown)
    found = tokens(markdown)
    assert not {token.type for token in found} & {"html_block", "html_inline", "image"}
    links = [str(token.attrs["href"]) for token in found if token.type == "link_open"]
    assert [link for link in links if not link.startswith(("http://", "https://"))] == []


def test_deep_nesting_costs_depth_alone() -> None:
    markdown = to_markdown("<blockquote><ul><li>" * 5_000 + "deep" + "<b>" * 5_000 + "est")
    assert markdown.splitlines()[-1].endswith("deep**est**")
    assert max(map(len, markdown.splitlines())) < 200
