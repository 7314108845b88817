"""What is fresh for a step, with the reason; ranked when something changed, looked up otherwise."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING

from pmlearn.model.aim import aim_of, of_topic
from pmlearn.model.curriculum import curriculum_of, step_of
from pmlearn.model.query import OPEN
from pmlearn.model.queue import Shelf as Place
from pmlearn.model.ranking import HALF_LIFE, Candidate, Lesson, Shelf, rank
from pmlearn.model.terms import Helps
from pmlearn.storage.schema import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.aim import Aim
    from pmlearn.model.query import Query
    from pmlearn.model.queue import QueueItem
    from pmlearn.services.plan import Plan
    from pmlearn.services.queue import Queue
    from pmlearn.services.refusal import Refusals
    from pmlearn.services.step import Steps
    from pmlearn.services.volume import Volume
    from pmlearn.storage.index import Index, Row

    Score = Callable[[Sequence[str], int], list[tuple[str, float]]]

ROOM = {Place.INBOX: 1500} | dict.fromkeys((Place.QUEUED, Place.READING, Place.DONE, Place.DROPPED), 500)
"""How many items of each state are ranked, the newest: a bound, however much there is. What is done is
among it, so that a change of state asks for no new ranking."""

KEPT = 200
"""Matches that are kept of a step, the best."""

LOOKED_AT = 50
"""Items of each step that a choice is made among, the best."""

IN_TEXTS = 200
"""Items that are looked at whose texts speak of a topic, those that do it most."""

SHARE = 2
"""Items of one feed that come before those of others have had their turn."""

FORMAT = 1
"""Grows with every change of the ranking, so that what an older one found is not shown."""

NEW = frozenset({Place.INBOX, Place.QUEUED})

Found = tuple[str, float, str]
"""An item's id, its score and the reason, as the index has them."""


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
        catalog: Catalog,
        steps: Steps,
        feeds: Volume,
        refusals: Refusals,
        *,
        plan: Plan,
        queue: Queue,
        score: Score,
        now: Callable[[], datetime],
    ) -> None:
        self._catalog = catalog
        self._steps = steps
        self._plan = plan
        self._feeds = feeds
        self._refusals = refusals
        self._queue = queue
        self._score = score  # asks the index of words, where there is one
        self._now = now
        self._shelf: tuple[str, Shelf] = ("", Shelf(()))

    def fresh(self, ref: str, limit: int = KEPT, states: Collection[Place] = OPEN) -> tuple[Fresh, ...]:
        """The open items that help with the step of a ref, the best first.

        Raises:
            UnknownError: there is no such step.
        """
        step = self._steps.find(ref)[0].ref
        found: list[Fresh] = []
        matches = self._matches(step)
        for begin in range(0, len(matches), 50):
            some = matches[begin : begin + 50]
            items = self._queue.known([id_ for id_, _, _ in some])
            found += [
                Fresh(item, step, why)
                for id_, _, why in some
                if (item := items.get(id_)) is not None and item.shelf in states
            ]
            if len(found) >= limit:
                break
        return tuple(found[:limit])

    def for_steps(
        self, refs: Sequence[str], limit: int, states: Collection[Place] = OPEN
    ) -> tuple[Fresh, ...]:
        """What is fresh for several steps, each item once: the best of each, then the next of each.

        What one feed has more than its share of comes after what others have.
        """
        each = [self.fresh(step, LOOKED_AT, states) for step in dict.fromkeys(map(step_of, refs))]
        found: dict[str, Fresh] = {}
        for some in zip_longest(*each):
            for fresh in filter(None, some):
                found.setdefault(fresh.item.id, fresh)
        seen: Counter[str] = Counter()
        first: list[Fresh] = []
        later: list[Fresh] = []
        for fresh in found.values():
            (first if seen[fresh.item.feed] < SHARE else later).append(fresh)
            seen[fresh.item.feed] += 1
        return tuple([*first, *later][:limit])

    def helped(self, item: str, refs: Sequence[str]) -> list[tuple[str, str]]:
        """Those of these steps that an item helps with, open or not, each with the reason; the best first."""
        found = []
        for step in dict.fromkeys(map(step_of, refs)):
            found += [(score, step, why) for id_, score, why in self._matches(step) if id_ == item]
        return [(step, why) for _, step, why in sorted(found, key=lambda each: -each[0])]

    def reasons(self, refs: Sequence[str]) -> dict[str, tuple[str, str]]:
        """What items help with, by id: of these steps the first, by its ref, and the reason."""
        found: dict[str, tuple[str, str]] = {}
        for step in dict.fromkeys(map(step_of, refs)):
            for id_, _, why in self._matches(step):
                found.setdefault(id_, (step, why))
        return found

    def renew(self, refs: Iterable[str]) -> list[str]:
        """Have the index know what helps with these steps; returns the refs of the steps, each once."""
        steps = list(dict.fromkeys(map(step_of, refs)))
        for step in steps:
            self._matches(step)
        return steps

    def prepare(self, wanted: Query) -> None:
        """Have the index know what helps with the steps of a query; of a curriculum, with what comes next."""
        named = {ref for term in wanted.terms if isinstance(term, Helps) for ref in term.steps}
        if named:
            refs = [unit.ref for unit in self._plan.next() if curriculum_of(unit.ref) in named]
            self.renew([*(ref for ref in sorted(named) if self._catalog.find(ref)), *refs])

    def _matches(self, step: str) -> list[Found]:
        def ask(index: Index) -> list[Found]:
            general = self._general(index)
            aim = self._aim(step)
            refused = set(self._refusals.of(step))
            name, sign = f"matches {step}", _digest(general, aim, sorted(refused))
            if index.noted(name) != sign:
                shelf = self._stock(general)
                found = rank(aim, shelf, self._lesson(aim, shelf), self._texts(aim))
                kept = [(m.id, m.score, m.why) for m in found if m.id not in refused][:KEPT]
                with index.transaction():
                    index.put_matches(step, kept)
                    index.note(name, sign)
            return index.matches(step)

        return self._queue.ask(ask)

    def _general(self, index: Index) -> str:
        """Differs once what there is to read does, or what is set of its feeds."""
        settings = [(feed.id, feed.topics, feed.weight) for feed in self._feeds.all().values()]
        saved = index.feeds().get("", (0, 0))[0]
        return _digest(FORMAT, sorted(index.followed().items()), settings, saved)

    def _aim(self, ref: str) -> Aim:
        curriculum = self._steps.curriculum(curriculum_of(ref))
        step = self._steps.find(ref)[0]
        module = next(module for module in curriculum.modules if step in module.steps)
        return aim_of(curriculum, module, step)

    def _stock(self, general: str) -> Shelf:
        if self._shelf[0] != general:
            self._shelf = (general, Shelf(self._candidates()))
        return self._shelf[1]

    def _candidates(self) -> Iterator[Candidate]:
        for place, room in ROOM.items():
            yield from map(self._candidate, self._queue.newest(place, room))

    def _candidate(self, row: Row) -> Candidate:
        item, feed, title, _, _, published, summary, _, _, topics = row[:10]
        known = self._feeds.all().get(feed)
        return Candidate(
            item,
            feed,
            title,
            summary,
            tuple(topics.partition(OWN)[0].split()),
            known.topics if known else (),
            known.weight if known else 0,
            self._days(published),
        )

    def _days(self, published: str) -> float:
        try:
            at = datetime.fromisoformat(published)
        except ValueError:
            return HALF_LIFE
        return max(0.0, (self._now() - (at if at.tzinfo else at.replace(tzinfo=UTC))).total_seconds() / 86400)

    def _texts(self, aim: Aim) -> dict[str, dict[str, float]]:
        """For each topic, how much texts speak of it, by item: 1 is the most."""
        found = {}
        for topic in aim.topics:
            if scores := self._score([term.said for term in of_topic(topic)], IN_TEXTS):
                most = scores[0][1]
                found[topic] = {item: much / most for item, much in scores if most > 0}
        return found

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
