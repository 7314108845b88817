"""A stretch of time, filled: a part of a step, and something to read or hear that helps with it and fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model.curriculum import step_of
from pmlearn.services.matching import NEW

if TYPE_CHECKING:
    from pmlearn.services.matching import Fresh, Matching
    from pmlearn.services.plan import NextStep, Plan

LOOKED_AT = 50
"""Items that are looked at, the best: what hardly helps fills no time."""


@dataclass(frozen=True, slots=True)
class Session:
    """What to do now."""

    steps: tuple[NextStep, ...]  # units, in order
    items: tuple[Fresh, ...]  # one at the most, for the first of them


class Sessions:
    """Fills them. Not thread-safe."""

    def __init__(self, plan: Plan, matching: Matching) -> None:
        self._plan = plan
        self._matching = matching

    def fill(self, minutes: int) -> Session:
        """What fits into so many minutes: the next unit, the best item for its step, and units for the rest.

        Where the unit takes longer, an item that fits is what can be done; the unit, where there is none. An
        item of which nobody knows how long it takes fits nowhere.
        """
        first = self._plan.session(minutes)[:1]
        if not first:
            return Session((), ())
        longer = first[0].minutes > minutes
        left = minutes if longer else minutes - first[0].minutes
        fresh = self._matching.fresh(step_of(first[0].ref), LOOKED_AT, NEW) if first[0].minutes else ()
        items = tuple(each for each in fresh if each.item.minutes and each.item.minutes <= left)[:1]
        if longer:
            return Session(() if items else tuple(first), items)
        taken = sum(each.item.minutes or 0 for each in items)
        return Session(tuple(self._plan.session(minutes - taken)), items)
