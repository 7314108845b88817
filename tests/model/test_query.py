from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.query import OPEN, Order, Query, QueryError, asking, parse, parse_filter
from pmlearn.model.queue import ItemKind, Shelf
from pmlearn.model.terms import (
    Facts,
    Helps,
    Not,
    OfFeed,
    OfKind,
    OnShelf,
    OnTopic,
    Published,
    Starred,
    Takes,
    Words,
)
from pmlearn.model.text import clean
from pmlearn.model.when import Span

TODAY = date(2026, 11, 26)


def facts(**given: object) -> Facts:
    values = {
        "title": "The product trio",
        "feeds": (("svpg-1a2b", "Silicon Valley Product Group"),),
        "published": "2026-11-20T08:00:00Z",
        "kind": ItemKind.ARTICLE,
        "minutes": 7,
        "topics": ("discovery",),
        "shelf": Shelf.INBOX,
        "starred": False,
    }
    return Facts(**(values | given))  # type: ignore[arg-type]


def test_nothing_asks_for_nothing() -> None:
    assert parse("") == parse("  ") == Query()


def test_every_key_and_words() -> None:
    query = (
        "state:inbox,Queued kind:audio feed:svpg topic:Discovery,pricing starred:yes step:a/b order:shortest"
        ' since:7d before:2026-11-22 minutes:<15,20-30,40 product "trio of" -hiring -kind:video'
    )
    assert parse(query) == Query(
        (
            OnShelf(frozenset({Shelf.INBOX, Shelf.QUEUED})),
            OfKind(frozenset({ItemKind.AUDIO})),
            OfFeed(("svpg",)),
            OnTopic(("discovery", "pricing")),
            Starred(yes=True),
            Helps(("a/b",)),
            Published(Span(7, "d"), since=True),
            Published(date(2026, 11, 22), since=False),
            Takes(((0, 14), (20, 30), (40, 40))),
            Words("product"),
            Words("trio of"),
            Not(Words("hiring")),
            Not(OfKind(frozenset({ItemKind.VIDEO}))),
        ),
        Order.SHORTEST,
    )


def test_a_key_said_twice_asks_for_either() -> None:
    assert parse("state:done state:dropped").shelves == {Shelf.DONE, Shelf.DROPPED}
    assert parse("topic:a topic:b").terms == (OnTopic(("a", "b")),)
    assert parse("feed:a feed:b kind:audio kind:video step:a step:b").terms == (
        OfFeed(("a", "b")),
        OfKind(frozenset({ItemKind.AUDIO, ItemKind.VIDEO})),
        Helps(("a", "b")),
    )


def test_of_minutes_and_of_dates_both_hold() -> None:
    query = parse("minutes:>5 minutes:<10 since:7d before:2d")
    assert query.holds(facts(), TODAY)
    assert not query.holds(facts(minutes=10), TODAY)
    assert not query.holds(facts(published="2026-11-25T08:00:00Z"), TODAY)


@pytest.mark.parametrize(
    "query",
    [
        *(
            "trio",
            "TRIO product",
            '"product trio"',
            "-lean",
            '-"trio product"',
            "kind:article",
            "-kind:audio",
        ),
        *("state:inbox", "state:done,inbox", "-state:archived", "topic:discovery", "topic:x,Discovery"),
        *(
            "minutes:7",
            "minutes:<=7",
            "minutes:<8",
            "minutes:>6",
            "minutes:>=7",
            "minutes:5-10",
            "minutes:1,7",
        ),
        *("feed:svpg", "feed:SVPG-1a", "feed:silicon", "feed:prod", 'feed:"valley product"', "-feed:lenny"),
        *(
            "since:7d",
            "since:2026-11-20",
            "before:2026-11-21",
            "since:1w",
            "since:1m",
            "since:1y",
            "before:today",
        ),
        *("starred:no", "-starred:yes", "-step:inspired"),
    ],
)
def test_what_holds(query: str) -> None:
    assert parse(query).holds(facts(), TODAY)


@pytest.mark.parametrize(
    "query",
    [
        *(
            "lean",
            '"trio product"',
            "-trio",
            "kind:audio",
            "state:archived",
            "topic:disco",
            "-topic:discovery",
        ),
        *("minutes:8", "minutes:<7", "minutes:>7", "feed:vpg", "feed:roup", "since:3d", "before:2026-11-20"),
        *("starred:yes", "step:inspired"),
    ],
)
def test_what_does_not_hold(query: str) -> None:
    assert not parse(query).holds(facts(), TODAY)


