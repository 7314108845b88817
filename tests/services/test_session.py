"""A stretch of time, filled with units and one thing to read that helps with the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.model.queue import State
from tests.services.conftest import article, published

if TYPE_CHECKING:
    from pmlearn.wiring import Services


def filled(services: Services, minutes: int) -> tuple[list[str], list[str]]:
    """The refs of the units and the titles of the items."""
    session = services.sessions.fill(minutes)
    return [step.ref for step in session.steps], [fresh.item.title for fresh in session.items]


@pytest.fixture
def learner(here: Services) -> Services:
    """Somebody on the book, whose first part takes 10 minutes, with two things to read for it."""
    here.curricula.follow(["small"])
    published(
        here,
        article("long", title="Product discovery", topics=("discovery",), words=20 * 230),
        article("short", title="Something", topics=("discovery",), words=4 * 230),
        article("off", title="Bread", words=230),
    )
    return here


def test_the_best_item_that_fits_comes_with_the_first_unit(learner: Services) -> None:
    assert filled(learner, 14) == (["small/book/one"], ["Something"])
    assert filled(learner, 30) == (["small/book/one"], ["Product discovery"])


def test_what_does_not_fit_beside_the_unit_is_left_out(learner: Services) -> None:
    assert filled(learner, 13)[1] == []
    assert filled(learner, 10) == (["small/book/one"], [])


def test_where_the_unit_takes_longer_what_fits_is_something_to_read(learner: Services) -> None:
    assert filled(learner, 5) == ([], ["Something"])
    assert filled(learner, 3) == (["small/book/one"], [])


def test_what_is_left_is_filled_with_units(learner: Services) -> None:
    steps, items = filled(learner, 90)
    assert items == ["Product discovery"]
    assert steps[0] == "small/book/one"
    assert len(steps) > 1
    session = learner.sessions.fill(90)
    assert sum(step.minutes or 0 for step in session.steps) + 20 <= 90


def test_what_is_read_already_or_of_unknown_length_fills_no_time(learner: Services) -> None:
    for fresh in learner.matching.fresh("small/book"):
        learner.queue.set_state([fresh.item.id], State.DONE)
    published(learner, article("unknown", title="Discovery", topics=("discovery",), words=0))
    assert [fresh.item.title for fresh in learner.matching.fresh("small/book")] == ["Discovery"]
    assert filled(learner, 90)[1] == []


def test_where_all_is_done_there_is_nothing_to_fill_it_with(learner: Services) -> None:
    learner.steps.tick(["small/book", "small/write", "small/extra"])
    assert filled(learner, 60) == ([], [])
