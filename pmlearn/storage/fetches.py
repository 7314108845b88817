"""What the last fetches left behind: `fetches.json`, in the state directory.

It has one document a feed: the fields of `Fetched`. All of it can be had again, so it is not in the journal.
"""

from __future__ import annotations

import contextlib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from pmlearn.model.feed import Fetched
from pmlearn.storage.tables import FORMAT, AtomicStorage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


_NAMES = tuple(f.name for f in fields(Fetched))


class Fetches:
    """What the last fetches left behind, in one small TinyDB file."""

    def __init__(self, state: Path, now: Callable[[], datetime]) -> None:
        self.path = state / "fetches.json"
        self._now = now
        self._signature: tuple[int, int, int] | None = None
        self._file: AtomicStorage | None = None
        self._docs: dict[str, Any] = {}
        self.notices: list[str] = []

    def get(self, feed: str) -> Fetched:
        """What is known of a feed; nothing, where it was never fetched."""
        return self.mine(feed)

    def mine(self, feed: str) -> Fetched:
        """What this file says of a feed."""
        self._load()
        known = self._docs.get(feed, {})
        return Fetched(
            **{f.name: known[f.name] for f in fields(Fetched) if type(known.get(f.name)) is type(f.default)}
        )

    def titles(self) -> dict[str, str]:
        """What the feeds call themselves, by id."""
        self._load()
        titles = ((feed, doc.get("title")) for feed, doc in self._docs.items())
        return {feed: title for feed, title in titles if isinstance(title, str)}

    def changed_at(self) -> int:
        """When the file was last written, by any process: nanoseconds since 1970; 0 where there is none."""
        try:
            return self.path.stat().st_mtime_ns
        except OSError:
            return 0

    def _load(self) -> AtomicStorage:
        """Read the file again if another process wrote it."""
        signature = None
        with contextlib.suppress(OSError):
            stat = self.path.stat()
            signature = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        if self._file is None or signature != self._signature:
            self._file = AtomicStorage(self.path, self._now())
            if self._file.notice:
                self.notices.append(self._file.notice)
            self._signature = signature
            table = self._file.memory.get("fetches", {})
            self._docs = {
                doc["feed"]: doc
                for doc in table.values()
                if isinstance(doc, dict) and isinstance(doc.get("feed"), str)
            }
        return self._file

    def put(self, fetched: dict[str, Fetched]) -> None:
        """Keep what these fetches left behind, beside what other processes kept in the meantime.

        Raises:
            StoreError: the disk did not take it; the feeds are then fetched whole next time.
        """
        file = self._load()
        self._docs |= {
            feed: {"feed": feed} | {name: getattr(value, name) for name in _NAMES}
            for feed, value in fetched.items()
        }
        numbered = {str(n): doc for n, doc in enumerate(self._docs.values(), 1)}
        file.write({"meta": {"1": {"format": FORMAT}}, "fetches": numbered})
