"""Room for things that can be had again: of a directory of them, what was looked at longest ago goes."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from pmlearn.storage.files import sweep

if TYPE_CHECKING:
    from pathlib import Path


def make_room(directory: Path, size: int, files: int, leave: float = 1.0) -> None:
    """Remove what was written, or looked at, longest ago from a directory of things that can be had again.

    The newest file stays, and so does what cannot be removed; what writers left half written goes.

    Args:
        directory: the directory, without others in it.
        size: bytes that all of it may have.
        files: how many files there may be.
        leave: of either, what is left taken where there was too much.
    """
    sweep(directory)
    found: list[tuple[int, int, str]] = []
    with contextlib.suppress(OSError), os.scandir(directory) as entries:
        for entry in entries:
            if not entry.name.startswith("."):
                stat = entry.stat(follow_symlinks=False)
                found.append((stat.st_mtime_ns, stat.st_size, entry.path))
    taken, count = sum(each[1] for each in found), len(found)
    if taken <= size and count <= files:
        return
    for _, bytes_, path in sorted(found)[:-1]:
        if taken <= size * leave and count <= files * leave:
            return
        with contextlib.suppress(OSError):
            os.unlink(path)  # noqa: PTH108 - a string from scandir
            taken, count = taken - bytes_, count - 1
