"""Texts that were made of HTML, kept so that they are not made again: one file for each content.

Each begins with a line that names the version of what wrote it and the CRC-32 of the rest. Whatever does not
fit, is cut short or cannot be written is as good as not there.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING
from zlib import crc32

from pmlearn import __version__
from pmlearn.errors import StoreError
from pmlearn.storage.files import read_own, write_atomic
from pmlearn.storage.room import make_room

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHAPE = 1
"""Grows when what is made of the same HTML changes between two releases."""

ROOM = 24 << 20
"""Bytes of all of them; those that were not looked at for longest go first."""

MOST = 20_000
"""Files of them."""

FEWEST = 0.75
"""Of the room, what is left taken when it is made."""


class Markdowns:
    """The cache in one directory, which need not exist; also makes what it does not have.

    Args:
        directory: where it lives.
        make: makes Markdown of HTML and a base address.
        room: bytes that it may take.
    """

    def __init__(self, directory: Path, make: Callable[[str, str], str], room: int = ROOM) -> None:
        self._directory = directory
        self._make = make
        self._room = room

    def __call__(self, html: str, base: str) -> str:
        """The Markdown of HTML, made where it is not kept.

        Raises:
            ParseError: it is not read within the limits.
        """
        found = self.get(html, base)
        if found is None:
            found = self._make(html, base)
            self.put(html, base, found)
        return found

    def get(self, html: str, base: str) -> str | None:
        """What is kept; None where there is nothing."""
        path = self._path(html, base)
        try:
            head, _, body = read_own(path).partition(b"\n")
            if head != _head(body):
                return None
            text = body.decode()
            os.utime(path)
        except (OSError, ValueError):
            return None
        return text

    def put(self, html: str, base: str, markdown: str) -> None:
        """Keep what was made; a cache that cannot be written costs time and nothing else."""
        body = markdown.encode("utf-8", "replace")
        with suppress(OSError, StoreError):
            write_atomic(self._path(html, base), _head(body) + b"\n" + body)
            make_room(self._directory, self._room, MOST, FEWEST)

    def _path(self, html: str, base: str) -> Path:
        content = f"{len(base)}:{base}{html}".encode("utf-8", "replace")
        return self._directory / f"{hashlib.sha256(content).hexdigest()[:40]}.md"


def _head(body: bytes) -> bytes:
    return f"pmlearn {__version__} markdown {SHAPE} {crc32(body):08x}".encode()
