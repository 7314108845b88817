"""The bodies of a feed's entries: a file of their bytes that is appended to, read by place and length.

What it holds is in no way marked: the entries' file has the extent of each body, so that what a writer that
died left at its end belongs to nobody. A body whose digest is another is not shown.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from pmlearn.model.sameness import digest_of
from pmlearn.storage.files import make_private, mode, refuse, write_all, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

T = TypeVar("T")

_FARTHEST, _LONGEST = 1 << 50, 1 << 28  # bytes; a file that was damaged may name any place

Extent = tuple[int, int, str]
"""Where a body begins, how many bytes it has, and their digest."""


def extent_of(doc: dict[str, Any]) -> Extent | None:
    """The extent that a document names; None where it names none that can be."""
    match doc.get("extent"):
        case [int(at), int(length), str(digest)] if 0 <= at < _FARTHEST and 0 <= length < _LONGEST:
            return at, length, digest
    return None


def extents_of(docs: Iterable[dict[str, Any]]) -> Iterator[Extent]:
    """The extents that documents name."""
    return (extent for doc in docs if (extent := extent_of(doc)) is not None)


def append(path: Path, bodies: Sequence[bytes]) -> list[Extent]:
    """Write bodies behind those that are there, and sync them; the file is made where it is missing.

    Raises:
        StoreError: the disk did not take them; those that were there stand.
    """
    make_private(path.parent)
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, mode())
    except OSError as error:
        refuse(f"cannot write {path}", error)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        at = end = os.lseek(fd, 0, os.SEEK_END)
        if not end:
            os.fchmod(fd, mode())  # whatever the process leaves out of the modes of what it makes
        found = []
        for body in bodies:
            found.append((at, len(body), digest_of(body)))
            at += len(body)
        try:
            write_all(fd, b"".join(bodies))
            os.fsync(fd)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(fd, end)
            raise
    except OSError as error:
        refuse(f"cannot write {path}", error)
    finally:
        os.close(fd)
    return found


def read(path: Path, extent: Extent) -> bytes | None:
    """Read a body; None where it is not there as it was written.

    Raises:
        OSError: the file cannot be read.
    """
    at, length, digest = extent
    with _opened(path) as file:
        file.seek(at)
        body = file.read(length)
    return body if digest_of(body) == digest else None


def read_all(path: Path, extents: Mapping[T, Extent]) -> dict[T, bytes]:
    """Read many bodies of one file; those that are not there as they were written are left out.

    Raises:
        OSError: the file cannot be read.
    """
    with _opened(path) as file:
        whole = file.read()
    found = {name: whole[at : at + length] for name, (at, length, _) in extents.items()}
    return {name: body for name, body in found.items() if digest_of(body) == extents[name][2]}


def _opened(path: Path) -> BinaryIO:
    # Not to wait for a writer where somebody put a pipe there.
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    return open(fd, "rb")  # noqa: PTH123 - a descriptor, which a Path cannot open


def rewrite(docs: Iterable[dict[str, Any]], old: Path, new: Path) -> None:
    """Write the bodies that documents still name into a file of their own; they name their new places then.

    Raises:
        StoreError: they cannot be read, or the disk did not take them.
    """
    taken = bytearray()
    try:
        for doc in docs:
            extent = extent_of(doc)
            body = read(old, extent) if extent else None
            if extent and body is not None:
                doc["extent"] = [len(taken), len(body), extent[2]]
                taken += body
            else:
                doc.pop("extent", None)
    except OSError as error:
        refuse(f"cannot read {old}", error)
    write_atomic(new, bytes(taken), lasting=False)


def size(path: Path) -> int:
    """Bytes of the file; -1 where it cannot be asked."""
    try:
        return path.stat().st_size
    except OSError:
        return -1
