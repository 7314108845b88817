"""Curriculum files for the tests of this floor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LONG_AGO = 1_000_000_000
"""A time of change that no index can be too close to."""


def yaml_of(id_: str, *steps: str, title: str = "A title") -> str:
    """A curriculum with steps of these ids, or the one step `first`, that checks without a problem."""
    written = "".join(
        f"      - {{id: {step}, title: {step} title, kind: skill, why: w, done_when: d, minutes: 5}}\n"
        for step in steps or ("first",)
    )
    head = f"format: 1\nid: {id_}\ntitle: {title}\nmodules:\n  - id: module\n    title: M\n    steps:\n"
    return head + written


def put(directory: Path, name: str, text: str, at: int = LONG_AGO) -> Path:
    """Write a file that was last changed at a time."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / name
    path.write_text(text, "utf-8")
    os.utime(path, (at, at))
    return path


def write(path: Path, data: bytes) -> None:
    """What the catalog writes its cache with."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
