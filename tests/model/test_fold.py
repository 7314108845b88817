from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model import fold
from pmlearn.model.action import Action, Change

if TYPE_CHECKING:
    from random import Random

DEVICES = ("desk-00000000", "lap-11111111")


def action(id_: str, order: int, *changes: Change, device: str = DEVICES[0], at: str = "") -> Action:
    return Action(id_, order, at or f"at {order}", device, "tick", changes)


def tick(id_: str, order: int, value: str = "done", ref: str = "c/s", device: str = DEVICES[0]) -> Action:
    return action(id_, order, Change(ref, "status", value), device=device)


def note(id_: str, order: int, text: str, *base: str, device: str = DEVICES[0]) -> Action:
    return action(id_, order, Change("c/s", "note", text, base=base), device=device)


@st.composite
def histories(draw: st.DrawFn) -> list[Action]:
    """Actions as two devices could have written them: each knows some of what came before it."""
    history: list[Action] = []
    for number in range(draw(st.integers(0, 8))):
        changes: list[Change] = []
        for _ in range(draw(st.integers(1, 3))):
            ref = draw(st.sampled_from(["c/s", "c/s/p", "item:x"]))
            field = draw(st.sampled_from(["status", "starred", "note"]))
            value = draw(st.sampled_from(["todo", "done", "", None]))
            notes = [a.id for a in history for c in a.changes if c.ref == ref and c.field == "note"]
            base = tuple(draw(st.sets(st.sampled_from(notes)))) if notes and field == "note" else ()
            if (ref, field) not in {(c.ref, c.field) for c in changes}:
                changes.append(Change(ref, field, value, base=base))
        order = draw(st.integers(0, 5))
        history.append(action(f"{number:016x}", order, *changes, device=draw(st.sampled_from(DEVICES))))
    return history


@given(histories(), st.randoms())
def test_actions_may_be_folded_in_any_order(history: list[Action], random: Random) -> None:
    shuffled = history.copy()
    random.shuffle(shuffled)
    assert fold.fold(shuffled) == fold.fold(history)


@given(histories(), st.integers(0, 8), st.integers(0, 8))
def test_any_stretch_of_a_journal_may_be_folded_twice(history: list[Action], start: int, end: int) -> None:
    assert fold.fold([*history, *history[start:end]]) == fold.fold(history)


@given(histories())
def test_folding_again_changes_nothing_and_says_so(history: list[Action]) -> None:
    docs = fold.fold(history)
    for done in history:
        assert not any(fold.apply(docs[change.ref], change, done) for change in done.changes)


@given(histories(), st.integers(0, 8))
def test_folded_documents_survive_their_file_halfway(history: list[Action], middle: int) -> None:
    docs = json.loads(json.dumps(fold.fold(history[:middle])))
    for done in history[middle:]:
        for change in done.changes:
            fold.apply(docs.setdefault(change.ref, fold.empty(change.ref)), change, done)
    assert docs == fold.fold(history)


@given(histories())
def test_a_note_stands_exactly_while_no_other_names_it(history: list[Action]) -> None:
    noted = {a.id: c.base for a in history for c in a.changes if (c.ref, c.field) == ("c/s", "note")}
    replaced = {base for bases in noted.values() for base in bases}
    assert set(fold.note_heads(fold.fold(history).get("c/s"))) == noted.keys() - replaced


def test_the_document_has_the_shape_that_the_module_promises() -> None:
    docs = fold.fold([tick("a1", 5), note("b2", 6, "ours", "old")])
    assert docs == {
        "c/s": {
            "ref": "c/s",
            "values": {"status": "done"},
            "stamps": {"status": [5, DEVICES[0], "a1", "at 5"]},
            "notes": {"b2": {"text": "ours", "at": "at 6", "device": DEVICES[0], "order": 6}},
            "replaced": ["old"],
        }
    }


def test_the_later_order_wins_whatever_the_clock_says() -> None:
    first = action("a", 2_000, Change("c/s", "status", "done"), at="2038-01-19T03:14:07.000Z")
    later = action("b", 2_001, Change("c/s", "status", "skipped"), at="2026-11-22T00:00:00.000Z")
    doc = fold.fold([later, first])["c/s"]
    assert fold.value(doc, "status") == "skipped"
    assert fold.changed_at(doc, "status") == "2026-11-22T00:00:00.000Z"
    assert fold.set_by(doc, "status") == "b"


def test_the_device_settles_a_tie() -> None:
    one, two = tick("b", 1, "done", device=DEVICES[0]), tick("a", 1, "skipped", device=DEVICES[1])
    assert fold.value(fold.fold([two, one])["c/s"], "status") == "skipped"


def test_fields_are_folded_apart() -> None:
    star = action("s", 1, Change("item:x", "starred", value=True))
    triage = action("t", 2, Change("item:x", "state", "done"))
    assert fold.fold([triage, star])["item:x"]["values"] == {"starred": True, "state": "done"}


def test_null_takes_a_value_away() -> None:
    gone = action("b", 2, Change("c/s", "status", None))
    assert fold.value(fold.fold([tick("a", 1), gone])["c/s"], "status") is None


def test_two_notes_written_at_once_both_stand_oldest_first() -> None:
    docs = fold.fold([note("b", 9, "from the train", device=DEVICES[1]), note("a", 8, "from the desk")])
    assert [held.text for held in fold.notes(docs["c/s"])] == ["from the desk", "from the train"]
    assert fold.note_heads(docs["c/s"]) == ("a", "b")


def test_an_edit_replaces_all_the_notes_that_it_was_made_from() -> None:
    docs = fold.fold([note("a", 1, "one"), note("b", 1, "two"), note("c", 2, "both", "a", "b")])
    assert [(held.id, held.text) for held in fold.notes(docs["c/s"])] == [("c", "both")]


def test_edits_of_one_note_may_be_folded_in_any_order() -> None:
    history = [
        note("a", 1, "one"),
        note("b", 2, "two", "a"),
        note("c", 3, "three", "b"),
        note("d", 3, "4", "b"),
    ]
    folded = [fold.fold(list(some)) for some in permutations(history)]
    assert folded == [fold.fold(history)] * len(folded)
    assert [held.text for held in fold.notes(folded[0]["c/s"])] == ["three", "4"]


def test_an_emptied_note_is_not_shown_but_is_what_the_next_edit_replaces() -> None:
    docs = fold.fold([note("a", 1, "one"), note("b", 2, "", "a")])
    assert fold.notes(docs["c/s"]) == []
    assert fold.note_heads(docs["c/s"]) == ("b",)


def test_a_thing_that_nothing_happened_to_has_nothing() -> None:
    assert fold.value(None, "status") is None
    assert (fold.changed_at(None, "status"), fold.set_by(None, "status")) == ("", "")
    assert (fold.notes(None), fold.note_heads(None)) == ([], ())
    assert fold.changed_at(fold.empty("c/s"), "status") == ""
