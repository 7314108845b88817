"""Files that are whole or not there: private directories, atomic writes, setting aside.

Leans on POSIX: rename replaces in one go, flock ends with its process, a directory can be synced.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import stat
from contextvars import ContextVar
from typing import TYPE_CHECKING, NoReturn

from pmlearn.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

ASIDE = re.compile(r"\.(unreadable|before|torn|imported)-[0-9A-Za-z-]+$")
"""How the names end of files that were set aside, or laid beside others: by why, date and chance."""

TEMPORARY = ".tmp"
"""How the name of a file that is being written ends; it begins with a dot."""

_MODE: ContextVar[int] = ContextVar("mode", default=0o600)


@contextlib.contextmanager
def public() -> Iterator[None]:
    """What is written within can be read by everybody on this machine (0644)."""
    token = _MODE.set(0o644)
    try:
        yield
    finally:
        _MODE.reset(token)


def mode() -> int:
    """The mode of files that are made now."""
    return _MODE.get()


def make_private(directory: Path) -> None:
    """Make a directory, and those above it, for this user alone (0700), so that they last.

    Raises:
        StoreError: it cannot be made, or it belongs to somebody else.
    """
    try:
        if not directory.exists():
            missing = [directory]
            while not missing[-1].parent.exists():
                missing.append(missing[-1].parent)
            for new in reversed(missing):
                with contextlib.suppress(FileExistsError):
                    new.mkdir(mode=0o700)
                # A directory that may be passed through but not read cannot be synced: the kernel's own time.
                with contextlib.suppress(PermissionError):
                    sync_directory(new.parent)
        if directory.stat().st_uid != os.geteuid():
            raise StoreError(
                f"{directory} belongs to another user", "set PMLEARN_HOME to a directory of yours"
            )
    except OSError as error:
        refuse(f"cannot make {directory}", error)


def write_atomic(path: Path, data: bytes, *, new: bool = False, lasting: bool = True) -> None:
    """Write a file so that a reader, or a machine that stops, meets the old one or the new one.

    Temporary file, fsync, rename, fsync of the directory; mode 0600, within `public` 0644.

    Args:
        path: the file; its directory is made where it is missing.
        data: all that it is to hold.
        new: never replace a file.
        lasting: false where the caller syncs the directory, after this file and others.

    Raises:
        FileExistsError: `new`, and there is a file of this name.
        StoreError: the disk did not take it; the old file stands as it was.
    """
    make_private(path.parent)
    put = _link if new else os.replace
    try:
        try:
            _write(path, data, put, lasting=lasting)
        except FileNotFoundError:
            # A start elsewhere took the file for debris before it was locked; once is chance.
            _write(path, data, put, lasting=lasting)
    except FileExistsError:
        raise
    except OSError as error:
        refuse(f"cannot write {path}", error)


def write_new(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file that a person asked for, where they asked for it: all of it, or none.

    Args:
        path: the file; its directory is theirs and has to be there.
        data: all that it is to hold.
        mode: who may do what with it, less what the umask takes.

    Raises:
        FileExistsError: there is a file of this name, or a link.
        StoreError: the disk did not take it; there is no file then.
    """
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    except FileExistsError:
        raise
    except OSError as error:
        refuse(f"cannot write {path}", error)
    try:
        write_all(fd, data)
        os.fsync(fd)
    except BaseException as error:
        # Half of it would look like all of it.
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            refuse(f"cannot write {path}", error)
        raise
    finally:
        os.close(fd)


