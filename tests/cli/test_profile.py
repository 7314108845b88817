from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_it_is_said_and_shown(run: Run) -> None:
    assert run("profile").out == "stage  not said\nhours  5 a week: nobody said how many\n"
    assert run("profile", "--stage", "manager", "--hours", "2.5").out == (
        "kept: I am a product manager, and want to be a better one; 2.5 hours a week\n"
    )
    assert run("profile").out.splitlines() == [
        "stage  manager: I am a product manager, and want to be a better one",
        "hours  2.5 a week: you said so",
    ]
    assert "0 min of 2 h 30" in run("today").out
    assert run("profile", "--ask").out == "pmlearn asks when it opens next\n"
    assert run("profile", "--json").json == {
        "version": 1,
        "stage": "manager",
        "hours_a_week": 2.5,
        "hours_from": "answer",
        "asked": False,
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--stage", "boss"), "say curious or switching or first-job or manager or leading"),
        (("--hours", "200"), "give a number above 0 and at most 168"),
    ],
)
def test_what_there_is_is_named(run: Run, words: tuple[str, ...], said: str) -> None:
    ended = run("profile", *words)
    assert (ended.status, ended.out) == (1, "")
    assert said in ended.err
