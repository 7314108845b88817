from __future__ import annotations

from pmlearn.services.outcome import Outcome
from pmlearn.tui.undo import UndoStack


def test_there_and_back_again() -> None:
    stack = UndoStack()
    stack.did(Outcome("one", (), "a1"))
    stack.did(Outcome("nothing happened"))
    assert stack.done == ["a1"]
    stack.took_back("a1", Outcome("undone", (), "u1"))
    assert (stack.done, stack.undone) == ([], ["u1"])
    stack.did_again("u1", Outcome("redone", (), "r1"))
    assert (stack.done, stack.undone) == (["r1"], [])


def test_something_new_leaves_nothing_to_redo() -> None:
    stack = UndoStack(undone=["u1"])
    stack.did(Outcome("new", (), "a2"))
    assert stack.undone == []


def test_what_could_not_be_taken_back_is_not_tried_again() -> None:
    stack = UndoStack(done=["a1", "a2"])
    stack.took_back("a2", Outcome("it had changed since"))
    assert (stack.done, stack.undone) == (["a1"], [])


def test_what_was_done_while_an_undo_was_redone_stays_as_it_is() -> None:
    stack = UndoStack(undone=["u1"])
    stack.did(Outcome("new", (), "a2"))
    stack.did_again("u1", Outcome("redone", (), "r1"))
    assert (stack.done, stack.undone) == (["a2", "r1"], [])
