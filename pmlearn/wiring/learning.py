"""The services of curricula: what can be learnt, and how far the learner has come."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pmlearn.wiring.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pmlearn.model.action import Change
    from pmlearn.model.curriculum import Step
    from pmlearn.services.check import Checks
    from pmlearn.services.checklist import Checklists
    from pmlearn.services.choice import Choices
    from pmlearn.services.curriculum import Curricula
    from pmlearn.services.evidence import Evidence
    from pmlearn.services.exchange import Exchange
    from pmlearn.services.finding import Finding
    from pmlearn.services.keeping import Keeping
    from pmlearn.services.library import Library
    from pmlearn.services.linkcheck import LinkCheck
    from pmlearn.services.orphan import Orphans
    from pmlearn.services.plan import Plan
    from pmlearn.services.profile import Profiles
    from pmlearn.services.step import Steps
    from pmlearn.services.writing import Writing


class Learning(Parts):
    """Each is imported and built when it is first asked for."""

    @cached_property
    def steps(self) -> Steps:
        """Ticks and notes."""
        from pmlearn.services.step import Steps

        return Steps(self._catalog, self._store, self._progress, self._kept)

    def _kept(self, steps: Iterable[Step], done: Collection[str]) -> Iterator[Change]:
        # What keeps it is built when something is marked done, and not for whoever only asks what is next.
        return self._keeping.changes(steps, done)

    @cached_property
    def _keeping(self) -> Keeping:
        from pmlearn.services.keeping import Keeping

        places, device = self.settings.places, self._store.journals.device
        # Where no list was ever shown, nothing is said to match, and no file is made to find that out.
        there = (places.cache / f"index-{device}.sqlite3").exists
        return Keeping(
            self._store, self._progress, lambda: self._index if "_index" in self.__dict__ or there() else None
        )

    @cached_property
    def checklists(self) -> Checklists:
        """Curricula and steps with what the learner did."""
        from pmlearn.services.checklist import Checklists

        return Checklists(self._catalog, self._progress, self.steps, self.orphans)

    @cached_property
    def orphans(self) -> Orphans:
        """What was done of steps that are gone."""
        from pmlearn.services.orphan import Orphans

        return Orphans(self._catalog, self._progress)

    @cached_property
    def choices(self) -> Choices:
        """Choices and self-assessments."""
        from pmlearn.services.choice import Choices

        return Choices(self._catalog, self._store, self._progress, self.steps)

    @cached_property
    def evidence(self) -> Evidence:
        """What shows that steps were done."""
        from pmlearn.services.evidence import Evidence

        return Evidence(self._store, self._progress, self.steps)

    @cached_property
    def curricula(self) -> Curricula:
        """What can be learnt."""
        from pmlearn.services.curriculum import Curricula

        return Curricula(self._catalog, self._store, self._progress, self.profile)

    @cached_property
    def profile(self) -> Profiles:
        """What the learner said of themselves."""
        from pmlearn.services.profile import Profiles

        return Profiles(self._store, self.settings.hours_a_week)

    @cached_property
    def finding(self) -> Finding:
        """Curricula and steps by the words of their titles."""
        from pmlearn.services.finding import Finding

        return Finding(self._catalog, self.curricula)

    @cached_property
    def plan(self) -> Plan:
        """What to do next."""
        from pmlearn.services.plan import Plan

        return Plan(
            self._catalog,
            self._store,
            self._progress,
            self.steps,
            curricula=self.curricula,
            now=self.now,
            profile=self.profile,
        )

    @cached_property
    def linkcheck(self) -> LinkCheck:
        """Whether the links of curricula lead somewhere."""
        from pmlearn.services.linkcheck import LinkCheck

        return LinkCheck(self.settings.places.cache, self.now, allow_private=self.settings.allow_private)

    @cached_property
    def checks(self) -> Checks:
        """What is wrong with files."""
        from pmlearn.services.check import Checks

        return Checks(self._catalog)

    @cached_property
    def writing(self) -> Writing:
        """The author's desk."""
        from pmlearn.services.writing import Writing

        return Writing(self.now)

    @cached_property
    def exchange(self) -> Exchange:
        """Curricula from files of others, and for them."""
        from pmlearn.services.exchange import Exchange

        return Exchange(self.curricula, self.orphans, self._progress)

    @cached_property
    def library(self) -> Library:
        """Installed curricula, and where they came from."""
        from pmlearn.services.haul import Sources
        from pmlearn.services.library import Library
        from pmlearn.storage.installed import Installed

        places = self.settings.places
        sources = Sources(allow_private=self.settings.allow_private, now=self.now, env=self.env)
        installed = Installed(places.curricula, places.state / "library.lock")
        return Library(
            installed,
            sources,
            self._catalog,
            self._store,
            progress=self._progress,
            checks=self.checks,
            now=self.now,
        )
