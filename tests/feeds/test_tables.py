"""Tables of HTML: data is told from layout, and no cell breaks out of its table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmlearn.feeds.tables import MOST_COLUMNS, MOST_EVENTS
from pmlearn.feeds.text import to_markdown

READER = MarkdownIt("gfm-like").disable("linkify")


def cells(markdown: str) -> list[list[str]]:
    """The texts of the rows of all tables."""
    rows: list[list[str]] = []
    for token in READER.parse(markdown):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append("".join(child.content for child in token.children or ()))
    return rows


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<table><tr><th>a<th>b</tr><tr><td>1<td>2</table>", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("<table><tr><td>a<td>b<tr><td>1<td>2</table>", "|  |  |\n| --- | --- |\n| a | b |\n| 1 | 2 |"),
        (
            "x<table><caption>Prices</caption><thead><tr><th>a</th><th>b</th></tr></thead>"
            "<tbody><tr><td><p>1</p><p>2<br>3</p></td></tr></tbody></table>y",
            "x\n\nPrices\n\n| a | b |\n| --- | --- |\n| 1 2 3 |  |\n\ny",
        ),
        (
            "<table><tr><th colspan=2>a<th>b<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>",
            "| a |  | b |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |",
        ),
        (
            "<ul><li>x<table><tr><th>a<th>b<tr><td><b>1</b><td><a href='/y'>2|3</a></table></ul>",
            "- x\n\n  | a | b |\n  | --- | --- |\n  | **1** | [2\\|3](https://a.example/y) |",
        ),
        (
            "<table><tr><th>a<th>b<tr><td><code>x|y</code><td>never closed",
            "| a | b |\n| --- | --- |\n| `x\\|y` | never closed |",
        ),
    ],
)
def test_tables_of_data(html: str, markdown: str) -> None:
    assert to_markdown(html, "https://a.example/") == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<table><tr><td>one row<td>of two</table>", "one row | of two"),
        ("<table><tr><td>one<tr><td>column</table>", "one\\\ncolumn"),
        ("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", "a | b\\\nc | d"),
        ("<table><tr><td><h2>a</h2><td>b<tr><td>c<td>d</table>", "## a\n\nb\\\nc | d"),
        (
            "<table><tr><td>x<td>y<tr><td>z<td><table><tr><th>a<th>b<tr><td>1<td>2</table></table>",
            "x | y\\\nz |\n\n| a | b |\n| --- | --- |\n| 1 | 2 |",
        ),
        (f"<table><tr><td>a<td>{'b' * 500}<tr><td>c<td>d</table>", f"a | {'b' * 500}\\\nc | d"),
    ],
)
def test_tables_that_set_things_side_by_side(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


@given(
    st.lists(st.text(alphabet=st.sampled_from("|\\`*_[]()<>&-:# ax\n"), max_size=12), min_size=4, max_size=4)
)
def test_no_text_breaks_out_of_its_cell(texts: list[str]) -> None:
    from html import escape

    one, two, three, four = (f"<td>{escape(text)}" for text in texts)
    found = cells(to_markdown(f"<table><tr>{one}{two}<tr>{three}{four}</table>"))
    shown = [[" ".join(text.split()) for text in pair] for pair in (texts[:2], texts[2:])]
    assert found == [["", ""], *shown]


def test_as_many_columns_as_can_be_read() -> None:
    row = "".join(f"<td colspan=99999>{at}" for at in range(5))
    many = "".join(f"<td>{at}" for at in range(99))
    found = cells(to_markdown(f"<table><tr>{many}<tr>{row}</table>"))
    assert {len(line) for line in found} == {MOST_COLUMNS}
    assert found[1][-1].endswith("98")
    assert found[2][0] == "0"


def test_what_has_no_end_costs_its_length_alone() -> None:
    rows = "<tr><td>a<td>b" * MOST_EVENTS
    assert to_markdown(f"<table>{rows}</table>").count("a | b") == MOST_EVENTS
    assert to_markdown("<table><tr><td>" * 100_000 + "deep") == "deep"
