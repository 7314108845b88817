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
        "answer": None,
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


ASKING = """\
format: 1
id: asking
title: Asking
modules:
  - id: m
    title: M
    steps:
      - {id: before, title: Before, kind: reading, same_as: [other/reread]}
      - id: after
        title: After
        kind: exercise
        requires: [{step: before, why: It says how.}]
        alternatives: [else]
        evidence: A photograph.
        verified_on: 2026-11-22
        cards: [{id: c, question: What for?, answer: To see.}]
        resources:
          - {type: article, title: Seite, url: "https://example.org/", language: de, checked: 2026-11-22}
      - {id: else, title: Else, kind: exercise}
      - id: stand
        title: Stand
        kind: assessment
        options: [{id: low, title: By hand}, {id: high, title: By heart}]
        parts: [{id: one, title: One}, {id: two, title: Two}]
choices:
  - id: way
    title: Which way?
    why: Both lead there.
    options: [{id: l, title: Left, fits: {goal: a job}, steps: [after]}, {id: r, title: Right}]
"""


@pytest.fixture
def asking(shipped: Path) -> None:
    (shipped / "asking.yaml").write_text(ASKING, "utf-8")


@pytest.mark.usefixtures("asking")
def test_a_step_that_comes_later_is_ticked_anyway_where_that_is_meant(ok: Run, run: Run) -> None:
    ended = run("step", "done", "asking/after")
    assert (ended.status, ended.out) == (1, "")
    assert "“After” comes after “Before”: It says how." in ended.err
    assert "do asking/before first, or go ahead with --anyway" in ended.err
    assert run("step", "doing", "asking/after").status == 1
    assert ok("step", "done", "asking/after", "--anyway").out == "done: After\n"


@pytest.mark.usefixtures("asking")
def test_the_same_elsewhere_is_named(ok: Run) -> None:
    ended = ok("step", "done", "asking/before")
    assert ended.out == "done: Before\n"
    assert "the same elsewhere, Read again: pmlearn step done other/reread" in ended.err


@pytest.mark.usefixtures("asking")
def test_choosing(ok: Run, run: Run) -> None:
    assert ok("step", "choose", "asking/way", "r").out == "chosen, 1 step set aside: Right\n"
    shown = ok("step", "choose", "asking/way").out.splitlines()
    assert shown == [
        "Which way?",
        "Both lead there.",
        "  ( ) Left · l",
        "      goal: a job",
        "  (x) Right · r",
    ]
    asked = ok("step", "choose", "asking/way", "--json").json
    assert (asked["ref"], asked["answer"]) == ("choice:asking/way", "r")
    assert asked["options"][0]["fits"] == {"goal": "a job", "stage": None, "budget": None, "time": None}
    found = ok("curriculum", "show", "asking", "--json").json
    assert found["choices"][0]["answer"] == "r"
    assert [step["aside"] for step in found["modules"][0]["steps"]] == [None, "choice", None, None]
    assert "· not chosen" in ok("curriculum", "show", "asking").out
    assert run("step", "choose", "asking/way", "x").status == 1


@pytest.mark.usefixtures("asking")
def test_the_answer_to_each_part_is_shown_with_its_place(ok: Run) -> None:
    ok("step", "choose", "asking/stand/two", "high")
    out = ok("step", "show", "asking/stand").out
    assert out.endswith("Parts\n  [ ] One\n  [x] Two\n      By heart · 2 of 2\n")
    parts = ok("step", "show", "asking/stand", "--json").json["parts"]
    assert [part["answer"] for part in parts] == [None, "high"]


