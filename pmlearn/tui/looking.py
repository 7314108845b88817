"""Looking for the feeds of an address in a process of its own: the interface waits for no server."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

from pmlearn.model.feed import Feed
from pmlearn.model.text import clean
from pmlearn.tui.child import Child


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it."""

    kind: str = ""  # feed, page, list or unseen, as `pmlearn feed find` says; "" where nothing was found
    feeds: tuple[Feed, ...] = ()
    said: str = ""  # what failed, and the next move; or why the address could not be asked


class Looking(Child):
    """At most one look at a time."""

    async def run(self, where: str) -> Found | None:
        """Say which feeds are at an address or in a file; None where it was cancelled."""
        status, wrote, wrong = await self.ask("feed", "find", "--json", "--", where)
        if status < 0 or self.cancelled:
            return None
        if status:
            return Found(said=wrong)
        doc = json.loads(wrote)
        return Found(doc["kind"], tuple(map(_feed, doc["feeds"])), clean(doc["error"] or ""))


def _feed(row: dict[str, Any]) -> Feed:
    names = {field.name for field in fields(Feed)} & row.keys()
    return Feed(**{"id": ""} | {name: _frozen(row[name]) for name in names})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
