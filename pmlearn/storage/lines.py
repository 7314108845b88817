"""A journal's lines: what stands on one, reading them from the end, and mending a last line that is torn."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError
from pmlearn.model.action import VERSION, Action
from pmlearn.storage.files import write_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLOCK = 1 << 16
"""Bytes read at a time when a journal is read from its end."""

NEWER = "the line is of a newer format"

_BEGINNING = b'{"v":'
"""How every line begins that we write."""


def decode(line: bytes) -> Action | str:
    """The action on a line, or what is wrong with it (`NEWER`, where we are too old for it)."""
    try:
        content = json.loads(line)
        version = content.get("v") if isinstance(content, dict) else None
        if type(version) is int and version > VERSION:
            return NEWER
        return Action.from_json(content)
    except (ValueError, RecursionError) as error:
        return f"not an action: {error}"


def encode(action: Action) -> bytes:
    """The line of an action, with its newline.

    Raises:
        StoreError: it could not be read again as it is.
    """
    text = json.dumps(action.to_json(), ensure_ascii=False, separators=(",", ":"))
    line = text.encode("utf-8", "replace") + b"\n"
    found = decode(line)
    if isinstance(found, str):
        raise StoreError(
            f"nothing was kept: {action.kind} could not be read again: {found}",
            "this is a mistake of pmlearn: report it, with what you did",
        )
    return line


def backwards(fd: int) -> Iterator[bytes]:
    """Whole lines of a file, last first, reading no more of it than is asked for."""
    end = os.fstat(fd).st_size
    pieces: list[bytes] = []  # of the line whose beginning is not found yet, last first
    torn = True  # what follows the last newline is no whole line
    while end:
        start = max(0, end - BLOCK)
        head, *lines = os.pread(fd, end - start, start).split(b"\n")
        if lines:
            lines[-1] += b"".join(reversed(pieces))
            pieces = []
            if torn:
                lines.pop()
                torn = False
            yield from reversed(lines)
        pieces.append(head)
        end = start
    if pieces and not torn:
        yield b"".join(reversed(pieces))


def torn_tail(fd: int) -> tuple[int, bytes]:
    """What follows the last newline of a file, and where it begins."""
    end = size = os.fstat(fd).st_size
    while end:
        start = max(0, end - BLOCK)
        newline = os.pread(fd, end - start, start).rfind(b"\n")
        if newline >= 0:
            end = start + newline + 1
            break
        end = start
    return end, os.pread(fd, size - end, end)


def repair(fd: int, keep: Callable[[bytes], None]) -> None:
    """End a last line that has no newline: one that is whole gets it, a torn one is cut off.

    Args:
        fd: the journal, locked, and opened for appending.
        keep: called, before it is cut off, with what does not look like an append that broke off: there is
            no telling what it was.

    Raises:
        OSError: the disk did not take it.
    """
    size = os.fstat(fd).st_size
    if not size or os.pread(fd, 1, size - 1) == b"\n":
        return
    start, tail = torn_tail(fd)
    if isinstance(decode(tail), Action):
        write_all(fd, b"\n")
    else:
        # Zeros are what a file system leaves behind that had grown the file before the machine stopped.
        if tail.strip(b"\0") and not _broke_off(tail):
            keep(tail)
        os.ftruncate(fd, start)
    os.fsync(fd)


def _broke_off(tail: bytes) -> bool:
    """It is the beginning of a line of ours, and nothing that was whole before something else befell it."""
    if tail[: len(_BEGINNING)] != _BEGINNING[: len(tail)]:
        return False
    try:
        json.JSONDecoder().raw_decode(tail.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return True
    return False
