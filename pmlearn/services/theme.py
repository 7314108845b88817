"""Which theme is shown: what the configuration says, else what was chosen in the app on this device."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pmlearn.config import THEMES
from pmlearn.errors import StoreError
from pmlearn.storage.files import read_own, write_atomic

if TYPE_CHECKING:
    from pathlib import Path


class ThemeChoice:
    """The learner's theme; what was chosen is a small file, best effort, no part of the journal.

    Attributes:
        fixed: what the configuration says; "" where it says nothing.
        fixed_by: where it says so.
    """

    def __init__(self, state: Path, device: str, fixed: str, fixed_by: str) -> None:
        # A home shared by hosts has one file for each: their terminals differ.
        self._path = state / f"theme-{device}.json"
        self.fixed = fixed
        self.fixed_by = fixed_by

    def name(self) -> str:
        """The theme to begin with."""
        return self.fixed or self._kept() or THEMES[0]

    def keep(self, name: str) -> None:
        """Keep what was chosen; a disk that refuses costs nothing but the choice."""
        try:
            write_atomic(self._path, json.dumps({"theme": name}).encode())
        except StoreError:
            return

    def _kept(self) -> str:
        try:
            found = json.loads(read_own(self._path))
        except (OSError, ValueError, RecursionError):
            return ""
        name = found.get("theme") if isinstance(found, dict) else None
        return name if name in THEMES else ""
