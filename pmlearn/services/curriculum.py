"""Curricula: what there is, how far the learner has come, and which are followed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from pmlearn.errors import UnknownError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.curriculum import LEVELS, Curriculum, Source, curriculum_of
from pmlearn.model.problem import Severity
from pmlearn.model.progress import Status
from pmlearn.model.text import clean, plural
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from pmlearn.catalog.finder import Catalog
    from pmlearn.catalog.index import Summary
    from pmlearn.model.problem import Problem
    from pmlearn.model.stage import Stage
    from pmlearn.services.profile import Profiles
    from pmlearn.services.progress import Progress
    from pmlearn.storage.store import Store


FIRST = "orientation"
"""The curriculum suggested to someone who follows none, and did not say where they are."""


@dataclass(frozen=True, slots=True)
class CurriculumRow:
    """A curriculum in a list."""

    id: str
    title: str
    summary: str
    level: str  # whom it is for, one of `LEVELS`; empty where its file does not say
    steps: int  # all of them
    done: int  # steps done
    percent: int  # see `pmlearn.model.progress.Tally`
    minutes: int  # for one way through it: the learner's own, where it is begun or a choice was made
    minutes_left: int  # for what of that is open
    followed: bool  # the learner follows it
    begun: bool  # something in it is ticked, skipped, started or noted
    source: Source
    path: str  # the file it comes from


class Curricula:
    """The catalog with the learner's progress. Not thread-safe."""

    def __init__(self, catalog: Catalog, store: Store, progress: Progress, profile: Profiles) -> None:
        self._catalog = catalog
        self._store = store
        self._progress = progress
        self._profile = profile

    def get(self, id_: str) -> Curriculum:
        """A curriculum, by its id or a unique beginning of it.

        Raises:
            UnknownError: there is none, or more than one.
        """
        found = self._catalog.get(id_)
        if found:
            return found
        ids = [summary.id for summary in self._catalog.summaries()]
        fitting = [other for other in ids if id_ and other.startswith(id_)]
        if len(fitting) == 1 and (found := self._catalog.get(fitting[0])):
            return found
        name = clean(id_) or "“”"
        if len(fitting) > 1:
            raise UnknownError(f"{name} may be any of {', '.join(fitting)}", "write more of it")
        for file in self.broken():
            if PurePath(file).stem == id_:
                hint = f"see every mistake in it with: pmlearn curriculum check {file}"
                raise UnknownError(f"no curriculum {name}: its file cannot be used", hint)
        raise UnknownError(f"no curriculum {name}", did_you_mean(id_, ids, "pmlearn curriculum list"))

    def plain(self, id_: str) -> Curriculum:
        """A curriculum as its own file has it, without what it includes and what overlays change.

        Raises:
            UnknownError: there is none.
        """
        return self._catalog.plain(id_) or self.get(id_)

    def problems(self) -> list[Problem]:
        """What is wrong with the files that cannot be used, and with the names of those that can."""
        return self._catalog.problems()

    def broken(self) -> Sequence[str]:
        """The files that cannot be used."""
        return list(dict.fromkeys(p.file for p in self.problems() if p.severity is Severity.ERROR))

    def followed(self, id_: str) -> bool:
        """The learner follows this curriculum."""
        return bool(fold.value(self._progress.doc(f"curriculum:{id_}"), "followed"))

    def touched(self) -> dict[str, int]:
        """The curricula in which something stands that was done, with the order of the last thing that does.

        What was taken back does not: its field holds again what it held before anything was done.
        """
        last: dict[str, int] = {}
        for ref, doc in self._progress.docs():
            orders = [stamp[0] for field, stamp in doc["stamps"].items() if _stands(doc["values"].get(field))]
            orders += [note["order"] for note in doc.get("notes", {}).values() if note["text"]]
            if orders:
                id_ = self._catalog.home(curriculum_of(ref))
                last[id_] = max([last.get(id_, 0), *orders])
        return last

    def follow(self, ids: Sequence[str]) -> Outcome:
        """Follow curricula: Today takes its next steps from them."""
        return self._follow(ids, follow=True)

    def unfollow(self, ids: Sequence[str]) -> Outcome:
        """Follow curricula no longer; progress stays."""
        return self._follow(ids, follow=False)

    def _follow(self, ids: Sequence[str], *, follow: bool) -> Outcome:
        found = [self.get(id_) for id_ in ids]

        def decide() -> list[Change]:
            return [
                Change(f"curriculum:{c.id}", "followed", follow, not follow)
                for c in found
                if self.followed(c.id) != follow
            ]

        action = self._store.record("follow" if follow else "unfollow", decide)
        word = "followed" if follow else "no longer followed"
        what = found[0].title if len(found) == 1 else plural(len(found), "curriculum", "curricula")
        if action is None:
            return Outcome(f"{'already' if follow else 'not'} followed: {what}")
        return Outcome(f"{word}: {what}", tuple(c.id for c in found), action.id)

    def first(self) -> Sequence[str]:
        """The curricula to begin with where the learner is, the first one first; they need not be there."""
        stage = self._profile.get().stage
        return stage.suggests if stage else (FIRST,)

    def suggested(self, stage: Stage | None) -> Sequence[str]:
        """The curricula to begin with at a stage, as far as they are there, the first one first."""
        there = {summary.id for summary in self._catalog.summaries()}
        return [id_ for id_ in (stage.suggests if stage else (FIRST,)) if id_ in there]

    def suggestion(self) -> str:
        """The one curriculum to begin with, for someone who follows none; "" where there is none at all."""
        suggested = self.suggested(self._profile.get().stage)
        return next(iter(suggested), "") or next((s.id for s in self._catalog.summaries()), "")

    def list(self) -> list[CurriculumRow]:
        """Every curriculum: followed ones and begun ones by title, then the rest by level.

        The level that is nearest to where the learner is comes first, those that name no level stand last; in
        each level by title, but the ones to begin with first.
        """
        stage = self._profile.get().stage
        levels = stage.levels if stage else LEVELS
        first = self.first()
        touched = self.touched()
        chosen = {curriculum_of(ref) for ref, _ in self._progress.answers()}
        rows = [self._row(summary, touched, chosen) for summary in self._catalog.summaries()]

        def rank(row: CurriculumRow) -> tuple[bool, bool, int, int, str]:
            mine = row.followed or row.begun
            level = levels.index(row.level) if row.level in levels else len(levels)
            place = first.index(row.id) if row.id in first else len(first)
            return (not row.followed, not mine, 0 if mine else level, place, row.title.casefold())

        return sorted(rows, key=rank)

    def _row(self, summary: Summary, touched: Container[str], chosen: Container[str]) -> CurriculumRow:
        # What was never begun needs no counting, so that a hundred curricula do not have to be loaded.
        own = summary.id in touched
        mine = own or any(id_ in touched for id_ in self._catalog.included(summary.id))
        asked = summary.id in chosen or any(id_ in chosen for id_ in self._catalog.included(summary.id))
        curriculum = self._catalog.get(summary.id) if mine or asked else None
        count = self._progress.tally(curriculum) if curriculum else None
        begun = own or bool(count and count.done)
        return CurriculumRow(
            summary.id,
            summary.title,
            summary.summary,
            summary.level,
            summary.steps,
            count.done if count else 0,
            count.percent if count else 0,
            (count.minutes if count else 0) or summary.minutes,
            count.minutes_left if count else summary.minutes,
            self.followed(summary.id),
            begun,
            summary.source,
            summary.path,
        )


def _stands(value: object) -> bool:
    return bool(value) and value != Status.TODO


def did_you_mean(text: str, among: Sequence[str], command: str) -> str:
    """A hint that names what is near to a name that was not found."""
    import difflib  # noqa: PLC0415 - 8 ms that only a mistake costs

    near = difflib.get_close_matches(text, among, 3, 0.5) or [name for name in among if text in name][:3]
    return f"did you mean {' or '.join(near)}?" if near else f"see them all with: {command}"
