"""How far journals have been read, and reading on from there."""

from __future__ import annotations

import contextlib
import os
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pmlearn.model.action import Action
from pmlearn.storage.lines import NEWER, decode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(slots=True)
class Cursor:
    """How far a journal has been read: an offset, and what must still be true for it to mean anything."""

    inode: int
    offset: int  # bytes read, up to and with a newline
    start: int  # where the last line read begins
    digest: str  # that line's CRC-32: tells a file that was written over from one that grew
    order: int = 0  # the highest order read

    def to_json(self) -> list[Any]:
        """The cursor as it is kept beside what was folded."""
        return [self.inode, self.offset, self.start, self.digest, self.order]


Cursors = dict[str, Cursor]
"""A cursor for each journal, by the name of its file."""


@dataclass(slots=True)
class Tail:
    """What journals gained since they were last read."""

    actions: list[Action] = field(default_factory=list)
    cursors: Cursors = field(default_factory=dict)
    rewound: bool = False  # a journal is not the one that was read: what was folded must be folded again
    lost: list[str] = field(default_factory=list)  # names of journals that hold less than was read of them
    closed: dict[str, OSError] = field(default_factory=dict)  # journals that cannot be read, and why
    unreadable: int = 0  # lines that are no action
    newer: bool = False  # a line is of a newer format

    @property
    def order(self) -> int:
        """The highest order in any journal read."""
        return max((cursor.order for cursor in self.cursors.values()), default=0)


def cursors_from_json(kept: dict[str, list[Any]]) -> Cursors:
    """Read cursors as they are kept; those that make no sense are left out, and their journals read again."""
    cursors: Cursors = {}
    for name, value in kept.items():
        with contextlib.suppress(TypeError, ValueError):
            inode, offset, start, digest, order = value
            cursors[name] = Cursor(int(inode), int(offset), int(start), str(digest), int(order))
    return cursors


def read_on(
    path: Path, cursor: Cursor | None, tail: Tail, decode: Callable[[bytes], Action | str] = decode
) -> bool:
    """Add what one journal gained to `tail`; false where the cursor does not fit the file.

    A file that has become shorter than where its last line began has lost something; one that lacks just that
    line may have been read while a writer was failing, and had not lost anything that was acknowledged.

    Raises:
        OSError: it cannot be read, or it is a link.
    """
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(fd, "rb") as file:  # noqa: PTH123 - a descriptor, which a Path cannot open
        stat = os.fstat(fd)
        offset = order = 0
        if cursor is not None:
            file.seek(cursor.start)
            same = _digest(file.read(cursor.offset - cursor.start)) == cursor.digest
            if not same or cursor.inode != stat.st_ino:
                if not same and (cursor.inode != stat.st_ino or stat.st_size < cursor.start):
                    tail.lost.append(path.name)
                return False
            offset, order = cursor.offset, cursor.order
        data = file.read()
    last = b""
    for line in data.split(b"\n")[:-1]:
        found = decode(line)
        if found == NEWER:
            # Not passed, so that it is met again at every reading, and folded once we understand it.
            tail.newer = True
            break
        start, offset = offset, offset + len(line) + 1
        if isinstance(found, Action):
            tail.actions.append(found)
            order = max(order, found.order)
        else:
            tail.unreadable += 1
        cursor = Cursor(stat.st_ino, offset, start, "", order)
        last = line
    if cursor is not None:
        cursor.digest = cursor.digest or _digest(last + b"\n")
        tail.cursors[path.name] = cursor
    return True


def _digest(line: bytes) -> str:
    return f"{zlib.crc32(line):08x}"