def test_what_is_unknown_is_neither_more_nor_less() -> None:
    unknown = facts(minutes=None, published="", feeds=(("", ""),))
    for query in ("minutes:<15", "minutes:>=0", "since:1y", "before:today", "feed:svpg"):
        assert not parse(query).holds(unknown, TODAY)
        assert parse(f"-{query}").holds(unknown, TODAY)


def test_a_step_is_named_by_its_ref_or_by_its_curriculum() -> None:
    helping = facts(steps=frozenset({"inspired/teams"}))
    for query, holds in (
        ("inspired/teams", True),
        ("inspired", True),
        ("inspired/team", False),
        ("ins", False),
    ):
        assert parse(f"step:{query}").holds(helping, TODAY) is holds


@pytest.mark.parametrize("word", ["https://example.org", "10:30", "-", '5"', "a-b", "C++", "x:" * 0 + "://"])
def test_what_only_looks_like_a_key_is_a_word(word: str) -> None:
    assert parse(word).terms == (Words(word.lower()),)


@pytest.mark.parametrize(
    ("query", "named", "at"),
    [
        ("state:open", "inbox, queued, reading, done, dropped, snoozed, archived", 6),
        ("state:inbx", "did you mean inbox?", 6),
        ("kinds:audio", "did you mean kind?", 6),
        ("kind:book", "article, audio, video, link", 6),
        ("starred:maybe", "yes", 6),
        ("minutes:long", "<15", 6),
        ("minutes:", "<15", 6),
        ("since:sometimes", "2026-11-22", 6),
        ("before:2026-02-30", "2026-11-22", 6),
        ("order:big", "rank, newest", 6),
        ("-order:newest", "rank, newest", 6),
        ("order:newest,oldest", "rank, newest", 6),
        ("colour:red", "state, kind, topic, feed, step", 6),
        ('"no end', 'end it with "', 6),
    ],
)
def test_a_mistake_is_pointed_at_and_the_hint_says_what_there_is(query: str, named: str, at: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(f"words {query}")
    assert named in caught.value.hint
    assert caught.value.picture.splitlines() == [f"words {query}", " " * at + "^" * len(query)]


def test_the_picture_shows_what_follows_the_word() -> None:
    with pytest.raises(QueryError) as caught:
        parse("a  kinds:audio\tb")
    assert caught.value.picture == "a kinds:audio b\n  ^^^^^^^^^^^"


@given(st.text() | st.text(alphabet='abst:",-<9/ '))
def test_no_text_crashes_the_parser_and_its_errors_are_harmless(text: str) -> None:
    said = ""
    try:
        parse(text).holds(facts(), TODAY)
        parse_filter(text)
    except QueryError as error:
        said = "\n".join((error.message, error.hint, error.picture))
    assert all(line.strip(" ") == clean(line) for line in said.split("\n"))


def test_a_filter_asks_for_what_never_changes() -> None:
    assert parse_filter('topic:ai "sponsored" kind:video minutes:>60') == parse(
        'topic:ai "sponsored" kind:video minutes:>60'
    )
    for query in ("state:done", "x starred:yes", "-since:7d", "step:a", "order:rank", "feed:x", " "):
        with pytest.raises(QueryError) as caught:
            parse_filter(query)
        assert caught.value.hint


def test_open_items_are_meant_where_no_state_is_named() -> None:
    assert parse("trio").opened().shelves == OPEN
    for query in ("state:done", "-state:done", "starred:yes", "-starred:no"):
        assert parse(query).opened() == parse(query)


def test_open_items_come_by_rank_and_others_by_age() -> None:
    assert parse("trio").opened().sorting is Order.RANK
    assert parse("state:inbox").sorting is Order.RANK
    assert parse("state:inbox,archived").sorting is Order.NEWEST
    assert Query().sorting is Order.NEWEST
    assert parse("state:done order:rank").sorting is Order.RANK


def test_a_query_can_be_made_without_words_and_joined_to_another() -> None:
    made = asking([Shelf.INBOX], topics=["a"], feed="X", starred=False)
    assert made == parse("state:inbox topic:a feed:x starred:no")
    both = made.and_also(parse("trio order:oldest"))
    assert both.terms == (*made.terms, Words("trio"))
    assert both.order is Order.OLDEST
    assert asking() == Query()
