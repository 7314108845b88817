from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def status(ok: Run, ref: str) -> object:
    return ok("step", "show", ref, "--json").json["status"]


def test_undo_and_redo_walk_this_devices_actions(ok: Run, run: Run) -> None:
    ok("step", "done", "tiny/try")
    ok("step", "skip", "tiny/show")
    assert ok("undo").out == "undone: skipping Show it\n"
    assert ok("undo").out == "undone: the tick of Try it\n"
    ended = run("undo")
    assert (ended.status, ended.out) == (1, "")
    assert "nothing to undo on this device" in ended.err
    assert ok("redo").out == "redone: the tick of Try it\n"
    assert (status(ok, "tiny/try"), status(ok, "tiny/show")) == ("done", "todo")
    ok("redo")
    assert status(ok, "tiny/show") == "skipped"
    assert run("redo").status == 1


def test_undo_walks_back_through_changes_of_one_step_and_redo_forward_again(ok: Run, run: Run) -> None:
    verbs = {"done": "done", "skip": "skipped", "doing": "doing"}
    for verb in verbs:
        ok("step", verb, "tiny/try")
    back = []
    for _ in verbs:
        ok("undo")
        back.append(status(ok, "tiny/try"))
    assert back == ["skipped", "done", "todo"]
    assert run("undo").status == 1
    forward = []
    for _ in verbs:
        ok("redo")
        forward.append(status(ok, "tiny/try"))
    assert forward == list(verbs.values())
    assert run("redo").status == 1


def test_undo_walks_back_through_edits_of_one_note(ok: Run) -> None:
    for text in ("one", "two", "three"):
        ok("step", "note", "tiny/try", text)
    found = []
    for _ in range(3):
        ok("undo")
        found.append([note["text"] for note in ok("step", "show", "tiny/try", "--json").json["notes"]])
    assert found == [["two"], ["one"], []]


def test_nothing_can_be_redone_once_something_else_was_done(ok: Run, run: Run) -> None:
    ok("step", "done", "tiny/try")
    ok("undo")
    ok("step", "done", "tiny/show")
    ended = run("redo")
    assert (ended.status, ended.out) == (1, "")
    assert "nothing to redo on this device" in ended.err


def test_the_history_is_newest_first_and_says_what_was_undone(ok: Run) -> None:
    ok("step", "done", "tiny/try", "tiny/show")
    ok("step", "note", "tiny/try", "a note")
    ok("undo")
    found = ok("history", "--json").json
    assert found["version"] == 1
    rows = found["actions"]
    assert [(row["kind"], row["summary"], row["undone"]) for row in rows] == [
        ("undo", "Try it", False),
        ("note", "Try it", True),
        ("tick", "Try it and 1 more", False),
    ]
    assert {"id", "at", "device", "kind", "summary", "undone"} == rows[0].keys()
    assert len(ok("history", "--limit", "1").out.splitlines()) == 1
    assert "undone" in ok("history").out


def test_before_anything_was_done_it_is_said_how_to_begin(ok: Run) -> None:
    ended = ok("history")
    assert (ended.out, ended.err.count("pmlearn step done REF")) == ("", 1)