def _write(path: Path, data: bytes, put: Callable[[Path, Path], None], *, lasting: bool) -> None:
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}{TEMPORARY}")
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            write_all(fd, data)
            if (wanted := mode()) != 0o600:
                os.fchmod(fd, wanted)  # whatever the umask is
            os.fsync(fd)
            put(temporary, path)
        finally:
            os.close(fd)
        if lasting:
            sync_directory(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _link(temporary: Path, path: Path) -> None:
    """Give a file its name unless there is one of that name, which a rename would replace."""
    try:
        os.link(temporary, path)
    except PermissionError:
        # A disk without hard links (FAT, some shares): as near to it as there is.
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        os.replace(temporary, path)  # noqa: PTH105 - faults are injected at the functions of os
    else:
        temporary.unlink()


def write_all(fd: int, data: bytes) -> None:
    """Write every byte; a write may take fewer than it was given."""
    view = memoryview(data)
    while view:
        written = os.write(fd, view)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        view = view[written:]


def sync_directory(directory: Path) -> None:
    """Make a rename or a new name in a directory last."""
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    except OSError as error:
        # fsync(2): EINVAL says that this file system has no such thing (some shares and FUSE).
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(fd)


def sweep(directory: Path) -> None:
    """Remove what writers that died left half written: temporary files that nobody holds locked."""
    with contextlib.suppress(OSError), os.scandir(directory) as found:
        for entry in found:
            if entry.name.startswith(".") and entry.name.endswith(TEMPORARY):
                with contextlib.suppress(OSError), locked(entry.path, wait=False):
                    os.unlink(entry.path)  # noqa: PTH108 - a string from scandir


@contextlib.contextmanager
def locked(path: str | Path, *, wait: bool = True) -> Iterator[int]:
    """Hold an exclusive flock on a file that exists; yields its descriptor.

    Raises:
        OSError: it cannot be opened; BlockingIOError where it is locked and `wait` is false.
    """
    fd = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield fd
    finally:
        os.close(fd)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock that is a file of its own, made where it is missing; never waits.

    Raises:
        BlockingIOError: another process holds it.
        StoreError: it cannot be made, or the disk cannot lock.
    """
    make_private(path.parent)
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        refuse(f"cannot lock {path}", error)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError as error:
            refuse(f"cannot lock {path}", error)
        yield
    finally:
        os.close(fd)


def read_own(path: Path) -> bytes:
    """Read a file of ours; a link, a pipe or a device is none.

    Raises:
        OSError: it cannot be read, or it is a link (ELOOP), or no file (EINVAL).
    """
    # Somebody's pipe in the place of the file must not have us wait for a writer.
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(fd, "rb") as file:  # noqa: PTH123 - a descriptor, which a Path cannot open
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError(errno.EINVAL, "it is no file", str(path))
        return file.read()


def make_own(path: Path) -> None:
    """Make an empty file for this user alone, for others to open by its name; one that is there stays.

    Raises:
        OSError: it cannot be made, or what is there is no file, such as a link.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        # Looked at and not opened: closing a file gives up the locks that SQLite has on it.
        found = path.lstat().st_mode
        if not stat.S_ISREG(found):
            raise OSError(errno.EINVAL, "it is no file", str(path)) from None
        if found & 0o077:
            path.chmod(0o600)


def set_aside(path: Path, now: datetime, why: str = "unreadable") -> Path:
    """Move a file out of the way, never over another; returns its new path, which says why.

    Raises:
        StoreError: the disk did not let it be moved.
    """
    aside = path.with_name(f"{path.name}.{why}-{now:%Y%m%dT%H%M%S}-{os.urandom(2).hex()}")
    try:
        path.rename(aside)
    except OSError as error:
        refuse(f"cannot set {path} aside", error)
    return aside


def refuse(what: str, error: OSError) -> NoReturn:
    """Raise the StoreError that says why the disk refused and what to do about it."""
    hints = {
        errno.ENOSPC: "the disk is full: make room and try again",
        errno.EDQUOT: "your quota is used up: make room and try again",
        errno.EROFS: "the disk is read-only: set PMLEARN_HOME to a directory that can be written",
        errno.EACCES: "check the permissions, or set PMLEARN_HOME to a directory of yours",
        errno.EPERM: "check the permissions, or set PMLEARN_HOME to a directory of yours",
        errno.ENOENT: "part of that path is not there: make it, or name another",
        errno.ENOTDIR: "part of that path is a file: set PMLEARN_HOME to a directory of yours",
        errno.ELOOP: "it is a link; put the file itself there",
        errno.ENOLCK: "this disk cannot lock files: set PMLEARN_HOME to a directory on one that can",
        errno.EOPNOTSUPP: "this disk cannot lock files: set PMLEARN_HOME to a directory on one that can",
        errno.EIO: "the disk is failing: copy what is there to another one",
    }
    hint = hints.get(error.errno or 0, "check the disk and try again")
    raise StoreError(f"{what}: {error.strerror or error}", hint) from error
