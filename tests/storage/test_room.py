"""Directories of what can be had again stay as small as they may be."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pmlearn.storage.files import TEMPORARY
from pmlearn.storage.room import make_room

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("size", "most", "leave", "left"),
    [
        (500, 5, 1.0, "abcde"),
        (499, 5, 1.0, "bcde"),
        (500, 4, 1.0, "bcde"),
        (499, 9, 0.5, "de"),
        (1, 9, 1.0, "e"),
        (500, 0, 1.0, "e"),
    ],
)
def test_room_is_made_by_what_was_written_longest_ago(
    tmp_path: Path, size: int, most: int, leave: float, left: str
) -> None:
    for at, name in enumerate("abcde"):
        (tmp_path / name).write_bytes(b"x" * 100)
        os.utime(tmp_path / name, (at, at))
    (tmp_path / f".x.1234{TEMPORARY}").write_bytes(b"x" * 1000)
    make_room(tmp_path, size, most, leave)
    assert sorted(path.name for path in tmp_path.iterdir()) == list(left)
    make_room(tmp_path / "none", size, most, leave)
