"""Hearing on the event loop what a watcher of directories hears."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.storage.watch import Watcher


class Ear:
    """Calls a function with the names of the files that were written, on the loop that was running.

    Attributes:
        deaf: the kernel cannot tell: the caller has to look.
    """

    def __init__(self, watcher: Watcher, heard: Callable[[set[str]], None]) -> None:
        self.deaf = watcher.fd < 0
        self._watcher = watcher
        self._heard = heard
        self._loop = asyncio.get_running_loop()
        if not self.deaf:
            self._loop.add_reader(watcher.fd, self._stirred)

    def close(self) -> None:
        """Stop hearing."""
        if not self.deaf and not self._loop.is_closed():
            # A loop that goes on would take another file with the same number for this one.
            self._loop.remove_reader(self._watcher.fd)
        self.deaf = True
        self._watcher.close()

    def _stirred(self) -> None:
        if names := self._watcher.names():
            self._heard(names)
