from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Run


def test_without_a_terminal_it_is_one_sentence(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.touch()
    ended = run("curriculum", "preview", str(file))
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        f"pmlearn: a preview needs a terminal\n  without one, use: pmlearn curriculum check {file}\n"
    )


def test_a_file_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    ended = run("curriculum", "preview", str(tmp_path / "none.yaml"))
    assert ended.status == 1
    assert "none.yaml" in ended.err
    ended = run("curriculum", "preview", str(tmp_path))
    assert ended.status == 1
    assert "is a directory" in ended.err


def test_a_terminal_that_cannot_move_its_cursor_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.yaml"
    file.touch()
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("pmlearn.cli.preview.at_terminal", lambda: True)
    ended = run("curriculum", "preview", str(file))
    assert ended.status == 1
    assert "cannot move its cursor" in ended.err
