"""What was read from YAML, kept so that it is not read again: one index, and one file for each content.

    catalog/index        the files that were found and their summaries; in a line of its own, all refs
    catalog/<key>.json   what one file held, as `pmlearn.catalog.codec` has it

Each begins with a line that names the version of what wrote it and the CRC-32 of the rest. Whatever does not
fit, is cut short or cannot be written is as good as not there: everything comes back from the YAML.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING
from zlib import crc32

from pmlearn import __version__
from pmlearn.catalog.codec import read_from_json, read_to_json
from pmlearn.catalog.index import Index
from pmlearn.errors import PmlearnError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.catalog.codec import Read
    from pmlearn.model.curriculum import Source

SHAPE = 4
"""Grows when what is kept, or what reading a file finds, changes between two releases."""

_DAMAGED = (OSError, ValueError, TypeError, KeyError, AttributeError)


class Cache:
    """The cache of the catalog in one directory.

    Args:
        directory: where it lives; it need not exist.
        write: replaces a file in one go, making the directories above it; OSError or PmlearnError where it
            cannot.
    """

    def __init__(self, directory: Path, write: Callable[[Path, bytes], None]) -> None:
        self._directory = directory
        self._write = write
        self._index = directory / "index"

    def load_index(self) -> Index:
        """Return the index as it was saved, or an empty one."""
        try:
            # The time is asked for first: an index that is replaced in between is only taken for older.
            written_ns = os.stat(self._index).st_mtime_ns  # noqa: PTH116 - Path costs more than the call
            return Index.from_bytes(self._load(self._index), written_ns)
        except _DAMAGED:
            return Index()

    def save_index(self, index: Index) -> None:
        """Save the index, and drop the contents that no file has any more."""
        if self._save(self._index, index.to_bytes()):
            self._prune({entry.key for entry in index.entries.values()})

    def load(self, key: str, file: str, source: Source) -> Read | None:
        """Return what a file with this content held, or None where it is not kept."""
        try:
            return read_from_json(json.loads(self._load(self._path(key))), file, source)
        except _DAMAGED:
            return None

    def save(self, key: str, read: Read) -> None:
        """Keep what a file held."""
        self._save(self._path(key), json.dumps(read_to_json(read)).encode())

    def _path(self, key: str) -> Path:
        return self._directory / f"{key}.json"

    def _load(self, path: Path) -> bytes:
        # A link is not followed, and a pipe has nothing in it.
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(fd, "rb") as file:  # noqa: PTH123 - a descriptor, which a Path cannot open
            head, _, body = file.read().partition(b"\n")
        if head != _head(body):
            raise ValueError("damaged, or not written by this version")
        return body

    def _save(self, path: Path, body: bytes) -> bool:
        try:
            self._write(path, _head(body) + b"\n" + body)
        except (OSError, PmlearnError):
            return False  # a cache that cannot be written costs time and nothing else
        return True

    def _prune(self, keys: set[str]) -> None:
        try:
            for path in self._directory.glob("*.json"):
                if path.stem not in keys:
                    path.unlink(missing_ok=True)
        except OSError:
            return


def _head(body: bytes) -> bytes:
    return f"pmlearn {__version__} catalog {SHAPE} {crc32(body):08x}".encode()
