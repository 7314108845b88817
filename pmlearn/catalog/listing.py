"""Which curriculum files lie in a directory, and their bytes: regular files, no links out of it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.model.problem import Problem, Severity

if TYPE_CHECKING:
    from pmlearn.model.curriculum import Source

SUFFIXES = (".yaml", ".yml")
"""How the names of curriculum files end."""


@dataclass(frozen=True, slots=True)
class Found:
    """A curriculum file as it lies there; it has not been opened."""

    path: str
    source: Source
    mtime_ns: int
    ctime_ns: int  # which no program can set back
    size: int
    inode: int

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]

    @property
    def directory(self) -> str:
        """The path of where it lies."""
        return self.path.rpartition("/")[0]


def list_files(directory: Path, source: Source) -> tuple[list[Found], list[Problem]]:
    """Return the curriculum files of a directory by name; one that is not there has none."""
    found: list[Found] = []
    problems: list[Problem] = []
    try:
        with os.scandir(directory) as entries:
            named = sorted(entry.name for entry in entries if _named(entry.name))
    except (FileNotFoundError, NotADirectoryError):
        return [], []
    except OSError as error:
        return [], [unreadable(str(directory), error)]
    for name in named:
        path = f"{directory}/{name}"
        try:
            if os.path.islink(path) and not _inside(path, directory):  # noqa: PTH114 - a string from scandir
                problems.append(_outside(path))
                continue
            held = os.stat(path)  # noqa: PTH116 - Path costs more than the call
        except OSError as error:
            problems.append(unreadable(path, error))
            continue
        if stat.S_ISREG(held.st_mode):
            found.append(Found(path, source, held.st_mtime_ns, held.st_ctime_ns, held.st_size, held.st_ino))
    return found, problems


def read_bytes(path: str, most: int) -> bytes:
    """Return the content of a regular file, and no more than `most` bytes of it.

    Raises:
        OSError: it cannot be read, or is a device or a pipe by now.
    """
    # A pipe that took the file's name would keep the reader waiting.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a regular file")
        return file.read(most)


def unreadable(path: str, error: OSError) -> Problem:
    """Return the problem of a file or directory that cannot be read."""
    message = f"it cannot be read: {error.strerror}"
    return Problem(path, 1, 1, Severity.ERROR, "unreadable", message, "check its name and its permissions")


def _outside(path: str) -> Problem:
    message = "it links to a file outside of this directory and is not read"
    return Problem(path, 1, 1, Severity.ERROR, "link-outside", message, "put a copy of the file here")


def _named(name: str) -> bool:
    return name.endswith(SUFFIXES) and not name.startswith(".")


def _inside(path: str, directory: Path) -> bool:
    return Path(path).resolve().is_relative_to(directory.resolve())
