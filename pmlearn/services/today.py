"""Today: what to do next, what is fresh for it, and how the week goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model.query import asking
from pmlearn.model.queue import State
from pmlearn.services.matching import NEW

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Sized

    from pmlearn.model.curriculum import FeedOffer
    from pmlearn.services.curriculum import Curricula
    from pmlearn.services.matching import Fresh, Matching
    from pmlearn.services.plan import NextStep, Plan, Week
    from pmlearn.services.queue import Queue
    from pmlearn.services.session import Sessions

FRESH = 5
"""Fresh items shown."""

WAITING = frozenset({State.QUEUED, State.READING})
"""The states of what the learner means to read."""


@dataclass(frozen=True, slots=True)
class TodayView:
    """One day's page."""

    next: tuple[NextStep, ...]  # one a curriculum, the one last worked on first
    suggested: bool  # nothing is followed yet: `next` is a suggestion
    fresh: tuple[Fresh, ...]  # in the inbox or queued, and helps with one of `next`
    inbox_items: int
    queue_items: int  # queued or being read
    queue_minutes: int
    week: Week
    problems: int  # curriculum files that cannot be used
    offered: int = 0  # feeds that come with what is followed, counted where there is nothing to read at all
    feeds: int = 0  # feeds that are subscribed, counted there as well


class Today:
    """Joins the plan and the queue. Not thread-safe."""

    def __init__(
        self,
        plan: Plan,
        queue: Queue,
        curricula: Curricula,
        *,
        matching: Matching,
        sessions: Sessions,
        offers: Callable[[], Sequence[FeedOffer]],
        feeds: Callable[[], Sized],
    ) -> None:
        self._plan = plan
        self._queue = queue
        self._curricula = curricula
        self._matching = matching
        self._sessions = sessions
        self._offers = offers
        self._feeds = feeds

    def view(self, minutes: int = 0) -> TodayView:
        """The page as it is now; with what fits into so many minutes, where there are some."""
        if minutes:
            session = self._sessions.fill(minutes)
            steps, fresh = session.steps, session.items
        else:
            steps = tuple(self._plan.next())
            fresh = self._matching.for_steps([step.ref for step in steps], FRESH, NEW)
        waiting = self._queue.page(asking(WAITING), 0)
        inbox = self._queue.counts()[State.INBOX]
        return TodayView(
            steps,
            self._plan.suggested(),
            fresh,
            inbox,
            waiting.total,
            waiting.minutes,
            self._plan.week(),
            len(self._curricula.broken()),
            *((0, 0) if inbox or waiting.total else (len(self._offers()), len(self._feeds()))),
        )
