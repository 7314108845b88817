"""What is fresh for a step, with the reason; ranked when something changed, looked up otherwise."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pmlearn.model.aim import aim_of
from pmlearn.model.curriculum import curriculum_of, step_of
from pmlearn.model.queue import State
from pmlearn.model.ranking import HALF_LIFE, Candidate, Lesson, Shelf, rank

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from pmlearn.model.aim import Aim
    from pmlearn.model.queue import QueueItem
    from pmlearn.model.ranking import Match
    from pmlearn.services.queue import Queue
    from pmlearn.services.refusal import Refusals
    from pmlearn.services.step import Steps
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.services.volume import Volume
    from pmlearn.storage.index import Index, Row

ROOM = {State.INBOX: 1500, State.QUEUED: 500, State.READING: 500, State.DONE: 500, State.DROPPED: 500}
"""How many items of each state are ranked, the newest: a bound, however much there is. What is done is
among it, so that a change of state asks for no new ranking."""

KEPT = 200
"""Matches that are kept of a step, the best."""

FORMAT = 1
"""Grows with every change of the ranking, so that what an older one found is not shown."""

OPEN = frozenset({State.INBOX, State.QUEUED, State.READING})
NEW = frozenset({State.INBOX, State.QUEUED})


@dataclass(frozen=True, slots=True)
class Fresh:
    """An open item that helps with a step."""

    item: QueueItem
    step: str  # the ref of the step
    why: str  # one line; `*topic*` stands for a topic


class Matching:
    """Ranks and remembers. Not thread-safe."""

    def __init__(
        self,
        steps: Steps,
        subscriptions: Subscriptions,
        refusals: Refusals,
        volume: Volume,
        *,
        queue: Queue,
        now: Callable[[], datetime],
    ) -> None:
        self._steps = steps
        self._subscriptions = subscriptions
        self._refusals = refusals
        self._volume = volume
        self._queue = queue
        self._now = now
        self._held: dict[str, tuple[str, list[Match]]] = {}
        self._shelf: tuple[str, Shelf] = ("", Shelf(()))

    def fresh(self, ref: str, limit: int = KEPT, states: Collection[State] = OPEN) -> tuple[Fresh, ...]:
        """The open items that help with the step of a ref, the best first.

        Raises:
            UnknownError: there is no such step.
        """
        step = self._steps.find(ref)[0].ref
        found: list[Fresh] = []
        matches = self._matches(step)
        for begin in range(0, len(matches), 50):
            some = matches[begin : begin + 50]
            items = self._queue.known([match.id for match in some])
            found += [
                Fresh(item, step, match.why)
                for match in some
                if (item := items.get(match.id)) is not None and item.state in states
            ]
            if len(found) >= limit:
                break
        return tuple(found[:limit])

    def for_steps(
        self, refs: Sequence[str], limit: int, states: Collection[State] = OPEN
    ) -> tuple[Fresh, ...]:
        """What is fresh for several steps, each item once: the best of each, then the next of each."""
        each = [self.fresh(step, limit, states) for step in dict.fromkeys(map(step_of, refs))]
        found: dict[str, Fresh] = {}
        for place in range(limit):
            for some in each:
                if place < len(some):
                    found.setdefault(some[place].item.id, some[place])
        return tuple(found.values())[:limit]

    def helped(self, item: str, refs: Sequence[str]) -> list[tuple[str, str]]:
        """Those of these steps that an item helps with, open or not, each with the reason; the best first."""
        found = []
        for step in dict.fromkeys(map(step_of, refs)):
            found += [(m.score, step, m.why) for m in self._matches(step) if m.id == item]
        return [(step, why) for _, step, why in sorted(found, key=lambda each: -each[0])]

    def _matches(self, step: str) -> list[Match]:
        def ask(index: Index) -> list[Match]:
            general = self._general(index)
            aim = self._aim(step)
            refused = self._refusals.of(step)
            sign = _digest(general, aim, refused)
            held = self._held.get(step)
            if held is None or held[0] != sign:
                shelf = self._stock(index, general)
                matches = [m for m in rank(aim, shelf, self._lesson(aim, shelf)) if m.id not in refused][
                    :KEPT
                ]
                held = self._held[step] = (sign, matches)
            return held[1]

        return self._queue.ask(ask)

    def _general(self, index: Index) -> str:
        """Differs once what there is to read does, or what is set of its feeds."""
        feeds = self._subscriptions.all().values()
        settings = [(feed.id, feed.topics, self._volume.weight(feed)) for feed in feeds]
        saved = index.feeds().get("", (0, 0))[0]
        return _digest(FORMAT, sorted(index.followed().items()), settings, saved)

    def _aim(self, ref: str) -> Aim:
        curriculum = self._steps.curriculum(curriculum_of(ref))
        step = self._steps.find(ref)[0]
        module = next(module for module in curriculum.modules if step in module.steps)
        return aim_of(curriculum, module, step)

    def _stock(self, index: Index, general: str) -> Shelf:
        if self._shelf[0] != general:
            self._shelf = (general, Shelf(self._candidates(index)))
        return self._shelf[1]

    def _candidates(self, index: Index) -> Iterator[Candidate]:
        for state, room in ROOM.items():
            for row in index.select("state = ?", (state.value,), room):
                yield self._candidate(row)

    def _candidate(self, row: Row) -> Candidate:
        item, feed, title, _, _, published, summary, _, _, topics = row[:10]
        known = self._subscriptions.all().get(feed)
        return Candidate(
            item,
            feed,
            title,
            summary,
            tuple(topics.split()),
            known.topics if known else (),
            self._volume.weight(known) if known else 0,
            self._days(published),
        )

    def _days(self, published: str) -> float:
        try:
            at = datetime.fromisoformat(published)
        except ValueError:
            return HALF_LIFE
        return max(0.0, (self._now() - (at if at.tzinfo else at.replace(tzinfo=UTC))).total_seconds() / 86400)

    def _lesson(self, aim: Aim, shelf: Shelf) -> Lesson:
        """What items that were not for a step say of others."""
        refused = self._refusals.of(aim.ref)
        if not refused:
            return Lesson()
        among = [each for each in shelf.candidates if each.id in set(refused)]
        matches = rank(aim, Shelf(among))
        return Lesson(
            Counter(each.feed for each in among),
            Counter(term for match in matches for term in match.terms),
        )


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
