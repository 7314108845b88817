"""Drafts: what is being written and is kept nowhere else yet, so that a line that drops loses none of it.

Each is a file of its own, of one window: two windows that write on one thing at once keep a draft each. A
window holds a lock as long as it has drafts; those of windows that are gone are offered to whoever writes on
the same thing next, on this device.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError
from pmlearn.model.text import clean_block
from pmlearn.storage.files import alone, locked, read_own, write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

VERSION = 1
"""Of the files: a draft of another version is left to the program that wrote it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was written so far."""

    text: str  # as it was typed
    base: tuple[str, ...] = ()  # the ids of the notes that it was made of
    at: str = ""  # when it was written: RFC 3339 in UTC


class Drafts:
    """The drafts of one window. Not thread-safe.

    Args:
        directory: where they lie; it need not be there.
        device: whose drafts are looked for.
        now: the clock.
    """

    def __init__(self, directory: Path, device: str, now: Callable[[], datetime]) -> None:
        self._directory = directory
        self._device = device
        self._now = now
        self._window = os.urandom(4).hex()
        self._held = ExitStack()
        self._open = False  # the lock is held

    def take(self, key: str) -> Draft | None:
        """The newest draft on something that no other window is writing; this window's own from now on.

        Args:
            key: what it is on, such as `item:` and an id.
        """
        found: list[tuple[str, Path, Draft]] = []
        for path in self._directory.glob(f"{self._device}.*.{_name(key)}.json"):
            window = path.name.removeprefix(f"{self._device}.").partition(".")[0]
            if window != self._window and self._living(window):
                continue
            if draft := _read(path):
                found.append((draft.at, path, draft))
        if not found:
            return None
        _, path, draft = max(found, key=lambda each: each[0])
        own = self._path(key)
        if path != own:
            # Of a disk that takes nothing, it is read all the same.
            with contextlib.suppress(StoreError, OSError):
                self.keep(key, draft.text, draft.base)
                path.unlink()
        return draft

    def keep(self, key: str, text: str, base: tuple[str, ...]) -> Draft:
        """Write a draft, over this window's last one on the same thing.

        Raises:
            StoreError: the disk refuses.
        """
        if not self._open:
            self._held.enter_context(alone(self._lock(self._window)))
            self._open = True
        draft = Draft(text, base, self._now().strftime("%Y-%m-%dT%H:%M:%SZ"))
        content = {"v": VERSION, "key": key, "text": text, "base": list(base), "at": draft.at}
        write_atomic(self._path(key), json.dumps(content).encode(), lasting=False)
        return draft

    def drop(self, key: str) -> None:
        """Let go of this window's draft on something: it was kept, or is not wanted."""
        with contextlib.suppress(OSError):
            self._path(key).unlink()
        if not any(self._of(self._window)):
            self.close()

    def close(self) -> None:
        """Let others have what this window leaves."""
        if self._open:
            self._open = False
            # A lock that stays is of no harm, and this is called when nobody is there to be told.
            with contextlib.suppress(OSError):
                if not any(self._of(self._window)):
                    self._lock(self._window).unlink()
            self._held.close()

    def _living(self, window: str) -> bool:
        lock = self._lock(window)
        try:
            with locked(lock, wait=False):
                # Its lock is of use to nobody once its drafts are gone.
                if len(list(self._of(window))) == 1:
                    lock.unlink(missing_ok=True)
                return False
        except BlockingIOError:
            return True
        except OSError:
            return False

    def _of(self, window: str) -> Iterator[Path]:
        return self._directory.glob(f"{self._device}.{window}.*.json")

    def _path(self, key: str) -> Path:
        return self._directory / f"{self._device}.{self._window}.{_name(key)}.json"

    def _lock(self, window: str) -> Path:
        return self._directory / f"{self._device}.{window}.lock"


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _read(path: Path) -> Draft | None:
    try:
        found = json.loads(read_own(path))
        if found["v"] != VERSION:
            return None
        base = tuple(str(id_) for id_ in found["base"])
        return Draft(clean_block(str(found["text"])), base, str(found["at"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
