"""Lines of a journal's file: read, written, found from the end, and cut where the last one is torn."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

from pmlearn.model.action import VERSION, Action

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 1 << 16
"""Bytes read at a time when a journal is read from its end."""

NEWER = "the line is of a newer format"
"""What `parse` says of a line that a later version will understand."""


def parse(line: bytes) -> Action | str:
    """The action on a line, or what is wrong with it."""
    try:
        content = json.loads(line)
        version = content.get("v") if isinstance(content, dict) else None
        if type(version) is int and version > VERSION:
            return NEWER
        return Action.from_json(content)
    except (ValueError, RecursionError) as error:
        return f"not an action: {error}"


def to_line(action: Action) -> bytes:
    """An action as it stands in the file, with its newline."""
    text = json.dumps(action.to_json(), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def whole_lines(fd: int) -> list[bytes]:
    """Every line that has its newline, without it."""
    return os.pread(fd, os.fstat(fd).st_size, 0).split(b"\n")[:-1]


def identity(line: bytes) -> str:
    """What tells an action from another; "" for what is no action."""
    found = parse(line)
    if isinstance(found, Action):
        return found.id
    # Of a newer format: not ours to judge, but one copy is enough.
    return digest(line) if found == NEWER else ""


def digest(line: bytes) -> str:
    """16 hex digits of a line's sha256."""
    return hashlib.sha256(line).hexdigest()[:16]


def cut_torn(fd: int) -> None:
    """Cut a torn last line off a file that is locked.

    Raises:
        OSError: the disk did not take it.
    """
    size = os.fstat(fd).st_size
    if not size or os.pread(fd, 1, size - 1) == b"\n":
        return
    end = size
    while end:
        start = max(0, end - BLOCK)
        newline = os.pread(fd, end - start, start).rfind(b"\n")
        if newline >= 0:
            end = start + newline + 1
            break
        end = start
    os.ftruncate(fd, end)
    os.fsync(fd)


def lines_backwards(fd: int) -> Iterator[bytes]:
    """Whole lines of a file, last first, reading no more of it than is asked for."""
    end = os.fstat(fd).st_size
    rest = b""
    torn = True  # what follows the last newline is no whole line
    while end:
        start = max(0, end - BLOCK)
        lines = (os.pread(fd, end - start, start) + rest).split(b"\n")
        rest = lines[0]
        for line in reversed(lines[1:]):
            if torn:
                torn = False
                continue
            yield line
        end = start
    if rest and not torn:
        yield rest
