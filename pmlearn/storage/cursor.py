"""How far journals have been read, as it is kept beside what was folded from them."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Cursor:
    """How far a journal has been read: an offset, and what must still be true for it to mean anything."""

    inode: int
    offset: int  # bytes read, up to and with a newline
    start: int  # where the last line read begins
    digest: str  # 16 hex digits of that line's sha256
    order: int = 0  # the highest order read

    def to_json(self) -> list[Any]:
        """The cursor as it is kept beside what was folded."""
        return [self.inode, self.offset, self.start, self.digest, self.order]


Cursors = dict[str, Cursor]
"""A cursor for each journal, by the name of its file."""


def cursors_from_json(kept: dict[str, list[Any]]) -> Cursors:
    """Read cursors as they are kept; those that make no sense are left out, and their journals read again."""
    cursors: Cursors = {}
    for name, value in kept.items():
        with contextlib.suppress(TypeError, ValueError):
            inode, offset, start, digest, order = value
            cursors[name] = Cursor(int(inode), int(offset), int(start), str(digest), int(order))
    return cursors
