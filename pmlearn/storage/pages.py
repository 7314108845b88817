"""The texts of saved links, and of entries whose feed gives only a teaser: a file for each item.

`pages/<item id>.json` has the fields of `WebPage`, and `"format": 1`. All of it can be fetched again, so none
of it is in the journal, and the files that were written longest ago go where there are too many.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import zlib
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from pmlearn.model.webpage import WebPage
from pmlearn.storage.files import read_own, write_atomic
from pmlearn.storage.room import make_room

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
MOST = 2_000
"""Files that are kept."""

ROOM = 200 << 20
"""Bytes that they may have together."""

_ITEM = re.compile(r"[a-z2-7]{10}")


class Pages:
    """The texts of pages. Not thread-safe."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def signature(self) -> str:
        """A text that differs once a page came, changed or went."""
        try:
            return str(self.directory.stat().st_mtime_ns)
        except OSError:
            return ""

    def signs(self) -> dict[str, int]:
        """The items that have a page, each with a number that differs once the page does."""
        return {item: zlib.crc32(f"{ino} {at} {size}".encode()) for item, ino, at, size in self._files()}

    def get(self, item: str) -> WebPage | None:
        """The page of an item; None where there is none, or none that can be read."""
        if not _ITEM.fullmatch(item):
            return None
        try:
            found = json.loads(read_own(self._path(item)))
            if found["format"] != FORMAT:
                return None
            page = WebPage(**{field.name: found[field.name] for field in fields(WebPage)})
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None
        texts = (getattr(page, field.name) for field in fields(WebPage) if field.type == "str")
        return page if all(type(text) is str for text in texts) and type(page.words) is int else None

    def put(self, item: str, page: WebPage) -> None:
        """Keep the page of an item.

        Raises:
            StoreError: the disk did not take it.
        """
        if not _ITEM.fullmatch(item):
            return
        text = json.dumps({"format": FORMAT, **asdict(page)}, ensure_ascii=False)
        write_atomic(self._path(item), text.encode("utf-8", "replace"))
        make_room(self.directory, ROOM, MOST)

    def _files(self) -> list[tuple[str, int, int, int]]:
        """Every page: its item, inode, time of writing in nanoseconds and size in bytes."""
        found = []
        with contextlib.suppress(OSError), os.scandir(self.directory) as files:
            for file in files:
                item = file.name.removesuffix(".json")
                if item != file.name and _ITEM.fullmatch(item):
                    stat = file.stat(follow_symlinks=False)
                    found.append((item, stat.st_ino, stat.st_mtime_ns, stat.st_size))
        return found

    def _path(self, item: str) -> Path:
        return self.directory / f"{item}.json"
