"""An author at work: the file in an editor, its preview beside it, and nothing kept of what was tried."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from tests.e2e.terminal import PMLEARN, Terminal, environment

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "format: 1\nid: mine\ntitle: Mine\nmodules:\n  - id: only\n    title: Only\n    steps:\n"
STEP = "      - {id: read, title: Read it, kind: reading, minutes: 15, why: It helps., done_when: You did.}\n"
MORE = (
    "      - {id: write, title: Write it, kind: exercise, minutes: 5, why: It helps, done_when: You did.}\n"
)


def save(file: Path, text: str) -> None:
    """As many editors do: another file takes its name."""
    other = file.with_name("4913~")
    other.write_text(text, "utf-8")
    other.replace(file)


def files(directory: Path) -> set[Path]:
    return {path for path in directory.rglob("*") if path.is_file()}


def preview(home: Path, file: Path) -> Terminal:
    temporary = home / "temporary"
    temporary.mkdir(exist_ok=True)
    env = environment(home, TMPDIR=str(temporary))
    return Terminal(env, (*PMLEARN, "curriculum", "preview", str(file)), first=True)


def test_the_preview_follows_the_file_and_keeps_nothing(home: Path) -> None:
    file = home / "mine.yaml"
    save(file, HEAD + STEP)
    before = files(home)
    with preview(home, file) as terminal:
        terminal.wait_for("Preview › Mine").wait_for("▸   [ ] Read it").wait_for("no problems")
        terminal.press("space").wait_for("[x] Read it").wait_for("100%")
        save(file, HEAD + STEP + MORE)
        terminal.wait_for("[ ] Write it").wait_for("50%")
        save(file, HEAD + STEP + MORE.replace("exercise", "exercize"))
        terminal.wait_for("1 error · last good version shown").wait_for("9:44 error: kind is “exercize”")
        assert "did you mean exercise?" in terminal.text
        assert "[ ] Write it" in terminal.text
        file.unlink()
        save(file, HEAD + STEP)
        terminal.wait_for("no problems").wait_for("100%")
        assert "Write it" not in terminal.text
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert terminal.modes_now == terminal.modes
    assert files(home) == before
    assert not list((home / "temporary").iterdir())


def test_a_closed_window_leaves_nothing_behind_either(home: Path) -> None:
    file = home / "mine.yaml"
    save(file, HEAD + STEP)
    with preview(home, file) as terminal:
        terminal.wait_for("▸   [ ] Read it")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end() == 128 + signal.SIGTERM
    assert not list((home / "temporary").iterdir())
