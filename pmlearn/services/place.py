"""Where this device's learner was: a small file, best effort, no part of the journal."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pmlearn.errors import StoreError
from pmlearn.storage.files import read_own, write_atomic

if TYPE_CHECKING:
    from pathlib import Path


class Place:
    """The last screen and what the cursor stood on."""

    def __init__(self, state: Path, device: str) -> None:
        self._state = state
        # A home shared by hosts has one file for each.
        self._path = state / f"place-{device}.json"

    def load(self) -> dict[str, Any]:
        """What was saved last; nothing where there is nothing to be had."""
        try:
            found = json.loads(read_own(self._path))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def save(self, place: dict[str, Any]) -> None:
        """Keep it; a disk that refuses costs nothing but the place."""
        try:
            write_atomic(self._path, json.dumps(place).encode())
        except StoreError:
            return

    def keep_screen(self, name: str, screen: bytes) -> None:
        """Keep what the screen shows, for the next start to begin with; b"" for nothing."""
        path = self._state / name
        with suppress(StoreError, OSError):
            if screen:
                write_atomic(path, screen)
            else:
                path.unlink(missing_ok=True)
