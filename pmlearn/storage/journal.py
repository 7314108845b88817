"""The journal: one append-only file a device, one action a line, true before anything else is.

An action is acknowledged once its line is synced. Our own file is written under a lock on itself; the files
of other devices are read only, and a last line of theirs without its newline waits for the rest.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pmlearn.errors import StoreNewerError
from pmlearn.model.action import Action
from pmlearn.storage.cursor import Cursor, Cursors
from pmlearn.storage.files import make_private, refuse, sync_directory, write_all
from pmlearn.storage.lines import (
    NEWER,
    cut_torn,
    digest,
    identity,
    lines_backwards,
    parse,
    to_line,
    whole_lines,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass(slots=True)
class Tail:
    """What journals gained since they were last read."""

    actions: list[Action] = field(default_factory=list)
    cursors: Cursors = field(default_factory=dict)
    rewound: bool = False  # a journal is not the one that was read: what was folded must be folded again
    unreadable: int = 0  # lines that are no action
    newer: bool = False  # a line is of a newer format

    @property
    def order(self) -> int:
        """The highest order in any journal read."""
        return max((cursor.order for cursor in self.cursors.values()), default=0)


class Journals:
    """All journals of a learner, and the one that this device writes."""

    def __init__(self, directory: Path, device: str) -> None:
        self.directory = directory
        self.device = device
        self.own = directory / f"{device}.jsonl"

    def paths(self) -> list[Path]:
        """The journals that exist, in the order of their names.

        Raises:
            StoreError: the directory cannot be read.
        """
        try:
            with os.scandir(self.directory) as found:
                names = sorted(
                    entry.name for entry in found if entry.name.endswith(".jsonl") and entry.is_file()
                )
        except FileNotFoundError:
            return []
        except OSError as error:
            refuse(f"cannot read {self.directory}", error)
        return [self.directory / name for name in names if not name.startswith(".")]

    def tail(self, cursors: Cursors) -> Tail:
        """Read what every journal gained since `cursors`.

        Where a journal is shorter than it was, or another file, or its last line has changed, everything is
        read again and `rewound` is true.

        Raises:
            StoreError: a journal cannot be read.
        """
        tail = Tail()
        paths = self.paths()
        if cursors.keys() - {path.name for path in paths}:
            return self._whole(paths)
        for path in paths:
            try:
                if not _read(path, cursors.get(path.name), tail):
                    return self._whole(paths)
            except OSError as error:
                refuse(f"cannot read {path}", error)
        return tail

    def _whole(self, paths: list[Path]) -> Tail:
        tail = Tail(rewound=True)
        for path in paths:
            try:
                _read(path, None, tail)
            except OSError as error:
                refuse(f"cannot read {path}", error)
        return tail

    def merge(self, name: str, data: bytes) -> int:
        """Append to a journal the lines of a copy of it that it does not have; returns how many there were.

        Raises:
            StoreError: the disk did not take them: none of them is there.
        """
        make_private(self.directory)
        path = self.directory / name
        try:
            fd = self._lock(path)
        except OSError as error:
            refuse(f"cannot write {path}", error)
        try:
            cut_torn(fd)
            known = {identity(line) for line in whole_lines(fd)}
            missing = [line + b"\n" for line in data.split(b"\n") if identity(line) not in known | {""}]
            if missing:
                self._append(fd, b"".join(missing), path)
            return len(missing)
        except OSError as error:
            refuse(f"cannot write {path}", error)
        finally:
            os.close(fd)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Callable[[Action], None]]:
        """Hold our own journal locked; yields what appends an action to it and syncs it.

        A torn last line, left by a writer that died before it was acknowledged, is cut off first.

        Raises:
            StoreError: the journal cannot be opened, or did not take the action: it is then as it was.
        """
        make_private(self.directory)
        try:
            fd = self._lock(self.own)
        except OSError as error:
            refuse(f"cannot write {self.own}", error)
        try:
            try:
                cut_torn(fd)
            except OSError as error:
                refuse(f"cannot mend {self.own}", error)
            yield lambda action: self._append(fd, to_line(action), self.own)
        finally:
            os.close(fd)

    def _lock(self, path: Path) -> int:
        while True:
            new = not path.exists()
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX)
                if new:
                    sync_directory(self.directory)
                # While we waited, the file may have been moved away: what is locked must be what is there.
                if os.fstat(fd).st_ino == path.stat().st_ino:
                    return fd
            except FileNotFoundError:
                pass
            except BaseException:
                os.close(fd)
                raise
            os.close(fd)

    @staticmethod
    def _append(fd: int, lines: bytes, path: Path) -> None:
        size = os.fstat(fd).st_size
        try:
            write_all(fd, lines)
            os.fsync(fd)
        except BaseException as error:
            # Not acknowledged, so it must not stand; what cannot be cut back is torn, and mended next time.
            with contextlib.suppress(OSError):
                os.ftruncate(fd, size)
                os.fsync(fd)
            if isinstance(error, OSError):
                refuse(f"nothing was kept: cannot write {path}", error)
            raise

    def backwards(self, path: Path | None = None) -> Iterator[Action]:
        """The actions of a journal (our own), newest first; what cannot be read is passed over.

        Raises:
            StoreError: the journal cannot be read.
        """
        path = path or self.own
        try:
            fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        except OSError as error:
            refuse(f"cannot read {path}", error)
        try:
            yield from (action for line in lines_backwards(fd) if isinstance(action := parse(line), Action))
        finally:
            os.close(fd)

    def bad_lines(self) -> Iterator[tuple[Path, int, str]]:
        """Every line that is no action, for doctor: file, line number, what is wrong."""
        for path in self.paths():
            lines = path.read_bytes().split(b"\n")
            for number, line in enumerate(lines[:-1], 1):
                found = parse(line)
                if isinstance(found, str):
                    yield path, number, found
            if lines[-1]:
                yield path, len(lines), "the line is torn: it was never acknowledged"


def require_format(tail: Tail) -> None:
    """Refuse to write beside lines that we do not understand.

    Raises:
        StoreNewerError: a journal holds actions of a newer format.
    """
    if tail.newer:
        raise StoreNewerError(
            "the journal was written by a newer pmlearn: it is open for reading only",
            "update pmlearn on this device",
        )


def _read(path: Path, cursor: Cursor | None, tail: Tail) -> bool:
    """Add what one journal gained to `tail`; false where the cursor does not fit the file."""
    if cursor is not None and (now := path.stat()).st_size == cursor.offset and now.st_ino == cursor.inode:
        tail.cursors[path.name] = cursor
        return True
    with path.open("rb") as file:
        stat = os.fstat(file.fileno())
        offset, order = 0, 0
        if cursor is not None:
            if cursor.inode != stat.st_ino or cursor.offset > stat.st_size:
                return False
            file.seek(cursor.start)
            if digest(file.read(cursor.offset - cursor.start)) != cursor.digest:
                return False
            offset, order = cursor.offset, cursor.order
        data = file.read()
    last = b""
    lines = data.split(b"\n")[:-1]
    for line in lines:
        found = parse(line)
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
        cursor.digest = cursor.digest or digest(last + b"\n")
        tail.cursors[path.name] = cursor
    return True
