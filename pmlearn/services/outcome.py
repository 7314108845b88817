"""What came of something that was asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line to show, and what it takes to undo it."""

    message: str  # one line, ready to show
    changed: tuple[str, ...] = ()  # the refs or ids that differ now
    action: str = ""  # the id of the action, for undo; "" where nothing was written
    offers: tuple[str, ...] = ()  # refs of open steps elsewhere that teach the same as what was ticked
