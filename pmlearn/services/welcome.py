"""The first questions: who is asked, what is asked, and the one action that their answers are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError
from pmlearn.model.action import Change
from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.stage import ENTRY, STAGES, Stage
from pmlearn.model.text import plural
from pmlearn.services.outcome import Outcome
from pmlearn.services.profile import ANSWER, ASKED, HOURS, ME, STAGE, check_hours
from pmlearn.services.progress import choice_ref
from pmlearn.storage.files import make_private

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.action import Value
    from pmlearn.model.curriculum import FeedOffer
    from pmlearn.services.curriculum import Curricula, CurriculumRow
    from pmlearn.services.feed import Feeds
    from pmlearn.services.profile import Profile, Profiles
    from pmlearn.services.progress import Progress
    from pmlearn.storage.store import Store


@dataclass(frozen=True, slots=True)
class Questions:
    """Everything that is asked, with what is known already."""

    profile: Profile
    set_hours: float | None  # what the configuration has for the hours, which wins
    curricula: tuple[CurriculumRow, ...]  # all of them, in the order of lists
    suggested: Mapping[str, tuple[str, ...]]  # by the id of a stage: ids of curricula that are there
    wanted: bool  # they are still to be asked: nobody answered or skipped them meanwhile


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered; nothing of it need be."""

    stage: Stage | None = None  # where the learner is; None: skipped
    hours: float | None = None  # a week; None: skipped
    follow: frozenset[str] | None = None  # ids of the curricula to follow, and no others; None: skipped


class Welcome:
    """Asks once, and again where that is wanted. Not thread-safe."""

    def __init__(
        self,
        store: Store,
        profiles: Profiles,
        *,
        catalog: Catalog,
        curricula: Curricula,
        progress: Progress,
        feeds: Feeds,
        journal: Path,
    ) -> None:
        self._store = store
        self._profiles = profiles
        self._catalog = catalog
        self._curricula = curricula
        self._progress = progress
        self._feeds = feeds
        self._journal = journal

    def wanted(self) -> bool:
        """Nobody did anything yet, on any device, or the questions are to come once more.

        Where nothing can be kept, nothing is asked: the learner is told, as always when the disk refuses.

        Raises:
            StoreError: the journals' directory cannot be read.
        """
        asked = self._profiles.get().asked
        if asked is False or (asked is None and self._store.untouched):
            try:
                make_private(self._journal)
            except StoreError as error:
                self._store.notice(error.message)
                return False
            if not os.access(self._journal, os.W_OK):
                self._store.notice(f"{self._journal} cannot be written: nothing that is done here is kept")
                return False
            return True
        return False

    def questions(self) -> Questions:
        """What is asked."""
        return Questions(
            self._profiles.get(),
            self._profiles.set_hours,
            tuple(self._curricula.list()),
            {stage.id: tuple(self._curricula.suggested(stage)) for stage in STAGES},
            self.wanted(),
        )

    def answer(self, answers: Answers) -> Outcome:
        """Keep the answers, as one action; whoever skipped everything is not asked again, either.

        The map over the curricula is told where the learner is, if it is among what is followed now: it would
        ask the same.

        Raises:
            InputError: a week does not have so many hours.
            StoreError: the journal did not take it: nothing changed.
        """
        wanted: dict[str, Value] = {ASKED: True}
        if answers.stage is not None:
            wanted[STAGE] = answers.stage.id
        if answers.hours is not None:
            wanted[HOURS] = check_hours(answers.hours)

        def decide() -> list[Change]:
            return [*self._profiles.changes(wanted), *self._following(answers.follow), *self._entry(answers)]

        action = self._store.record(ANSWER, decide)
        said = []
        if answers.follow is not None:
            count = len(answers.follow)
            said.append(f"{plural(count, 'curriculum', 'curricula')} followed" if count else "none followed")
        if answers.hours is not None:
            said.append(f"{answers.hours:g} hours a week{self._profiles.but(answers.hours)}")
        elif answers.stage is not None and not said:
            said.append("where you are")
        if not said:
            return Outcome("skipped", (ME,), action.id if action else "")
        return Outcome(f"kept: {', '.join(said)}", (ME,), action.id if action else "")

    def offers(self) -> list[FeedOffer]:
        """The feeds that come with what is followed, and are not subscribed yet."""
        followed = [row.id for row in self._curricula.list() if row.followed]
        found = {feed.url: feed for id_ in followed for feed in self._curricula.get(id_).feeds}
        return self._feeds.offers(list(found.values()))

    def _following(self, follow: Collection[str] | None) -> list[Change]:
        if follow is None:
            return []
        every = [summary.id for summary in self._catalog.summaries()]
        return [
            Change(f"curriculum:{id_}", "followed", id_ in follow, id_ not in follow)
            for id_ in every
            if self._curricula.followed(id_) != (id_ in follow)
        ]

    def _entry(self, answers: Answers) -> list[Change]:
        map_ = curriculum_of(ENTRY)
        if answers.stage is None or map_ not in (answers.follow or ()):
            return []
        curriculum = self._catalog.get(map_)
        choices = curriculum.choices if curriculum else ()
        options = {option.id for choice in choices if choice.ref == ENTRY for option in choice.options}
        ref = choice_ref(ENTRY)
        if answers.stage.entry not in options or self._progress.answer(ref):
            return []
        return [Change(ref, "option", answers.stage.entry, None)]
