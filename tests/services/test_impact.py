from __future__ import annotations

from pmlearn.model import fold
from pmlearn.model.action import Action, Change
from pmlearn.model.comparison import Comparison, Named, Renamed
from pmlearn.services.impact import Held, Impact, impact


def docs(*changes: Change) -> dict[str, fold.Doc]:
    actions = [
        Action(f"{number:016x}", number, "", "here-00000000", "x", (change,))
        for number, change in enumerate(changes)
    ]
    return fold.fold(actions)


def test_what_was_done_goes_along_stays_in_the_history_or_counts_no_more() -> None:
    held = docs(
        Change("c/a", "status", "done"),
        Change("c/b", "status", "skipped"),
        Change("c/c", "note", "one"),
        Change("c/c", "note", "two"),
        Change("c/c", "answer", "x"),
        Change("c/same", "status", "done"),
    )
    comparison = Comparison(
        removed=(Named("c/c", "C"),),
        renamed=(Renamed("c/a", "c/z", "Z"),),
        retired=(Renamed("c/b", "c/b", "B"),),
    )
    assert impact(comparison, held.get) == Impact(
        kept=(Held("c/a", "Z", "c/z", "done"),),
        retired=(Held("c/b", "B", "c/b", "skipped"),),
        lost=(Held("c/c", "C", notes=2, more=1),),
    )


def test_what_was_taken_back_is_no_progress() -> None:
    held = docs(
        Change("c/a", "status", "todo"),
        Change("c/b", "note", ""),
        Change("c/b", "title", "B"),
        Change("c/c", "x", None),
    )
    gone = tuple(Named(f"c/{name}", name) for name in "abcd")
    assert impact(Comparison(removed=gone), held.get) == Impact()


def test_a_step_that_got_parts_keeps_what_it_has() -> None:
    held = docs(Change("c/a", "status", "done"), Change("c/a", "note", "n"))
    assert impact(Comparison(divided=(Named("c/a", "A"),)), held.get) == Impact()
