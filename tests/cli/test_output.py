from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from pmlearn.cli import output
from pmlearn.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

HARMFUL = "a\x1b]52;c;x\x07b\x9b31m\u202ec\rd\ne"


def test_what_is_said_holds_nothing_that_a_terminal_acts_on(capsys: pytest.CaptureFixture[str]) -> None:
    output.say(HARMFUL)
    output.say_block(HARMFUL)
    output.table([(HARMFUL, HARMFUL)])
    output.note(HARMFUL)
    output.fail(InputError(HARMFUL, HARMFUL))
    output.page(HARMFUL)
    out, err = capsys.readouterr()
    for text in (out, err):
        assert all(c == "\n" or c.isprintable() for c in text)
        assert "]52;c;xb" in text


def test_data_goes_to_stdout_and_messages_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    output.say("data", 2)
    output.note("message")
    assert output.fail(InputError("failed", "do this")) == 1
    assert capsys.readouterr() == ("  data\n", "pmlearn: message\npmlearn: failed\n  do this\n")


def test_an_object_has_the_version_first_and_holds_no_harm(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.emit({"title": HARMFUL})
    out, _ = capsys.readouterr()
    assert list(json.loads(out)) == ["version", "title"]
    assert json.loads(out)["title"] == HARMFUL
    assert all(c == "\n" or c.isprintable() for c in out)


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("読書録", 6, "読書録"),
        ("読書録", 5, "読書…"),
        ("読書録", 4, "読…"),
        ("ab cd", 4, "ab…"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
    ],
)
def test_text_is_cut_by_cells(text: str, cells: int, expected: str) -> None:
    assert output.fit(text, cells) == expected
    assert output.width(output.fit(text, cells)) <= cells


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], ""),
        ([("a", "1"), ("bbb", "22")], "a     1\nbbb  22\n"),
        ([("読", "1"), ("b", "2")], "読  1\nb   2\n"),
    ],
)
def test_a_table_is_in_columns(
    capsys: pytest.CaptureFixture[str], rows: Sequence[Sequence[str]], expected: str
) -> None:
    output.table(rows, right=(1,))
    assert capsys.readouterr().out == expected


def test_into_a_pipe_no_title_is_cut_and_in_a_terminal_it_fits(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [("id", "a long title of many words", "7 min")]
    output.table(rows, stretch=1)
    assert capsys.readouterr().out == "id  a long title of many words  7 min\n"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "24")
    output.table(rows, stretch=1)
    assert capsys.readouterr().out == "id  a long title…  7 min\n"


def test_progress_is_one_line_that_goes_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output.progress("1 of 2")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    output.progress("1 of 2")
    output.progress()
    shown, gone, rest = capsys.readouterr().err.split("\r")[1:]
    assert shown.rstrip() == "1 of 2"
    assert (gone.strip(), len(gone), rest) == ("", len(shown), "")
