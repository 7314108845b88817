"""Today: what to do next, what is fresh for it, and how the week goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model.query import asking
from pmlearn.model.queue import QueueItem, State

if TYPE_CHECKING:
    from pmlearn.services.curriculum import Curricula
    from pmlearn.services.plan import NextStep, Plan, Week
    from pmlearn.services.queue import Queue

FRESH = 5
"""Fresh items shown."""

WAITING = frozenset({State.QUEUED, State.READING})
"""The states of what the learner means to read."""


@dataclass(frozen=True, slots=True)
class TodayView:
    """One day's page."""

    next: tuple[NextStep, ...]  # one a curriculum, the one last worked on first
    suggested: bool  # nothing is followed yet: `next` is a suggestion
    fresh: tuple[QueueItem, ...]  # in the inbox or queued, on a topic of `next`
    inbox_items: int
    queue_items: int  # queued or being read
    queue_minutes: int
    week: Week
    problems: int  # curriculum files that cannot be used


class Today:
    """Joins the plan and the queue. Not thread-safe."""

    def __init__(self, plan: Plan, queue: Queue, curricula: Curricula) -> None:
        self._plan = plan
        self._queue = queue
        self._curricula = curricula

    def view(self) -> TodayView:
        """The page as it is now."""
        steps = tuple(self._plan.next())
        topics = tuple(dict.fromkeys(topic for step in steps for topic in step.topics))
        fresh: tuple[QueueItem, ...] = ()
        if topics:
            states = frozenset({State.INBOX, State.QUEUED})
            fresh = self._queue.page(asking(states, topics=topics), FRESH).items
        waiting = self._queue.page(asking(WAITING), 0)
        return TodayView(
            steps,
            self._plan.suggested(),
            fresh,
            self._queue.counts()[State.INBOX],
            waiting.total,
            waiting.minutes,
            self._plan.week(),
            len(self._curricula.broken()),
        )