@pytest.mark.usefixtures("asking")
def test_what_asks_is_answered_and_ticked_without_an_answer_where_that_is_meant(ok: Run, run: Run) -> None:
    ok("step", "choose", "asking/stand/one", "low")
    ended = run("step", "done", "asking/stand")
    assert (ended.status, ended.out) == (1, "")
    assert "“Stand” has 1 question without an answer" in ended.err
    assert "pmlearn step choose asking/stand/two OPTION, or go ahead with --anyway" in ended.err
    assert "“Two” has no answer yet" in run("step", "done", "asking/stand/two").err
    assert status(ok, "asking/stand") == "doing"
    assert ok("step", "done", "asking/stand", "--anyway").out == "done: Stand\n"
    assert ok("step", "done", "asking/stand").out == "already done: Stand\n"


@pytest.mark.usefixtures("asking")
def test_everything_of_a_step_is_shown(ok: Run, tmp_path: Path) -> None:
    file = tmp_path / "photo.png"
    file.touch()
    ok("step", "evidence", "asking/after", str(file))
    found = ok("step", "show", "asking/after", "--json").json
    assert [(each["ref"], each["why"]) for each in found["waits_for"]] == [("asking/before", "It says how.")]
    assert [each["ref"] for each in found["alternatives"]] == ["asking/else"]
    assert (found["evidence_wanted"], found["evidence"]) == ("A photograph.", [str(file)])
    assert found["cards"] == [{"id": "c", "question": "What for?", "answer": "To see."}]
    text = ok("step", "show", "asking/after").out
    for words in ("First\n  [ ] Before (Asking): It says how.", "checked 2026-11-22", "What for?", str(file)):
        assert words in text
    assert "Seite (article, de, checked 2026-11-22)" in text
    assert "To see." not in text
    assert "To see." in ok("step", "show", "asking/after", "--answers").out
    assert ok("step", "evidence", "asking/after", str(file), "--remove").out.startswith(
        "taken away from After"
    )


@pytest.mark.usefixtures("asking")
def test_what_is_gone_is_shown_last(ok: Run, shipped: Path) -> None:
    ok("step", "done", "asking/else")
    (shipped / "asking.yaml").write_text(ASKING.replace("id: else, ", "id: else, retired: true, "), "utf-8")
    shown = ok("curriculum", "show", "asking").out
    (found,) = ok("curriculum", "show", "asking", "--json").json["orphans"]
    day = found.pop("at")[:10]
    assert shown.endswith(f"No longer in it\n  [x] Else · done {day} · retired\n      asking/else\n")
    assert found == {
        "ref": "asking/else",
        "title": "Else",
        "status": "done",
        "retired": True,
        "answer": None,
        "notes": [],
        "evidence": [],
    }


@pytest.mark.usefixtures("asking")
def test_what_is_gone_is_shown_with_all_that_was_done_with_it(ok: Run, run: Run, shipped: Path) -> None:
    ok("step", "note", "asking/else", "Good.\n\n- Again.")
    ok("step", "evidence", "asking/else", "https://example.org/work")
    ok("step", "choose", "asking/way", "r")
    (shipped / "asking.yaml").unlink()
    (shipped / "more.yaml").write_text(ASKING.replace("id: asking", "id: asking-more"), "utf-8")
    else_, way = ok("curriculum", "show", "asking", "--json").json["orphans"]
    day = way["at"][:10]
    assert ok("curriculum", "show", "asking").out.splitlines()[1:] == [
        "  [ ] Else",
        "      asking/else",
        "      evidence: https://example.org/work",
        f"      note, {day}:",
        "        Good.",
        "",
        "        - Again.",
        f"  (x) Way · r · {day}",
        "      choice:asking/way",
    ]
    assert ([note["text"] for note in else_["notes"]], else_["evidence"], else_["at"]) == (
        ["Good.\n\n- Again."],
        ["https://example.org/work"],
        None,
    )
    assert (way["ref"], way["answer"]) == ("choice:asking/way", "r")
    ended = run("step", "show", "asking/else")
    assert (ended.status, ended.out) == (1, "")
    assert "asking/else is not in its curriculum any more" in ended.err
    assert "pmlearn curriculum show asking\n" in ended.err
