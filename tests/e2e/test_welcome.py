"""The first time that pmlearn is opened, in a real terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.shell import shell
from tests.e2e.terminal import Terminal, environment

if TYPE_CHECKING:
    from pathlib import Path


def test_a_stranger_is_asked_once_and_has_something_to_do(home: Path) -> None:
    env = environment(home)
    with Terminal(env, first=True) as terminal:
        terminal.wait_for("Where are you now?").press("1", "enter").wait_for("How many hours")
        terminal.press("3").wait_for("(x) 3 hours").press("enter").wait_for("[x] Orientation")
        terminal.kill()
    assert not list((home / "pmlearn" / "data" / "journal").glob("*"))
    with Terminal(env, first=True) as terminal:
        terminal.wait_for("Where are you now?").press("1", "enter").wait_for("How many hours")
        terminal.press("3", "enter").wait_for("[x] Orientation").press("enter")
        terminal.wait_for("u takes it back").wait_for("of 3 h")
        assert "Write your first guess" in terminal.text
        assert terminal.press("q").wait_for_end() == 0
    assert shell(env, "profile", "--json").json == {
        "version": 1,
        "stage": "curious",
        "hours_a_week": 3.0,
        "hours_from": "answer",
        "asked": True,
    }
    with Terminal(env, first=True) as terminal:
        terminal.wait_for("? keys").wait_for("Write your first guess")


def test_whoever_uses_commands_alone_is_asked_nothing(home: Path) -> None:
    env = environment(home)
    assert "suggestion" in shell(env, "today").out
    shell(env, "step", "done", "inspired/get-the-book")
    with Terminal(env, first=True) as terminal:
        terminal.wait_for("? keys").wait_for("Next")
