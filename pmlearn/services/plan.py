"""What to do next, and how the week goes: light enough for a shell's prompt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from pmlearn.model import fold
from pmlearn.model.curriculum import Curriculum, Kind, curriculum_of
from pmlearn.model.progress import Status, unit_minutes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pmlearn.catalog.finder import Catalog
    from pmlearn.services.curriculum import Curricula
    from pmlearn.services.profile import Profiles
    from pmlearn.services.progress import Progress
    from pmlearn.services.step import Steps
    from pmlearn.storage.store import Store


@dataclass(frozen=True, slots=True)
class NextStep:
    """A unit to do next."""

    ref: str  # of the unit
    curriculum_id: str
    curriculum_title: str
    module_title: str
    step_title: str
    unit_title: str  # the part's, or the step's
    kind: Kind
    minutes: int  # 0 where unknown
    percent: int  # how far the curriculum has come
    topics: tuple[str, ...]  # of the step
    under_way: bool = False  # it was begun

    @property
    def name(self) -> str:
        """What to call it: few parts say what they are a part of."""
        alone = self.unit_title == self.step_title
        return self.unit_title if alone else f"{self.unit_title} · {self.step_title}"


@dataclass(frozen=True, slots=True)
class Week:
    """Minutes learnt, by the times that the files give for what was ticked."""

    days: tuple[int, ...]  # seven, Monday first
    today: int  # the index of today
    goal: int  # minutes a week

    @property
    def minutes(self) -> int:
        """The whole week."""
        return sum(self.days)


class Plan:
    """The learner's next steps. Not thread-safe."""

    def __init__(
        self,
        catalog: Catalog,
        store: Store,
        progress: Progress,
        steps: Steps,
        *,
        curricula: Curricula,
        now: Callable[[], datetime],
        profile: Profiles,
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._progress = progress
        self._steps = steps
        self._curricula = curricula
        self._now = now
        self._profile = profile

    def active(self) -> list[str]:
        """The curricula that the learner is on, the one last worked on first, then those to begin with.

        Followed ones, and begun ones unless they were left by unfollowing.
        """
        last = self._curricula.touched()
        for doc in self._store.table("steps").docs():
            if doc["ref"].startswith("curriculum:"):
                id_ = self._progress.now(doc["ref"]).partition(":")[2]
                if self._curricula.followed(id_):
                    last.setdefault(id_, 0)
                else:
                    last.pop(id_, None)
        first = self._curricula.first()
        place = {id_: at for at, id_ in enumerate(first)}
        return sorted(last, key=lambda id_: (-last[id_], place.get(id_, len(first)), id_))

    def suggested(self) -> bool:
        """Nothing is followed or begun: what comes next is a suggestion."""
        return not any(self._catalog.get(id_) for id_ in self.active())

    def next(self) -> list[NextStep]:
        """The next unit of each curriculum that the learner is on; a suggestion where there is none."""
        found: list[NextStep] = []
        for id_ in self.active():
            # What two curricula include is one thing to do.
            known = {unit.ref for unit in found}
            found += islice((unit for unit in self._open_units(id_) if unit.ref not in known), 1)
        if found or not self.suggested():
            return found
        return list(islice(self._open_units(self._curricula.suggestion()), 3))

    def session(self, minutes: int) -> list[NextStep]:
        """Units to do in so many minutes, in order: as many as fit, at least the next one."""
        chosen: list[NextStep] = []
        left = minutes
        for id_ in self.active() or [self._curricula.suggestion()]:
            for unit in self._open_units(id_):
                if any(unit.ref == other.ref for other in chosen):
                    continue
                if not unit.minutes or unit.minutes > left:
                    break
                chosen.append(unit)
                left -= unit.minutes
        return chosen or self.next()[:1]

    def _open_units(self, id_: str) -> Iterator[NextStep]:
        """The open units of a curriculum: what is being done, then the others, optional ones last."""
        curriculum = self._catalog.get(id_)
        if curriculum is None:
            return
        found = list(self._units(curriculum))
        ranks = [rank for rank, _ in found]
        for wanted in sorted(set(ranks)):
            yield from (unit for rank, unit in found if rank == wanted)

    def _units(self, curriculum: Curriculum) -> Iterator[tuple[int, NextStep]]:
        percent = self._progress.tally(curriculum).percent
        aside = self._progress.aside(curriculum)
        for module in curriculum.modules:
            for step in module.steps:
                if step.ref in aside:
                    continue
                waits = bool(self._steps.waits(step))
                for unit in step.units():
                    status = self._progress.status_of(unit.ref)
                    if not status.open:
                        continue
                    # What waits comes last: there may be nothing else, where files wait for each other.
                    rank = 0 if status is Status.DOING else 2 if step.optional or unit.optional else 1
                    rank = 3 if waits else rank
                    yield (
                        rank,
                        NextStep(
                            unit.ref,
                            curriculum.id,
                            curriculum.title,
                            module.title,
                            step.title,
                            unit.title,
                            step.kind,
                            unit_minutes(step, unit),
                            percent,
                            step.topics,
                            status is Status.DOING,
                        ),
                    )

    def week(self) -> Week:
        """Minutes of what was ticked on each day of this week, in the learner's time zone."""
        now = self._now().astimezone()
        monday = now.date() - timedelta(days=now.weekday())
        days = [0] * 7
        done: dict[str, int] = {}
        for ref, doc in self._progress.docs():
            if fold.value(doc, "status") != Status.DONE:
                continue
            try:
                at = datetime.fromisoformat(fold.changed_at(doc, "status")).astimezone()
            except ValueError:
                continue
            if 0 <= (day := (at.date() - monday).days) < 7:
                done[ref] = day
        for id_ in {curriculum_of(ref) for ref in done}:
            curriculum = self._catalog.get(id_)
            for step in curriculum.steps() if curriculum else ():
                for unit in step.units():
                    if unit.ref in done:
                        days[done[unit.ref]] += unit_minutes(step, unit)
        return Week(tuple(days), now.weekday(), round(self._profile.hours * 60))
