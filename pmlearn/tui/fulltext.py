"""Fetching the whole text of an item, in a process of its own: the interface waits for no server."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING

from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable


async def fetch_text(item: str, say: Callable[[str], None]) -> bool:
    """Bring the page of an item, and say how that goes; true where its text is here now.

    Whoever is cancelled while it waits ends the process.
    """
    say("fetching the whole text…")
    # -P: not what happens to be called pmlearn in the directory that the learner is in.
    command = (sys.executable, "-P", "-m", "pmlearn", "queue", "fetch", "--", item)
    null, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=null, stdout=null, stderr=pipe)
    try:
        _, said = await process.communicate()
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
    # What failed, and below it the next move: here in one line.
    lines = said.decode("utf-8", "replace").removeprefix("pmlearn: ").strip().split("\n")
    failed = clean(": ".join(line.strip() for line in lines))
    say(failed if process.returncode else "")
    return process.returncode == 0
