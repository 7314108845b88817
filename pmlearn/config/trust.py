"""Whether what is read and written can be trusted: directories that are the learner's, and hold no way out.

See docs/decisions/0036-shared-machines.md for what is refused, and why.
"""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING

from pmlearn.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MOST = 1 << 20
"""Bytes that a configuration file may have."""

_ELSEWHERE = "set PMLEARN_HOME to a directory of yours"


def check_directories(tops: Iterable[Path], inside: Iterable[Path]) -> None:
    """See that directories, where they are there, are the learner's and lead nowhere else.

    Args:
        tops: those that the environment names; a link may lead to them.
        inside: those within that links may not stand in for, nor in.

    Raises:
        ConfigError: another user owns one of them, or can write in it, or a link stands where a directory
            of ours has to be.
    """
    for path in tops:
        with contextlib.suppress(OSError):
            _is_ours(path, path.stat(), sticky=True)
    for path in inside:
        # What cannot be looked at cannot be read either: who wants to read it says so.
        with contextlib.suppress(OSError):
            _is_no_link(path, path.lstat())
            _is_ours(path, path.stat())
            with os.scandir(path) as found:
                for entry in found:
                    if entry.is_symlink() and entry.is_dir():
                        _is_no_link(path / entry.name, entry.stat(follow_symlinks=False))


def _is_no_link(path: Path, found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        hint = "move the directory itself there, or set PMLEARN_HOME to where it is"
        raise ConfigError(f"{path} is a link, and links out of it are not followed", hint)


def _is_ours(path: Path, found: os.stat_result, *, sticky: bool = False) -> None:
    """Raise unless a file or directory is ours or root's, and others cannot change it."""
    if found.st_uid not in (0, os.geteuid()):
        raise ConfigError(f"{path} belongs to another user", _ELSEWHERE)
    # Below a sticky one others can put things, but not in the place of ours: each is looked at by itself.
    if others_can_write(found) and not (sticky and found.st_mode & stat.S_ISVTX):
        raise ConfigError(f"other users can write in {path}", f"close it with: chmod go-w {path}")


def others_can_write(found: os.stat_result) -> bool:
    """Somebody but the owner, and root, may write; a group of the owner's own is nobody else."""
    private = found.st_gid == found.st_uid == os.geteuid()
    return bool(found.st_mode & (stat.S_IWOTH if private else stat.S_IWOTH | stat.S_IWGRP))


def read_config(path: Path) -> bytes:
    """Read a configuration file: it may name programs that are run, so that nobody else may write it.

    It may be a link, as programs make that keep such files in a repository; then the file itself counts.

    Raises:
        OSError: it cannot be read.
        ConfigError: it is no file, too large, another user's, or others can write it.
    """
    # A pipe in the place of the file must not have us wait for a writer.
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise ConfigError(f"{path}: cannot be read: it is no file", "move it away")
        if found.st_size > MOST:
            raise ConfigError(f"{path}: cannot be read: it is larger than 1 MB", "move it away")
        _is_ours(path, found)
        return os.read(fd, MOST)
    finally:
        os.close(fd)
