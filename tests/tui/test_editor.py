from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from pmlearn.tui import editor

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, ["code", "--wait"]),
        ({"VISUAL": "", "EDITOR": "nano -w"}, ["nano", "-w"]),
        ({"VISUAL": "it's broken", "EDITOR": "vi"}, ["vi"]),
    ],
)
def test_the_environment_names_the_editor(env: dict[str, str], words: list[str]) -> None:
    assert editor.command(env) == words


async def test_what_was_written_comes_back_and_the_file_goes(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = tmp_path / "editor"
    script.write_text(f'#!/bin/sh\nls -l "$1" > {seen}\necho "$1" >> {seen}\nprintf "more" >> "$1"\n')
    script.chmod(0o755)
    assert await editor.edit([str(script)], "some ") == "some more"
    about, path = seen.read_text().splitlines()
    assert about.startswith("-rw-------")
    with pytest.raises(FileNotFoundError):
        os.open(path, os.O_RDONLY)


async def test_an_editor_that_fails_or_is_not_there_changes_nothing() -> None:
    assert await editor.edit(["false"], "text") is None
    assert await editor.edit(["/nowhere/editor"], "text") is None


def script(path: Path, body: str) -> list[str]:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return [str(path)]


@pytest.mark.parametrize("ending", ["kill -9 $$", "kill -HUP $$", "exit 1"])
async def test_what_it_saved_before_it_failed_is_told(tmp_path: Path, ending: str) -> None:
    told: list[str] = []
    words = script(tmp_path / "editor", f'printf "more" >> "$1"\n{ending}')
    assert await editor.edit(words, "some ", told.append) is None
    assert told == ["some more"]
    assert await editor.edit(["false"], "some", told.append) is None
    assert told == ["some more"]


async def test_no_file_and_no_room_for_one_is_no_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await editor.edit(script(tmp_path / "editor", 'rm "$1"'), "text") is None
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    monkeypatch.setattr("pathlib.Path.write_text", Mock(side_effect=full))
    assert await editor.edit(["true"], "text") is None
