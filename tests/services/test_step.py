"""Ticks and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import UnknownError
from pmlearn.model.progress import Status

if TYPE_CHECKING:
    from pmlearn.wiring import Services

PARTS = ["small/book/one", "small/book/two", "small/book/three", "small/book/four"]


def test_a_tick_of_a_step_with_parts_ticks_its_open_parts_in_one_action(here: Services) -> None:
    here.steps.skip([PARTS[1]])
    done = here.steps.tick(["small/book"])
    assert done.changed == (PARTS[0], PARTS[2], PARTS[3])
    assert len({row.id for row in here.history.list()}) == 2
    assert here.checklists.of("small").statuses == {
        "small/book": Status.DONE,
        PARTS[0]: Status.DONE,
        PARTS[1]: Status.SKIPPED,
        PARTS[2]: Status.DONE,
        PARTS[3]: Status.DONE,
    }


def test_a_unit_asked_for_by_name_changes_whatever_it_is(here: Services) -> None:
    here.steps.skip(["small/write"])
    here.steps.tick(["small/write"])
    assert here.steps.status("small/write") is Status.DONE
    here.steps.start(["small/write"])
    assert here.steps.status("small/write") is Status.DOING


def test_starting_a_step_with_parts_starts_the_first_that_is_open(here: Services) -> None:
    here.steps.tick([PARTS[0]])
    assert here.steps.start(["small/book"]).changed == (PARTS[1],)
    assert not here.steps.start(["small/book"]).changed


def test_toggling_goes_forth_and_back(here: Services) -> None:
    for _ in range(2):
        here.steps.toggle(["small/book"])
        assert here.steps.status("small/book") is Status.DONE
        here.steps.toggle(["small/book"])
        assert here.steps.status("small/book") is Status.TODO
        here.steps.toggle_skip(["small/write"])
        assert here.steps.status("small/write") is Status.SKIPPED
        here.steps.toggle_skip(["small/write"])
        assert here.steps.status("small/write") is Status.TODO


def test_what_is_so_already_writes_nothing(here: Services) -> None:
    here.steps.tick(["small/write"])
    again = here.steps.tick(["small/write"])
    assert (again.changed, again.action) == ((), "")
    assert "already" in again.message
    assert len(here.history.list()) == 1


def test_where_one_of_several_is_unknown_nothing_changes(here: Services) -> None:
    with pytest.raises(UnknownError) as caught:
        here.steps.tick(["small/write", "small/nothing"])
    assert caught.value.hint
    assert here.checklists.of("small").statuses == {}
    for ref in ("nothing/x", "small", "small/book/nothing", ""):
        with pytest.raises(UnknownError):
            here.steps.tick([ref])


def test_the_same_step_named_twice_changes_once(here: Services) -> None:
    assert here.steps.tick(["small/write", "small/write", PARTS[0], "small/book"]).changed == (
        "small/write",
        *PARTS,
    )


def test_a_status_of_a_later_version_reads_as_open(here: Services) -> None:
    from pmlearn.model.action import Change

    here._store.record("tick", lambda: [Change("small/write", "status", "pondering")])
    assert here.steps.status("small/write") is Status.TODO
    here.steps.tick(["small/write"])
    assert here.steps.status("small/write") is Status.DONE


def test_detail_says_when_it_was_done(here: Services) -> None:
    assert here.checklists.detail("small/book").done_at == ""
    here.steps.tick(["small/book"])
    assert here.checklists.detail("small/book").done_at == "2026-11-18T12:00:00.000Z"
    assert here.checklists.detail(PARTS[0]).part
    assert here.checklists.detail(PARTS[0]).statuses["small/book"] is Status.DONE


# Notes.


def notes(services: Services, ref: str = "small/write") -> list[str]:
    return [note.text for note in services.checklists.detail(ref).notes]


def test_a_note_replaces_the_one_before(here: Services) -> None:
    here.steps.note("small/write", "one")
    here.steps.note("small/write", " two\x1b[31m\r\nlines ")
    assert notes(here) == ["two[31m\nlines"]
    assert not here.steps.note("small/write", "two[31m\nlines").action
    here.steps.note("small/write", "")
    assert notes(here) == []


def test_a_note_edited_in_two_sessions_keeps_both(here: Services, window: Services) -> None:
    here.steps.note("small/write", "before")
    base = [note.id for note in here.checklists.detail("small/write").notes]
    window.steps.note("small/write", "theirs", base)
    here.steps.note("small/write", "mine", base)
    for services in (here, window):
        services.catch_up()
        assert sorted(notes(services)) == ["mine", "theirs"]
    both = [note.id for note in here.checklists.detail("small/write").notes]
    here.steps.note("small/write", "joined", both)
    window.catch_up()
    assert notes(window) == ["joined"]


def test_a_note_emptied_elsewhere_does_not_take_mine_along(here: Services, window: Services) -> None:
    here.steps.note("small/write", "before")
    base = [note.id for note in here.checklists.detail("small/write").notes]
    window.steps.note("small/write", "", base)
    here.steps.note("small/write", "mine", base)
    assert notes(here) == ["mine"]
    here.steps.note("small/write", "later", [note.id for note in here.checklists.detail("small/write").notes])
    window.catch_up()
    assert notes(window) == ["later"]


def test_a_note_written_while_an_empty_one_was_edited_is_kept_too(here: Services, window: Services) -> None:
    window.steps.note("small/write", "theirs", [])
    here.steps.note("small/write", "mine", [])
    assert sorted(notes(here)) == ["mine", "theirs"]
    assert not here.steps.note("small/write", "", []).action


def test_devices_that_never_met_keep_both_notes(here: Services, there: Services) -> None:
    here.steps.note("small/write", "mine")
    before = here._store.journals.own.read_bytes()
    here._store.journals.own.unlink()
    there.steps.note("small/write", "theirs")
    here._store.journals.own.write_bytes(before)
    there.catch_up()
    assert sorted(notes(there)) == ["mine", "theirs"]
