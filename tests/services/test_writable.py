"""A directory that takes nothing is named before anything is lost to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmlearn.services.writable import why_not

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_nearest_directory_that_is_there_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = tmp_path / "data" / "journal"
    assert why_not(journal) == ""
    monkeypatch.setattr(os, "access", lambda path, _: path != tmp_path)  # as on a disk that is read-only
    assert why_not(journal).endswith(f"read on: {tmp_path} cannot be written")
    journal.mkdir(parents=True)
    assert why_not(journal) == ""


def test_a_directory_that_cannot_be_looked_into_is_told_of(tmp_path: Path) -> None:
    # As where those above may not be passed through, which a test that runs as root cannot have.
    assert why_not(tmp_path / ("x" * 300) / "journal") == ""
