"""Highlights: kept once, in the order of the text, handed out as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmlearn.errors import InputError, UnknownError
from pmlearn.model.highlight import Highlight, key_of, passage, pattern
from pmlearn.model.queue import State
from pmlearn.services.highlight import Marked, markdown_of
from tests.services.conftest import FEED, article, published

if TYPE_CHECKING:
    from pmlearn.wiring import Services
    from tests.services.conftest import Clock


def texts(services: Services, item: str) -> list[str]:
    return [one.text for one in services.highlights.of(item)]


def test_a_passage_is_one_wherever_its_lines_broke(here: Services) -> None:
    [item] = published(here, article("1"))
    here.highlights.keep(item, "Teams  learn\nfast.\r\n \r\nOthers do\x1b[31m not.", "mine", 40)
    assert "already" in here.highlights.keep(item[:5], "Teams learn fast.\n\nOthers do[31m not.").message
    [kept] = here.highlights.of(item)
    assert (kept.text, kept.note, kept.percent) == (
        "Teams learn fast.\n\nOthers do[31m not.",
        "mine",
        40,
    )
    assert kept.key == key_of(kept.text)
    assert here.queue.get(item).state is State.INBOX
    here.highlights.keep(item, kept.text, "other")
    assert here.highlights.of(item)[0].note == "other"
    assert here.highlights.of(item)[0].percent == 40


def test_in_the_order_of_the_text(here: Services, clock: Clock) -> None:
    [item] = published(here, article("1"))
    for percent, text in ((None, "unplaced"), (70, "late"), (10, "early")):
        here.highlights.keep(item, text, percent=percent)
        clock.turn(minutes=1)
    assert texts(here, item) == ["early", "late", "unplaced"]


def test_nothing_and_too_much_are_refused(here: Services) -> None:
    [item] = published(here, article("1"))
    for text in ("", " \n\n ", "\x1b\x07", "word " * 3_000):
        with pytest.raises(InputError):
            here.highlights.keep(item, text)
    with pytest.raises(UnknownError):
        here.highlights.keep("zzz", "text")
    with pytest.raises(UnknownError):
        here.highlights.remove(item, "0" * 16)


def test_each_can_be_taken_back(here: Services) -> None:
    [item] = published(here, article("1"))
    here.highlights.keep(item, "one")
    key = here.highlights.of(item)[0].key
    here.highlights.annotate(item, key, "why\x07 so")
    assert here.highlights.of(item)[0].note == "why so"
    here.highlights.remove(item, key)
    assert texts(here, item) == []
    for expected in (["one"], ["one"], []):
        here.history.undo()
        assert texts(here, item) == expected
    here.history.redo()
    assert texts(here, item) == ["one"]


def test_two_devices_keep_what_both_kept(here: Services, there: Services) -> None:
    [item] = published(here, article("1"))
    here.highlights.keep(item, "one")
    there.catch_up()
    there.highlights.keep(item, "two")
    here.catch_up()
    assert sorted(texts(here, item)) == ["one", "two"]


def test_what_was_kept_outlives_its_feed_and_since_leaves_out(here: Services, clock: Clock) -> None:
    ids = published(here, article("1"), article("2", title="Two *stars* [x](y)"))
    here.highlights.keep(ids[0], "old", percent=1)
    clock.turn(days=5)
    here.highlights.keep(ids[1], "1. not a list\n\n# not a heading", "**my** note")
    here.feeds.remove([FEED])
    assert [marked.id for marked in here.highlights.kept()] == [ids[1], ids[0]]
    assert [marked.id for marked in here.highlights.kept(ids[:1])] == ids[:1]
    since = here.highlights.start_of("2d")
    assert [marked.id for marked in here.highlights.kept(since=since)] == ids[1:]
    assert here.highlights.start_of("2026-11-19") > here.highlights.start_of("3w")
    assert markdown_of(here.highlights.kept(since=since)) == (
        "## [Two \\*stars\\* \\[x\\](y)](https://feeds.example/2)\n\n"
        "feeds.example/rss\n\n> 1\\. not a list\n>\n> \\# not a heading\n\n**my** note"
    )
    with pytest.raises(InputError):
        here.highlights.start_of("yesterday")


@given(st.text(alphabet=st.sampled_from("#-+=*_`~[]()<>&;|\\.1 abx\n"), max_size=40).map(passage))
def test_a_quote_shows_its_text_and_nothing_else(text: str) -> None:
    marked = Marked("x", "t", "", "", (Highlight("k", text, "", None, ""),))
    tokens = MarkdownIt().parse(markdown_of([marked]))
    shown = [token.content for inline in tokens if inline.type == "inline" for token in inline.children or ()]
    inside = {token.type for token in tokens if token.nesting == 1}
    assert inside <= {"heading_open", "blockquote_open", "paragraph_open"}
    assert "".join(shown[1:]).replace(" ", "") == text.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("teams learn", 0),
        ("what they build", 41),
        ("BUILD next to users", 54),
        ("nowhere to be found", None),
        ("", None),
    ],
)
def test_where_a_passage_stands_in_the_markdown(here: Services, text: str, percent: int | None) -> None:
    markdown = "Teams *learn*, then they look.\n\nAt what\nthey [build](https://x.org/) next\\_to users."
    assert here.highlights.percent_of(text, markdown) == percent


def test_a_pattern_finds_a_passage_over_line_ends() -> None:
    assert pattern("two (words)").search("Two\n  (WORDS) here")


@pytest.mark.parametrize(
    ("since", "begin"),
    [
        ("", ""),
        ("2d", "2026-11-16T00:00:00Z"),
        ("1m", "2026-10-18T00:00:00Z"),
        ("Today", "2026-11-18T00:00:00Z"),
    ],
)
def test_since_means_what_it_means_in_a_query(here: Services, since: str, begin: str) -> None:
    assert here.highlights.start_of(since) == begin
