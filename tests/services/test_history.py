"""Undo and redo in every combination: each gives back what was there, and takes back nobody else's work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmlearn.errors import UnknownError
from pmlearn.model.progress import Status
from pmlearn.model.query import Query
from pmlearn.model.queue import State
from tests.services.conftest import FEED, URL, Clock, article, published
from tests.services.test_step import PARTS, notes

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.wiring import Services

WRITE = "small/write"


def statuses(services: Services) -> dict[str, Status]:
    services.catch_up()
    return services.checklists.of("small").statuses


def test_undo_and_redo_walk_back_and_forth(here: Services) -> None:
    seen = [statuses(here)]
    for act in (here.steps.start, here.steps.tick, here.steps.skip):
        act([WRITE])
        seen.append(statuses(here))
    for expected in seen[-2::-1]:
        here.history.undo()
        assert statuses(here) == expected
    with pytest.raises(UnknownError, match="nothing to undo"):
        here.history.undo()
    for expected in seen[1:]:
        here.history.redo()
        assert statuses(here) == expected
    with pytest.raises(UnknownError, match="nothing to redo"):
        here.history.redo()
    here.history.undo()
    assert statuses(here) == seen[-2]


def test_undo_of_a_bulk_tick_gives_each_part_back_its_own(here: Services) -> None:
    here.steps.tick([PARTS[0]])
    here.steps.skip([PARTS[1]])
    here.steps.start([PARTS[2]])
    before = statuses(here)
    here.steps.reopen(["small/book"])
    assert statuses(here) == {}
    here.history.undo()
    assert statuses(here) == before
    here.history.redo()
    assert statuses(here) == {}


def test_undo_after_something_else_was_done_leaves_that_alone(here: Services) -> None:
    first = here.steps.tick([WRITE])
    here.steps.tick(["small/extra"])
    here.history.undo(first.action)
    assert statuses(here) == {"small/extra": Status.DONE}
    here.history.undo()
    assert statuses(here) == {}


def test_redo_is_over_once_something_else_was_done(here: Services) -> None:
    here.steps.tick([WRITE])
    here.history.undo()
    here.steps.tick(["small/extra"])
    with pytest.raises(UnknownError, match="nothing to redo"):
        here.history.redo()


def test_an_undo_can_be_redone_and_undone_again(here: Services) -> None:
    here.steps.tick([WRITE])
    undone = here.history.undo()
    here.history.redo(undone.action)
    assert statuses(here) == {WRITE: Status.DONE}
    here.history.undo()
    assert statuses(here) == {}
    here.history.redo()
    assert statuses(here) == {WRITE: Status.DONE}


def test_what_another_device_changed_since_stays_and_is_told(here: Services, there: Services) -> None:
    here.steps.tick(["small/book"])
    there.steps.skip([PARTS[1]])
    undone = here.history.undo()
    assert "1 change made since" in undone.message
    assert statuses(here) == {PARTS[1]: Status.SKIPPED}


def test_where_all_of_it_changed_since_nothing_does_and_the_next_undo_goes_on(
    here: Services, there: Services
) -> None:
    here.steps.tick(["small/extra"])
    here.steps.tick([WRITE])
    there.steps.skip([WRITE])
    with pytest.raises(UnknownError, match="not undone, it changed since"):
        here.history.undo()
    assert statuses(here) == {WRITE: Status.SKIPPED, "small/extra": Status.DONE}
    assert "Extra" in here.history.undo().message
    assert statuses(here) == {WRITE: Status.SKIPPED}


def test_undo_is_of_this_device_and_history_of_all(here: Services, there: Services) -> None:
    here.steps.tick([WRITE])
    there.steps.tick(["small/extra"])
    here.history.undo()
    assert statuses(here) == {"small/extra": Status.DONE}
    assert [(row.device[:5], row.kind, row.undone) for row in here.history.list()] == [
        ("here-", "undo", False),
        ("there", "tick", False),
        ("here-", "tick", True),
    ]
    with pytest.raises(UnknownError):
        here.history.undo()


def test_two_windows_undo_the_same_action_once(here: Services, window: Services) -> None:
    done = here.steps.tick([WRITE])
    window.history.undo(done.action)
    with pytest.raises(UnknownError):
        here.history.undo(done.action)
    assert statuses(here) == {}
    window.history.redo()
    assert statuses(here) == {WRITE: Status.DONE}


def test_undo_in_one_window_takes_back_what_the_other_did_last(here: Services, window: Services) -> None:
    here.steps.tick([WRITE])
    window.steps.tick(["small/extra"])
    here.history.undo()
    assert statuses(window) == {WRITE: Status.DONE}


def test_a_clock_set_back_does_not_reorder_undo(here: Services, clock: Clock) -> None:
    here.steps.tick([WRITE])
    clock.now -= timedelta(days=1)
    here.steps.tick(["small/extra"])
    here.history.undo()
    assert statuses(here) == {WRITE: Status.DONE}
    assert here.history.list()[0].kind == "undo"


# Notes.


def test_undo_of_a_note_gives_the_one_before_back(here: Services) -> None:
    here.steps.note(WRITE, "one")
    here.steps.note(WRITE, "two")
    here.history.undo()
    assert notes(here) == ["one"]
    here.history.undo()
    assert notes(here) == []
    here.history.redo()
    here.history.redo()
    assert notes(here) == ["two"]


def test_undo_of_a_note_leaves_the_one_that_another_session_wrote(here: Services, window: Services) -> None:
    here.steps.note(WRITE, "before")
    base = [note.id for note in here.checklists.detail(WRITE).notes]
    mine = here.steps.note(WRITE, "mine", base)
    window.steps.note(WRITE, "theirs", base)
    here.history.undo(mine.action)
    assert sorted(notes(here)) == ["before", "theirs"]


def test_undo_of_a_note_that_was_edited_since_leaves_the_edit(here: Services) -> None:
    first = here.steps.note(WRITE, "one")
    here.steps.note(WRITE, "two")
    with pytest.raises(UnknownError, match="changed since"):
        here.history.undo(first.action)
    assert notes(here) == ["two"]


# The queue.


def states(services: Services) -> dict[str, tuple[State, bool]]:
    services.catch_up()
    return {item.title: (item.state, item.starred) for item in services.queue.page(Query()).items}


def test_undo_of_triage_gives_each_item_back_its_own(here: Services) -> None:
    ids = published(here, article("1"), article("2"))
    here.queue.set_state(ids[:1], State.QUEUED)
    here.queue.star(ids[1:])
    before = states(here)
    here.queue.set_state(ids, State.DONE)
    here.history.undo()
    assert states(here) == before
    here.history.undo()
    here.history.undo()
    assert set(states(here).values()) == {(State.INBOX, False)}
    here.history.redo()
    here.history.redo()
    assert states(here) == before


def test_what_an_item_is_outlives_undo_and_its_feed(here: Services) -> None:
    [item] = published(here, article("1"))
    first = here.queue.set_state([item], State.QUEUED)
    here.queue.star([item])
    here.history.undo(first.action)
    here.feeds.remove([FEED])
    assert states(here) == {"Title 1": (State.INBOX, True)}
    assert here.queue.get(item).link == "https://feeds.example/1"


def test_undo_of_saving_takes_the_link_away_and_redo_brings_it_back(here: Services, window: Services) -> None:
    [item] = here.queue.add("https://e.example/x", "X").changed
    assert states(window) == {"X": (State.QUEUED, False)}
    here.history.undo()
    assert states(here) == states(window) == {}
    with pytest.raises(UnknownError):
        here.queue.get(item)
    here.history.redo()
    assert states(window) == {"X": (State.QUEUED, False)}
    here.history.undo()
    assert here.queue.add("https://e.example/x", "X again").changed == (item,)
    assert states(here) == {"X again": (State.QUEUED, False)}


def test_undo_of_saving_leaves_a_link_that_was_read_since(here: Services) -> None:
    saved = here.queue.add("https://e.example/x", "X")
    here.queue.set_state(saved.changed, State.DONE)
    with pytest.raises(UnknownError):
        here.history.undo(saved.action)
    assert states(here) == {"X": (State.DONE, False)}


# Subscriptions and following.


def test_undo_of_subscribing_and_unsubscribing(here: Services) -> None:
    here.feeds.add(URL, "Mine", ["a"])
    here.history.undo()
    assert here.feeds.list() == []
    here.history.redo()
    [row] = here.feeds.list()
    assert (row.url, row.title, row.topics) == (URL, "Mine", ("a",))
    here.feeds.remove([row.id])
    here.history.undo()
    assert here.feeds.list() == [row]


def test_undo_of_subscribing_after_unsubscribing_leaves_no_feed_without_an_address(here: Services) -> None:
    first = here.feeds.add(URL, "Mine")
    here.feeds.remove([FEED])
    here.history.undo(first.action)
    assert here.feeds.list() == []
    again = here.feeds.add(URL)
    assert again.changed == (FEED,)
    assert [row.url for row in here.feeds.list()] == [URL]


def test_two_windows_unsubscribe_one_feed_and_one_undo_brings_it_back(
    here: Services, window: Services
) -> None:
    here.feeds.add(URL)
    window.catch_up()
    here.feeds.remove([FEED])
    window.catch_up()
    with pytest.raises(UnknownError):
        window.feeds.remove([FEED])
    window.history.undo()
    here.catch_up()
    assert [row.id for row in here.feeds.list()] == [FEED]


def test_undo_of_following(here: Services) -> None:
    here.curricula.follow(["small", "other"])
    here.curricula.unfollow(["small"])
    here.history.undo()
    assert here.curricula.followed("small")
    here.history.undo()
    assert not here.curricula.followed("small")
    assert not here.curricula.followed("other")


# Any of it, in any order.

ACTS = st.sampled_from(["tick", "skip", "reopen", "start", "note", "undo", "redo"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(ACTS, st.sampled_from([WRITE, "small/book", PARTS[1]])), max_size=12))
def test_undoing_everything_gives_back_every_state_on_the_way(
    session: Callable[..., Services],
    tmp_path_factory: pytest.TempPathFactory,
    acts: list[tuple[str, str]],
) -> None:
    services = session(name=tmp_path_factory.mktemp("any").name)

    def state() -> tuple[object, ...]:
        return services.checklists.of("small").statuses, notes(services), notes(services, PARTS[1])

    past, future = [state()], []
    for number, (act, ref) in enumerate(acts):
        if act == "undo":
            if len(past) > 1:
                future.append(past.pop())
                services.history.undo()
        elif act == "redo":
            if future:
                past.append(future.pop())
                services.history.redo()
        else:
            outcome = (
                services.steps.note(PARTS[1] if ref == "small/book" else ref, f"note {number}")
                if act == "note"
                else getattr(services.steps, act)([ref])
            )
            if outcome.action:
                past.append(state())
                future = []
        assert state() == past[-1]
    for expected in reversed(past[:-1]):
        services.history.undo()
        assert state() == expected
    with pytest.raises(UnknownError):
        services.history.undo()


def test_history_names_what_each_action_was_about(here: Services) -> None:
    [item] = published(here, article("1"))
    here.steps.tick(["small/book"])
    here.queue.star([item])
    here.queue.add("https://e.example/x", "A link")
    rows = {row.kind: row.summary for row in here.history.list()}
    assert rows["tick"] == "One and 3 more"
    assert rows["star"] == "Title 1"
    assert rows["save"] == "A link"
    assert rows["subscribe"] == URL
    assert len(here.history.list(limit=2)) == 2


def test_imported_actions_stand_where_they_belong_and_once(session: Callable[..., Services]) -> None:
    from pmlearn.storage.lines import encode
    from tests.storage.making import action

    here = session()
    here.steps.tick([WRITE])
    [mine] = list(here._store.journals.backwards())
    for number in (3, 1, 2):
        old = action(number, ref="small/extra", device="there-00000000")
        here._store.journals.merge("there-00000000.jsonl", encode(old) + encode(mine))
    rows = here.history.list()
    assert [row.id for row in rows] == [mine.id, *(f"{number:016x}" for number in (3, 2, 1))]
    assert "Write" in here.history.undo().message
