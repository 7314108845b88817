"""The journal: one append-only file a device, one action a line, true before anything else is.

An action is acknowledged once its line is synced. This device appends to its own journal alone, under a lock
on it; the files of other devices are read only, and a last line of theirs without its newline waits for the
rest. What an archive brings for a journal that is here already goes to `<device>.imported.jsonl`.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from functools import cached_property
from typing import TYPE_CHECKING

from pmlearn.errors import InputError
from pmlearn.model.action import Action
from pmlearn.storage.cursor import Tail, read_on
from pmlearn.storage.device import device_name
from pmlearn.storage.files import make_private, read_own, refuse, sync_directory, write_all, write_atomic
from pmlearn.storage.lines import NEWER, backwards, decode, encode, repair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pmlearn.storage.cursor import Cursors

IMPORTED = ".imported.jsonl"
"""How the name of a journal ends that holds what archives brought, in the order in which they did."""

TORN = "the line is not finished: it was never acknowledged"

_LONG = 1 << 16
"""Bytes of a line that is kept, decoded, until this device writes the next."""

_TRIES = 100
"""How often a lock is sought on a file that others move away; more is a disk whose inodes do not hold."""


class Journals:
    """All journals of a learner, and the one that this device writes."""

    def __init__(self, directory: Path, device: str = "") -> None:
        self.directory = directory
        self._device = device
        self._long: tuple[bytes, Action | str] = (b"", "")  # a line that several read, one after the other

    @cached_property
    def device(self) -> str:
        """The name under which this device writes; worked out when it first does."""
        return self._device or device_name()

    @property
    def own(self) -> Path:
        """The journal that this device writes."""
        return self.directory / f"{self.device}.jsonl"

    @property
    def imported(self) -> Path:
        """The journal of what archives brought for journals that were here already."""
        return self.directory / f"{self.device}{IMPORTED}"

    def paths(self) -> list[Path]:
        """The journals that exist, in the order of their names.

        Raises:
            StoreError: the directory cannot be read.
        """
        try:
            with os.scandir(self.directory) as found:
                names = [entry.name for entry in found if entry.is_file() or entry.is_symlink()]
        except FileNotFoundError:
            return []
        except OSError as error:
            refuse(f"cannot read {self.directory}", error)
        return [
            self.directory / name
            for name in sorted(names)
            if name.endswith(".jsonl") and not name.startswith(".")
        ]

    def tail(self, cursors: Cursors) -> Tail:
        """Read what every journal gained since `cursors`.

        Where a journal is gone, shorter than it was, another file, or its last line has changed, everything
        is read again and `rewound` is true. A journal that cannot be read stays as far as it was read.

        Raises:
            StoreError: the directory cannot be read.
        """
        paths = self.paths()
        lost = sorted(cursors.keys() - {path.name for path in paths})
        tail = Tail()
        if not lost:
            for path in paths:
                if not self._read(path, cursors, tail):
                    break
            else:
                return tail
        again = Tail(rewound=True, lost=lost + tail.lost)
        for path in paths:
            self._read(path, {}, again)
        return again

    def _read(self, path: Path, cursors: Cursors, tail: Tail) -> bool:
        cursor = cursors.get(path.name)
        try:
            return read_on(path, cursor, tail, self._decode)
        except OSError as error:
            tail.closed[path.name] = error
            if cursor is not None:
                tail.cursors[path.name] = cursor
            return True

    def merge(self, name: str, data: bytes) -> int:
        """Take in the actions of a copy of a journal that stand in no journal here; returns how many.

        Raises:
            InputError: it holds actions of a newer format.
            StoreError: the disk did not take them: none of them is there.
        """
        lines: dict[str, bytes] = {}
        for line in data.split(b"\n"):
            found = decode(line)
            if found == NEWER:
                raise InputError(
                    f"journal/{name} was written by a newer pmlearn", "update pmlearn, then import it"
                )
            if isinstance(found, Action):
                lines[found.id] = line + b"\n"
        with self._locked(self.own) as fd:
            try:
                for path in self.paths():
                    for line in read_own(path).split(b"\n"):
                        if isinstance(found := decode(line), Action):
                            lines.pop(found.id, None)
                if lines:
                    self._add(fd, name, b"".join(lines.values()))
                elif not os.fstat(fd).st_size:
                    self.own.unlink()
            except OSError as error:
                refuse(f"nothing was kept: cannot take in {name}", error)
        return len(lines)

    def _add(self, own: int, name: str, lines: bytes) -> None:
        """Write imported lines where no other device writes: to a journal that is new here, or to our own."""
        empty = not os.fstat(own).st_size
        if name == self.own.name and empty:
            self._append(own, lines, self.own)
            return
        try:
            write_atomic(self.directory / name, lines, new=True)
        except FileExistsError:
            with self._locked(self.imported) as fd:
                self._append(fd, lines, self.imported)
        if empty:
            self.own.unlink()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Callable[[Action], None]]:
        """Hold our own journal locked; yields what appends an action to it and syncs it.

        A torn last line, left by a writer that died before it was acknowledged, is cut off first.

        Raises:
            StoreError: the journal cannot be opened, or did not take the action: it is then as it was.
        """
        with self._locked(self.own) as fd:
            self._long = (b"", "")
            yield lambda action: self._append(fd, encode(action), self.own)

    def _decode(self, line: bytes) -> Action | str:
        """The action on a line, or what is wrong with it; a long one is not decoded for each that follows."""
        if len(line) < _LONG:
            return decode(line)
        if self._long[0] != line:
            self._long = (line, decode(line))
        return self._long[1]

    @contextlib.contextmanager
    def _locked(self, path: Path) -> Iterator[int]:
        """Hold a journal of ours (made where there is none) locked and mended; yields its descriptor."""
        make_private(self.directory)
        try:
            fd = self._lock(path)
        except OSError as error:
            refuse(f"nothing was kept: cannot write {path}", error)
        try:
            try:
                repair(fd, lambda tail: self._keep(path, tail))
            except OSError as error:
                refuse(f"nothing was kept: cannot mend {path}", error)
            yield fd
        finally:
            os.close(fd)

    def _lock(self, path: Path) -> int:
        for _ in range(_TRIES):
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX)
                # While we waited, the file may have been moved away: what is locked must be what is there.
                held, there = os.fstat(fd), path.stat()
                if (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino):
                    if not held.st_size:
                        # Whoever made it may have died before its name was sure to last.
                        sync_directory(self.directory)
                    return fd
            except FileNotFoundError:
                pass
            except BaseException:
                os.close(fd)
                raise
            os.close(fd)
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    def _keep(self, path: Path, tail: bytes) -> None:
        """Keep what stood at a journal's end and was none of our lines."""
        write_atomic(path.with_name(f"{path.name}.torn-{os.urandom(4).hex()}"), tail, new=True)

    @staticmethod
    def _append(fd: int, lines: bytes, path: Path) -> None:
        size = os.fstat(fd).st_size
        try:
            write_all(fd, lines)
            os.fsync(fd)
        except BaseException as error:
            what = f"nothing was kept: cannot write {path}"
            try:
                os.ftruncate(fd, size)
                os.fsync(fd)
            except OSError:
                # It stands whole, or is torn and mended next time; which of the two, only the disk knows.
                what = f"cannot write {path}, nor take back what may stand in it"
            if isinstance(error, OSError):
                refuse(what, error)
            raise

    def backwards(self, path: Path | None = None) -> Iterator[Action]:
        """The actions of a journal (our own), newest first; what cannot be read is passed over.

        Raises:
            StoreError: the journal cannot be read.
        """
        path = path or self.own
        try:
            fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        except OSError as error:
            refuse(f"cannot read {path}", error)
        try:
            yield from (action for line in backwards(fd) if isinstance(action := self._decode(line), Action))
        finally:
            os.close(fd)

    def bad_lines(self) -> Iterator[tuple[Path, int, str]]:
        """Every line that is no action, for doctor: file, line number, what is wrong (or `NEWER`, or `TORN`).

        Raises:
            StoreError: a journal cannot be read.
        """
        for path in self.paths():
            try:
                lines = read_own(path).split(b"\n")
            except OSError as error:
                refuse(f"cannot read {path}", error)
            for number, line in enumerate(lines[:-1], 1):
                if isinstance(found := decode(line), str):
                    yield path, number, found
            if lines[-1]:
                yield path, len(lines), TORN
