"""The day's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import UnknownError
from pmlearn.model.queue import State
from tests.services.conftest import OTHER, URL, article, published

if TYPE_CHECKING:
    from pmlearn.wiring import Services


def test_an_empty_home_has_something_to_do_next(here: Services) -> None:
    view = here.today.view()
    assert view.suggested
    assert view.next
    assert (view.fresh, view.inbox_items, view.queue_items, view.queue_minutes, view.problems) == (
        (),
        0,
        0,
        0,
        0,
    )


def test_where_nothing_came_yet_the_feeds_are_counted(here: Services) -> None:
    assert here.today.view().feeds == 0
    here.feeds.add(URL)
    assert here.today.view().feeds == 1
    published(here, article("1"))
    assert here.today.view().feeds == 0


def test_fresh_is_what_helps_with_the_next_steps(here: Services) -> None:
    here.curricula.follow(["small"])
    ids = published(
        here,
        *(article(str(number), topics=("discovery",), words=460) for number in range(8)),
        article("off", topics=("pricing",)),
    )
    here.queue.set_state(ids[:2], State.QUEUED)
    here.queue.set_state(ids[2:4], State.DONE)
    view = here.today.view()
    assert len(view.fresh) == 5
    assert {each.item.state for each in view.fresh} <= {State.INBOX, State.QUEUED}
    assert all("discovery" in each.item.topics for each in view.fresh)
    assert (view.inbox_items, view.queue_items, view.queue_minutes) == (5, 2, 4)
    assert not view.suggested


def test_files_that_cannot_be_read_are_counted(here: Services) -> None:
    here.settings.places.curricula.mkdir(parents=True)
    (here.settings.places.curricula / "broken.yaml").write_text("modules: [")
    assert here.today.view().problems == 1


def test_a_file_that_cannot_be_used_is_counted_and_one_with_another_name_is_not(here: Services) -> None:
    own = here.settings.places.curricula
    own.mkdir(parents=True)
    (own / "renamed.yaml").write_text(OTHER.replace("id: other", "id: mine"))
    assert here.today.view().problems == 0
    with pytest.raises(UnknownError, match=r"^no curriculum renamed$"):
        here.curricula.get("renamed")
    (own / "broken.yaml").write_text("format: 1\n")
    here.curricula._catalog.refresh()
    assert here.today.view().problems == 1
