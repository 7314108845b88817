"""Indexing texts, in a process of its own: it takes long where there is much, and holds up no key."""

from __future__ import annotations

import asyncio
import contextlib
import sys


class Build:
    """At most one such process."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._began = False

    async def run(self) -> bool:
        """Index everything, once in the life of this; false where that was done before."""
        if self._began:
            return False
        self._began = True
        # -P: not what happens to be called pmlearn in the directory that the learner is in.
        command = (sys.executable, "-P", "-m", "pmlearn", "search", "--build")
        null = asyncio.subprocess.DEVNULL
        try:
            self._process = await asyncio.create_subprocess_exec(
                *command, stdin=null, stdout=null, stderr=null, start_new_session=True
            )
            await self._process.wait()
        finally:
            self.cancel()
        return True

    def cancel(self) -> None:
        """End it; what it indexed so far is kept."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
