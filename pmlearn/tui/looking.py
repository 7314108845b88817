"""Looking for the feeds of an address in a process of its own: the interface waits for no server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from dataclasses import dataclass, fields
from typing import Any

from pmlearn.model.feed import Feed
from pmlearn.model.text import clean


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it."""

    kind: str = ""  # feed, page, list or unseen, as `pmlearn feed find` says; "" where nothing was found
    feeds: tuple[Feed, ...] = ()
    said: str = ""  # what failed, and the next move; or why the address could not be asked


class Looking:
    """At most one look at a time."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    @property
    def running(self) -> bool:
        """Something is being looked at."""
        return self._process is not None

    def cancel(self) -> None:
        """End it."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def run(self, where: str) -> Found | None:
        """Say which feeds are at an address or in a file; None where it was cancelled."""
        # -P: not what happens to be called pmlearn in the directory that the learner is in.
        command = (sys.executable, "-P", "-m", "pmlearn", "feed", "find", "--json", "--", where)
        pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        self._process = process = await asyncio.create_subprocess_exec(
            *command, stdin=null, stdout=pipe, stderr=pipe
        )
        try:
            out, errors = await process.communicate()
        finally:
            self._process = None
            if process.returncode is None:
                process.kill()
        if process.returncode is None or process.returncode < 0:
            return None
        if process.returncode:
            return Found(said=_said(errors))
        doc = json.loads(out)
        return Found(doc["kind"], tuple(map(_feed, doc["feeds"])), clean(doc["error"] or ""))


def _said(errors: bytes) -> str:
    lines = errors.decode("utf-8", "replace").splitlines()
    return clean(": ".join(line.strip().removeprefix("pmlearn: ") for line in lines))


def _feed(row: dict[str, Any]) -> Feed:
    names = {field.name for field in fields(Feed)} & row.keys()
    return Feed(**{"id": ""} | {name: _frozen(row[name]) for name in names})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
