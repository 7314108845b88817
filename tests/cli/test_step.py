from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run


def status(ok: Run, ref: str) -> object:
    return ok("step", "show", ref, "--json").json["status"]


@pytest.mark.parametrize(
    ("verb", "expected"), [("done", "done"), ("doing", "doing"), ("skip", "skipped"), ("todo", "todo")]
)
def test_a_step_is_set(ok: Run, verb: str, expected: str) -> None:
    if verb == "todo":
        ok("step", "done", "tiny/try")
    assert ok("step", verb, "tiny/try").out == f"{expected}: Try it\n"
    assert status(ok, "tiny/try") == expected
    assert ok("step", verb, "tiny/try").out == f"already {expected}: Try it\n"


def test_ticking_a_step_ticks_its_open_parts_and_undo_gives_each_its_own_back(ok: Run) -> None:
    ok("step", "skip", "tiny/read/two")
    ok("step", "doing", "tiny/read/one")
    before = ok("step", "show", "tiny/read", "--json").json["parts"]
    ok("step", "done", "tiny/read")
    parts = ok("step", "show", "tiny/read", "--json").json["parts"]
    assert [part["status"] for part in parts] == ["done", "skipped", "done"]
    ok("undo")
    assert ok("step", "show", "tiny/read", "--json").json["parts"] == before
    assert [part["status"] for part in before] == ["doing", "skipped", "todo"]


def test_starting_a_step_starts_its_first_open_part(ok: Run) -> None:
    ok("step", "done", "tiny/read/one")
    ok("step", "doing", "tiny/read")
    parts = ok("step", "show", "tiny/read", "--json").json["parts"]
    assert [part["status"] for part in parts] == ["done", "doing", "todo"]


def test_refs_may_be_shortened_while_they_are_unique(ok: Run, run: Run) -> None:
    assert ok("step", "done", "tiny/try").out == "done: Try it\n"
    assert ok("step", "done", "try").out == "already done: Try it\n"
    assert ok("step", "done", "read/one").out == "done: Chapter one\n"
    ended = run("step", "done", "nothing-like-it")
    assert (ended.status, ended.out) == (1, "")


def test_a_near_miss_is_answered(run: Run) -> None:
    ended = run("step", "done", "tiny/raed")
    assert (ended.status, ended.out) == (1, "")
    assert "did you mean" in ended.err
    assert "tiny/read" in ended.err


def test_one_bad_ref_of_several_and_nothing_changes(ok: Run, run: Run, places: Mapping[str, Path]) -> None:
    ended = run("step", "done", "tiny/try", "tiny/nope", "tiny/show")
    assert (ended.status, ended.out) == (1, "")
    assert not list(places["data"].rglob("*.jsonl"))
    assert status(ok, "tiny/try") == "todo"


def test_several_refs_are_one_action(ok: Run) -> None:
    assert ok("step", "done", "tiny/try", "tiny/show").out == "done: 2 steps\n"
    ok("undo")
    assert (status(ok, "tiny/try"), status(ok, "tiny/show")) == ("todo", "todo")


def test_without_a_ref_the_usage_is_wrong(run: Run) -> None:
    ended = run("step", "done")
    assert (ended.status, ended.out) == (2, "")
    assert "REF" in ended.err


def notes(ok: Run, ref: str) -> list[str]:
    return [note["text"] for note in ok("step", "show", ref, "--json").json["notes"]]


def test_a_note_is_written_replaced_and_taken_away(ok: Run) -> None:
    assert ok("step", "note", "tiny/try", "ours has no goals").out == "noted: Try it\n"
    assert notes(ok, "tiny/try") == ["ours has no goals"]
    ok("step", "note", "tiny/try", "-", stdin="two\nlines\n")
    assert notes(ok, "tiny/try") == ["two\nlines"]
    assert ok("step", "note", "tiny/try", "two\nlines").out == "the note is as it was: Try it\n"
    assert ok("step", "note", "tiny/try", "").out == "note removed: Try it\n"
    assert notes(ok, "tiny/try") == []
    ok("undo")
    assert notes(ok, "tiny/try") == ["two\nlines"]


def test_without_a_terminal_no_editor_is_started(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "/nowhere/editor")
    ended = run("step", "note", "tiny/try")
    assert (ended.status, ended.out) == (1, "")
    assert "give TEXT, or - to read it" in ended.err


def test_what_a_step_shows(ok: Run) -> None:
    ok("step", "done", "tiny/read/one")
    ok("step", "note", "tiny/read", "a note")
    out = ok("step", "show", "tiny/read").out
    for text in (
        "[~] Read it\n",
        "book · Tiny · First things · 50 min",
        "The rest builds on it.",
        "Read it twice.",
        "You can retell it.",
        "[x] Chapter one",
        "[ ] Chapter two",
        "ISBN 9781119387503",
        "https://example.org/page",
        "a note",
    ):
        assert text in out


def test_what_a_step_says_to_scripts(ok: Run) -> None:
    ok("step", "done", "tiny/read/one")
    found = ok("step", "show", "tiny/read", "--json").json
    assert found["version"] == 1
    assert (found["ref"], found["title"], found["kind"], found["status"]) == (
        "tiny/read",
        "Read it",
        "book",
        "doing",
    )
    assert found["parts"][0] == {
        "ref": "tiny/read/one",
        "title": "Chapter one",
        "status": "done",
        "minutes": 20,
        "optional": False,
    }
    assert (found["cost"], found["done_at"], found["verified_on"]) == (None, None, None)
    part = ok("step", "show", "tiny/read/one", "--json").json
    assert (part["ref"], part["step"], part["title"]) == ("tiny/read/one", "tiny/read", "Chapter one")
    assert part["done_at"].endswith("Z")


def test_a_note_that_another_session_wrote_while_the_editor_was_open_is_kept(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from types import SimpleNamespace

    from pmlearn.cli import step

    def edit(text: str, **_: object) -> str:
        assert run("step", "note", "tiny/try", "theirs").status == 0
        return f"{text} mine"

    run("step", "note", "tiny/try", "before")
    monkeypatch.setattr("click.edit", edit)
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(step, "sys", SimpleNamespace(stdin=terminal, stdout=terminal))
    run("step", "note", "tiny/try")
    notes = run("step", "show", "tiny/try", "--json").json["notes"]
    assert sorted(note["text"] for note in notes) == ["before mine", "theirs"]
