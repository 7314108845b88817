"""The curricula that come with pmlearn keep to what docs/authoring.md asks for, and agree with each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.model.curriculum import LEVELS, Kind
from pmlearn.model.stage import ENTRY, MAP, STAGES, Stage
from tests.shipped import IDS, curriculum, leaves_a_result, same, steps, topics, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

ALL = list(steps())
MADE = {Kind.EXERCISE, Kind.PROJECT}
PAID = {Kind.COURSE, Kind.CERTIFICATION}
LONGEST = 90
"""Minutes that a step may take in one piece, unless it is an evening among people."""

FEELING = re.compile(r"you (understand|know|feel|are (aware|familiar)|have (read|learnt))\b", re.IGNORECASE)
"""How a `done_when` begins that nobody else could check."""


@pytest.mark.parametrize("id_", IDS)
def test_every_step_can_be_done(id_: str) -> None:
    for step in curriculum(id_).steps():
        assert step.why, step.ref
        assert step.do, step.ref
        assert step.done_when, step.ref
        assert not FEELING.match(step.done_when), step.ref
        assert all(unit.minutes for unit in step.units()), step.ref
        assert step.parts or step.minutes <= LONGEST or step.kind is Kind.EVENT, step.ref


@pytest.mark.parametrize("id_", IDS)
def test_what_is_made_is_kept(id_: str) -> None:
    assert [step.ref for step in curriculum(id_).steps() if step.kind in MADE and not step.evidence] == []


@pytest.mark.parametrize("id_", IDS)
def test_what_costs_money_says_so_with_a_date(id_: str) -> None:
    for step in curriculum(id_).steps():
        if step.kind in PAID:
            assert step.cost, step.ref
            assert step.provider, step.ref
            assert step.verified_on, step.ref


@pytest.mark.parametrize("id_", IDS)
def test_topics_are_those_of_the_vocabulary(id_: str) -> None:
    whole = curriculum(id_)
    assert whole.level in LEVELS
    assert whole.topics
    assert set(whole.topics) <= vocabulary()
    for step in whole.steps():
        assert 1 <= len(step.topics) <= 4, step.ref
        assert set(step.topics) <= vocabulary(), step.ref
    for feed in whole.feeds:
        assert feed.topics, feed.url
        assert set(feed.topics) <= vocabulary(), feed.url


def test_every_topic_is_that_of_a_step() -> None:
    assert vocabulary() - {topic for step in ALL for topic in step.topics} == set()


def test_no_two_steps_say_the_same() -> None:
    assert repeated(same(step.why) for step in ALL) == []
    assert repeated(same(step.done_when) for step in ALL) == []
    assert repeated(same(step.title) for step in ALL) == []
    assert repeated(same(card.question) for step in ALL for card in step.cards) == []


def test_a_feed_is_the_same_wherever_it_is_offered() -> None:
    offers = {feed for id_ in IDS for feed in curriculum(id_).feeds}
    assert repeated(feed.url for feed in offers) == []
    assert repeated(feed.title for feed in offers) == []


def test_a_book_is_the_same_wherever_it_stands() -> None:
    books = defaultdict(set)
    for step in ALL:
        for book in step.resources:
            if book.isbn:
                books[book.isbn].add((book.title, book.by))
    assert {isbn: names for isbn, names in books.items() if len(names) > 1} == {}


def test_a_book_says_who_wrote_it() -> None:
    for step in ALL:
        if step.kind is Kind.BOOK:
            assert any(book.type == "book" and book.by for book in step.resources), step.ref


def test_there_is_enough_of_everything() -> None:
    made = [step for step in ALL if step.parts or step.evidence or step.kind in MADE]
    read = [step for step in ALL if step.kind is Kind.BOOK]
    books = {same(book.title) for step in read for book in step.resources if book.type == "book"}
    assert len(ALL) >= 450
    assert len(made) >= 150
    assert sum(map(leaves_a_result, ALL)) >= 300
    assert len(books) >= 25
    assert sum(step.kind is Kind.CERTIFICATION for step in ALL) >= 12
    assert sum(step.kind is Kind.COURSE for step in ALL) >= 20
    assert sum(len(step.cards) for step in ALL) >= 150
    assert len({feed.url for id_ in IDS for feed in curriculum(id_).feeds}) >= 25


def test_what_newcomers_ask_for_is_found() -> None:
    titles = wiring.build().finding.titles()
    assert {title.curriculum for title in titles.every} == set(IDS)
    for words in ("SQL", "certificate", "interview", "sql courses", "job search"):
        assert any(title.kind == "step" for title in titles.find(words)), words


def test_the_vocabulary_names_each_topic_once() -> None:
    assert repeated(topics()) == []


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.id)
def test_what_is_suggested_at_a_stage_is_there_and_fits(stage: Stage) -> None:
    """Whoever answers the first questions has a next step in each, and the map asks them nothing again."""
    assert set(stage.suggests) <= set(IDS)
    assert curriculum(stage.suggests[0]).level in stage.levels[:2]
    entry = next(choice for choice in curriculum(MAP).choices if choice.ref == ENTRY)
    assert stage.entry in {option.id for option in entry.options}


def repeated(things: Iterable[str]) -> list[str]:
    """Those that are there more than once."""
    return [thing for thing, count in Counter(things).items() if count > 1]
