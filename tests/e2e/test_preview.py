"""A preview that is ended from outside; what it does else is a journey of its own."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from tests.e2e.terminal import PMLEARN, Terminal, cold_environment

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "format: 1\nid: mine\ntitle: Mine\nmodules:\n  - id: only\n    title: Only\n    steps:\n"
STEP = "      - {id: read, title: Read it, kind: reading, minutes: 15, why: It helps., done_when: You did.}\n"


def preview(home: Path, file: Path) -> Terminal:
    temporary = home / "temporary"
    temporary.mkdir(exist_ok=True)
    env = cold_environment(home, TMPDIR=str(temporary))
    return Terminal(env, (*PMLEARN, "curriculum", "preview", str(file)), first=True)


def test_a_closed_window_leaves_nothing_behind(home: Path) -> None:
    file = home / "mine.yaml"
    file.write_text(HEAD + STEP, "utf-8")
    with preview(home, file) as terminal:
        terminal.wait_for("▸   [ ] Read it")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 128 + signal.SIGTERM
    assert not list((home / "temporary").iterdir())
