"""Hearing of other sessions' writes without asking: inotify(7) where there is one, else nothing.

An idle session must cost nothing, so no timer of ours ticks; where the kernel cannot tell (macOS, a home on
NFS that another host writes), the caller looks when a key is pressed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# <sys/inotify.h>: written to, closed after writing, moved in, created, deleted.
_MODIFY, _CLOSE_WRITE, _MOVED_TO, _CREATE, _DELETE = 0x2, 0x8, 0x80, 0x100, 0x200
_HEADER = struct.Struct("iIII")


class Watcher:
    """Directories under watch.

    Attributes:
        fd: readable on an event loop once something happened; -1 where the kernel cannot tell.
    """

    def __init__(self, directories: Iterable[Path]) -> None:
        self.fd = -1
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            self.fd = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        except (OSError, AttributeError):
            return
        if self.fd < 0:
            return
        mask = _MODIFY | _CLOSE_WRITE | _MOVED_TO | _CREATE | _DELETE
        for directory in directories:
            if libc.inotify_add_watch(self.fd, os.fsencode(directory), mask) < 0:
                # Not there, or one watch too many for this user: hearing half is worse than asking.
                self.close()
                return

    def names(self) -> set[str]:
        """The names of the files that were written since the last call; never waits.

        Where too much happened for the kernel to tell it all, "" is among them.
        """
        names: set[str] = set()
        if self.fd < 0:
            return names
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self.fd, 1 << 16):
                offset = 0
                while offset < len(data):
                    *_, length = _HEADER.unpack_from(data, offset)
                    offset += _HEADER.size
                    names.add(os.fsdecode(data[offset : offset + length].rstrip(b"\0")))
                    offset += length
        return names

    def close(self) -> None:
        """Stop watching."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1
