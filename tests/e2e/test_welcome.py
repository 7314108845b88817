"""The first time that pmlearn is opened, in a real terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.shell import shell
from tests.e2e.terminal import Terminal, cold_environment

if TYPE_CHECKING:
    from pathlib import Path


def test_whoever_uses_commands_alone_is_asked_nothing(home: Path) -> None:
    env = cold_environment(home)
    assert "suggestion" in shell(env, "today").out
    shell(env, "step", "done", "inspired/get-the-book")
    with Terminal(env, first=True) as terminal:
        terminal.wait_for("? keys").wait_for("Next")
