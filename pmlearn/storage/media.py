"""Recordings that were downloaded: `cache/media/<item>.<ending>`, whole or not there.

What is still coming is `<item>.part`, with `<item>.part.json` beside it, which says what it is the beginning
of. All of it can be had again. Who plays a file holds a shared lock on it, who removes one needs all of it.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from pmlearn.errors import StoreError
from pmlearn.storage.files import (
    make_private,
    read_own,
    refuse,
    sweep,
    sync_directory,
    write_all,
    write_atomic,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = re.compile(r"(?P<item>[a-z2-7]{10})\.(?P<ending>[a-z0-9]{2,5})")
_ITEM = re.compile(r"[a-z2-7]{10}")
_PART = "part"
RESERVE = 64 << 20
"""Bytes of the disk that a download leaves free: the journal needs room before a recording does."""


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the cache."""

    item: str  # the id of the queue's item
    path: Path
    size: int  # bytes
    at: float  # when it was written last: seconds since 1970
    whole: bool  # it is all there


class MediaFiles:
    """The directory of recordings."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def list(self) -> list[Held]:
        """Every recording and every part of one, the oldest first."""
        found = []
        with contextlib.suppress(FileNotFoundError), os.scandir(self.directory) as files:
            for file in files:
                name = _NAME.fullmatch(file.name)
                if name and file.is_file(follow_symlinks=False):
                    stat = file.stat()
                    whole = name["ending"] != _PART
                    path = self.directory / file.name
                    found.append(Held(name["item"], path, stat.st_size, stat.st_mtime, whole))
        return sorted(found, key=lambda held: (held.at, held.item))

    def find(self, item: str) -> Held | None:
        """The recording of an item, if all of it is there."""
        return next((held for held in self.list() if held.item == item and held.whole), None)

    def remove(self, held: Held) -> bool:
        """Remove a file, unless somebody plays or writes it: False then.

        Raises:
            StoreError: the disk did not let it be removed.
        """
        try:
            fd = os.open(held.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                held.path.unlink()
                held.path.with_name(f"{held.item}.part.json").unlink(missing_ok=True)
            finally:
                os.close(fd)
        except FileNotFoundError:
            return True
        except BlockingIOError:
            return False
        except OSError as error:
            refuse(f"cannot remove {held.path}", error)
        return True

    def lend(self, held: Held) -> int:
        """Open a recording so that nobody removes it until the descriptor is closed.

        Raises:
            StoreError: it is gone, or cannot be read.
        """
        try:
            fd = os.open(held.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            refuse(f"cannot read {held.path}", error)
        return fd

    @contextlib.contextmanager
    def part(self, item: str) -> Iterator[Part]:
        """What there is of a download, for this process alone.

        Raises:
            StoreError: the item's id cannot name a file, the disk does not take it, or it is being downloaded
                already.
        """
        if not _ITEM.fullmatch(item):
            raise StoreError(f"{item!a} is not the id of an item", "see them with: pmlearn queue list")
        make_private(self.directory)
        sweep(self.directory)
        path = self.directory / f"{item}.{_PART}"
        try:
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            refuse(f"cannot write {path}", error)
        part = Part(path, fd)
        try:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StoreError(f"{item} is being downloaded already", "wait until it is there") from error
            part.load()
            yield part
        finally:
            if part.locked and not part.size:
                part.discard()
            os.close(fd)


class Part:
    """A file that is still coming."""

    def __init__(self, path: Path, fd: int) -> None:
        self._path = path
        self._note = path.with_name(f"{path.name}.json")
        self._fd = fd
        self.size = 0  # bytes that are there
        self.locked = False  # it is ours
        self.source: dict[str, Any] = {}  # what it is the beginning of

    def load(self) -> None:
        """Read what is there; without its note it is worth nothing."""
        self.locked = True
        with contextlib.suppress(OSError, ValueError, RecursionError):
            found = json.loads(read_own(self._note))
            self.source = found if isinstance(found, dict) else {}
        self.size = os.lseek(self._fd, 0, os.SEEK_END) if self.source else 0

    def begin(self, source: dict[str, Any], total: int | None) -> None:
        """Begin anew.

        Raises:
            StoreError: the disk has no room for so many bytes, or takes none.
        """
        self._empty()
        free = os.fstatvfs(self._fd)
        room = free.f_bavail * free.f_frsize - RESERVE
        if total is not None and total > room:
            spare = max(0, room) / 1e6
            raise StoreError(
                f"there is no room: it has {total / 1e6:,.0f} MB, and the disk {spare:,.0f} to spare",
                "make room, or remove some with: pmlearn queue downloads --remove ID",
            )
        write_atomic(self._note, json.dumps(source).encode())
        self.source = source

    def write(self, piece: bytes) -> None:
        """Take the next bytes.

        Raises:
            StoreError: the disk did not take them. What came is dropped: on a full disk it would be in the
                way of what the learner does.
        """
        try:
            write_all(self._fd, piece)
        except OSError as error:
            self._dropped(error)
        self.size += len(piece)

    def finish(self, ending: str) -> Path:
        """Give the file its name, now that it is whole; another one of this item goes.

        Raises:
            StoreError: the disk did not take it.
        """
        item = self._path.name.partition(".")[0]
        path = self._path.with_name(f"{item}.{ending}")
        try:
            os.fsync(self._fd)
            self._path.rename(path)
            sync_directory(path.parent)
        except OSError as error:
            self._dropped(error)
        self.locked = False
        with contextlib.suppress(OSError):
            self._note.unlink(missing_ok=True)
            for other in path.parent.glob(f"{item}.*"):
                if other != path and _NAME.fullmatch(other.name):
                    other.unlink()
        return path

    def discard(self) -> None:
        """Drop what is there."""
        with contextlib.suppress(OSError):
            self._empty()
            self._note.unlink(missing_ok=True)
            self._path.unlink(missing_ok=True)
        self.source = {}

    def _empty(self) -> None:
        os.ftruncate(self._fd, 0)
        os.lseek(self._fd, 0, os.SEEK_SET)
        self.size = 0

    def _dropped(self, error: OSError) -> NoReturn:
        self.discard()
        refuse(f"cannot write {self._path}, what came is removed", error)
