"""Curricula of other people: installed, kept up to date, and taken away again."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.catalog.names import SLUG
from pmlearn.catalog.sources import LocalSource, parse_source
from pmlearn.errors import InputError, PmlearnError, UnknownError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.curriculum import Source
from pmlearn.model.problem import Severity
from pmlearn.model.text import clean, plural
from pmlearn.services.curriculum import did_you_mean
from pmlearn.services.history import UPDATE
from pmlearn.services.impact import impact
from pmlearn.services.offer import Offer, Thing, compare_things, read_things
from pmlearn.services.outcome import Outcome
from pmlearn.services.paths import path_of
from pmlearn.services.updates import Answer, edited, missing, settle
from pmlearn.storage.installed import SourceNote, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import datetime

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.curriculum import Curriculum
    from pmlearn.model.problem import Problem
    from pmlearn.services.check import Checks
    from pmlearn.services.haul import Sources
    from pmlearn.services.progress import Progress
    from pmlearn.storage.installed import Copy, Installed
    from pmlearn.storage.store import Store


class Library:
    """Installs, updates and uninstalls. Not thread-safe."""

    def __init__(
        self,
        installed: Installed,
        sources: Sources,
        catalog: Catalog,
        store: Store,
        *,
        progress: Progress,
        checks: Checks,
        now: Callable[[], datetime],
    ) -> None:
        self._installed = installed
        self._sources = sources
        self._catalog = catalog
        self._store = store
        self._progress = progress
        self._checks = checks
        self._now = now

    def look(self, text: str) -> tuple[list[Offer], list[Problem]]:
        """Return everything that a source has, or the problems of its files; nothing is installed yet.

        Raises:
            InputError: it is no source, has no curricula, or one whose id a file of the learner's own has.
            FetchError: it cannot be got at.
        """
        source = parse_source(text)
        if isinstance(source, LocalSource):
            # The directory that the learner happens to be in is another one next time.
            source = LocalSource(str(path_of(source.path).absolute()))
        haul = self._sources.fetch(source)
        things, problems = read_things(haul.files)
        if problems:
            return [], problems
        ids = [thing.id for thing in things]
        if twice := next((id_ for id_ in ids if ids.count(id_) > 1), ""):
            raise InputError(f"two files there have the id {twice}", "install one of them alone")
        return [self._offer(thing, str(source), haul.version, things, ids) for thing in things], []

    def doubts(self, ids: Sequence[str]) -> list[Problem]:
        """What installed curricula name and others have not: errors that no learner can mend."""
        copies = [copy for id_ in ids if (copy := self._installed.get(id_))]
        problems = self._checks.check([copy.path for copy in copies])
        return [problem for problem in problems if problem.severity is Severity.ERROR]

    def updates(self, ids: Sequence[str] = ()) -> list[Answer]:
        """Ask the source of each installed curriculum, or of those named, what it has now.

        Raises:
            UnknownError, InputError: one that is named was not installed: nothing is asked.
        """
        named = [self._find(id_, "it came from no source; change it in {path}") for id_ in dict.fromkeys(ids)]
        copies = named if ids else self._installed.all()
        sources: dict[str, list[Copy]] = {}
        for copy in copies:
            sources.setdefault(copy.note.source if copy.note else "", []).append(copy)
        found: dict[str, Answer] = {}
        for source, group in sources.items():
            answers = self._ask(source, group) if source else [Answer(c, "", error=edited(c)) for c in group]
            found |= {answer.copy.id: answer for answer in answers}
        return settle(found[copy.id] for copy in copies)

    @contextmanager
    def taking(self) -> Iterator[Callable[[Offer], None]]:
        """Put what was offered in place, each by a call of what is yielded; what is shown follows at the end.

        Progress on steps that are gone gets their titles into the journal, so that the history can name them.

        Raises:
            StoreError: (the call) the disk did not take it; what was there stands, with what is noted of it.
        """
        try:
            yield self._take
        finally:
            self._catalog.refresh()

    def uninstall(self, ids: Sequence[str]) -> Outcome:
        """Take installed curricula away; progress stays in the journal.

        Raises:
            UnknownError: there is no such curriculum: nothing is taken away.
            InputError: one of them was not installed, or was changed by hand since: nothing is taken away.
            StoreError: the disk did not let one go, or it was changed just now: that one stands.
        """
        copies = [self._find(id_, "if you want it gone, delete {path}") for id_ in dict.fromkeys(ids)]
        for copy in copies:
            if copy.note is None:
                message = f"{copy.id} was changed by hand since it was installed"
                raise InputError(message, f"if you want it gone, delete {copy.path}")
        try:
            for copy in copies:
                self._installed.remove(copy.id, copy)
        finally:
            self._catalog.refresh()
        what = copies[0].id if len(copies) == 1 else plural(len(copies), "curriculum", "curricula")
        return Outcome(f"uninstalled: {what}", tuple(copy.id for copy in copies))

    def shown(self, id_: str) -> Source | None:
        """Where what has this id and is shown now comes from; None where there is none."""
        found = self._catalog.holder(id_)
        return found.source if found else None

    def _take(self, offer: Offer) -> None:
        there, note = offer.there, offer.note
        self._keep_titles(offer)
        if not (offer.same and there and there.note and there.note.source == note.source):
            self._installed.put(offer.id, offer.thing.data, note, there)
        # Whatever breaks off here is found again: the new one names its former ids.
        for copy in offer.former:
            self._installed.remove(copy.id, copy)

    def _ask(self, source: str, group: Sequence[Copy]) -> list[Answer]:
        versions = {copy.note.version for copy in group if copy.note}
        # A version that is known already may have been taken without what it replaces.
        known = len(versions) == 1 and not any(map(self._unfinished, group))
        try:
            haul = self._sources.fetch_again(parse_source(source), *versions if known else "")
        except PmlearnError as error:
            return [Answer(copy, source, error=error) for copy in group]
        if haul is None:
            return [Answer(copy, source) for copy in group]
        things, problems = read_things(haul.files)
        ids = {thing.id for thing in things}
        beside = [thing for thing in things if thing.id in {copy.id for copy in group}]
        answers = []
        for copy in group:
            fitting = [thing for thing in things if thing.id == copy.id]
            fitting += [thing for thing in things if copy.id in thing.held.was]
            if not fitting:
                answers.append(missing(copy, source, problems))
                continue
            try:
                offer = self._offer(fitting[0], source, haul.version, beside, ids)
                answers.append(Answer(copy, source, offer))
            except PmlearnError as error:
                answers.append(Answer(copy, source, error=error))
        return answers

    def _offer(
        self, thing: Thing, source: str, version: str, beside: Sequence[Thing], ids: Collection[str]
    ) -> Offer:
        """Make an offer; `beside` are those that will be installed with it, `ids` all that its source has."""
        there = self._installed.get(thing.id)
        self._check_free(thing.id, there)
        installed = self._now().strftime("%Y-%m-%dT%H:%M:%SZ")
        note = SourceNote(source, version, digest_of(thing.data), installed)
        offer = Offer(thing, note, there, self._former(thing.held, ids))
        if there is None:
            offer = replace(offer, replaces=self.shown(thing.id))
        if not offer.waiting:
            return replace(offer, version_before=thing.version if there else "")
        olds, _ = read_things((str(copy.path), copy.data or b"") for copy in offer.replaced)
        others = self._others({thing.id, *(copy.id for copy in offer.replaced)}, beside)
        comparison = compare_things(olds, thing, others)
        shown = {each.ref for each in thing.held.things()}
        done = impact(comparison, lambda ref: self._progress.doc(ref, but=shown))
        version_before = olds[0].version if olds else ""
        return replace(offer, version_before=version_before, comparison=comparison, impact=done)

    def _former(self, curriculum: Curriculum, ids: Collection[str] = ()) -> tuple[Copy, ...]:
        """What is installed under former ids of a curriculum, less those that go on beside it."""
        copies = (self._installed.get(id_) for id_ in curriculum.was if id_ not in {curriculum.id, *ids})
        return tuple(copy for copy in copies if copy and copy.note)

    def _unfinished(self, copy: Copy) -> bool:
        curriculum = self._catalog.plain(copy.id)
        return curriculum is not None and bool(self._former(curriculum))

    def _others(self, ids: set[str], beside: Sequence[Thing]) -> Iterator[Curriculum]:
        """Other curricula: as they will be, where they come from the same source, else as they are."""
        yield from (thing.held for thing in beside if thing.id not in ids)
        seen = ids | {thing.id for thing in beside}
        for summary in self._catalog.summaries():
            if summary.id not in seen and (curriculum := self._catalog.plain(summary.id)):
                yield curriculum

    def _keep_titles(self, offer: Offer) -> None:
        gone = {each.ref for each in offer.comparison.removed}
        titles = {held.ref: held.title for held in offer.impact.lost if held.ref in gone}

        def decide() -> list[Change]:
            kept = {ref: fold.value(self._progress.doc(ref), "title") for ref in titles}
            return [
                Change(ref, "title", title, kept[ref]) for ref, title in titles.items() if title != kept[ref]
            ]

        if titles:
            self._store.record(UPDATE, decide)

    def _check_free(self, id_: str, there: Copy | None) -> None:
        if there is not None and there.edited:
            raise edited(there)
        found = self._catalog.holder(id_)
        path = there.path if there else None
        if found and found.source is Source.USER and (path is None or found.path != str(path)):
            path = Path(found.path)
        elif there is None or there.note:
            return
        raise InputError(f"{path} is your own and has the id {id_}", "move it away, or give it another id")

    def _find(self, id_: str, own: str) -> Copy:
        """The file of an installed curriculum; `own` says what to do with one that was not."""
        copy = self._installed.get(id_) if re.fullmatch(SLUG, id_) else None
        if copy is not None and (copy.note or copy.edited):
            return copy
        name = clean(id_, 80) or "“”"
        shown = self._catalog.holder(id_)
        if copy is not None or (shown and shown.source is Source.USER):
            path = copy.path if copy else shown.path if shown else ""
            raise InputError(f"{name} is a file of your own", own.format(path=path))
        if shown:
            whose = (
                "with pmlearn" if shown.source is Source.SHIPPED else f"with this machine, in {shown.path}"
            )
            raise InputError(
                f"{name} was not installed by you: it came {whose}",
                f"if you do not want to see it in Today: pmlearn curriculum unfollow {name}",
            )
        ids = [copy.id for copy in self._installed.all()]
        raise UnknownError(f"no curriculum {name}", did_you_mean(id_, ids, "pmlearn curriculum list"))
