"""What one look at the directories found: which file holds which curriculum, and what is laid over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pmlearn.catalog.codec import Read
    from pmlearn.catalog.index import Index, StepRefs, Summary
    from pmlearn.catalog.index import Ties as TiesOfOne
    from pmlearn.catalog.listing import Found
    from pmlearn.catalog.resolve import Tree
    from pmlearn.catalog.ties import Ties
    from pmlearn.model.curriculum import Curriculum


class View:
    """See the module.

    Attributes:
        index: every file that was found.
        reads: by path, of the files that were read just now.
        problems: of the files and directories, not of what is in them.
        found: by id, the files that hold the curricula that are shown.
        summaries: of these, as their files have them.
        troubled: the files of which the learner should hear.
        made: by id, the curricula that were put together of several files.
        languages: what the learner reads, best first.
        tree: their refs, and those of overlays, when they were first asked for.
        ties: made of all of them when it is first asked for.
    """

    def __init__(
        self, index: Index, reads: dict[str, Read], problems: list[Problem], languages: Sequence[str]
    ) -> None:
        self.index = index
        self.reads = reads
        self.problems = problems
        self.found: dict[str, Found] = {}
        self.summaries: dict[str, Summary] = {}
        self.troubled: list[Found] = []
        self.made: dict[str, Curriculum | None] = {}
        self.tree: Tree | None = None
        self.ties: Ties | None = None
        self.languages = languages
        self._overlays: dict[str, Found] = {}  # by id

    def add(self, found: Found) -> None:
        """Take a file; it replaces one of the same id, except where both lie in one directory."""
        entry = self.index.entries.get(found.path)
        if entry is None or entry.trouble:
            self.troubled.append(found)
        if entry is None:
            return
        summary = entry.summary(found)
        id_ = summary.id if summary else entry.overlay[0] if entry.overlay else ""
        if not id_:
            return
        other = self.holder(id_)
        if other is not None and other.directory == found.directory:
            message = f"the id {id_} is that of {other.name} in the same directory, which is the one shown"
            hint = "give one of the two another id, or move it away"
            self.problems.append(Problem(found.path, 1, 1, Severity.ERROR, "same-id", message, hint))
            return
        for held in (self.found, self._overlays, self.summaries):
            held.pop(id_, None)
        if summary:
            self.found[id_] = found
            self.summaries[id_] = summary
        else:
            self._overlays[id_] = found

    def holder(self, id_: str) -> Found | None:
        """The file that holds the curriculum or overlay of an id."""
        return self.found.get(id_) or self._overlays.get(id_)

    def home(self, id_: str) -> str:
        """The id of the curriculum in which what has this id in its ref is shown."""
        overlay = self._overlay(id_)
        return overlay[1] if overlay else id_

    def composed(self, id_: str) -> bool:
        """A curriculum is put together of several files."""
        found = self.found.get(id_)
        if found is None:
            return False
        return bool(self.index.entries[found.path].includes or self.overlays(id_))

    def included(self, id_: str) -> list[str]:
        """The ids of the curricula that the file of one takes modules of."""
        found = self.found.get(id_)
        return self.index.entries[found.path].includes if found else []

    def overlay_ids(self) -> set[str]:
        """The ids of all overlays, in force or not."""
        return set(self._overlays)

    def overlays(self, id_: str) -> list[Found]:
        """The overlays of a curriculum that are in force: first the translation, then the others.

        Of translations, the one counts whose language the learner likes best; none where that is the
        curriculum's own.
        """
        summary = self.summaries.get(id_)
        own = summary.language if summary else ""
        translations: dict[str, Found] = {}
        others = []
        for found in self._overlays.values():
            _, base, language = self.index.entries[found.path].overlay or ("", "", "")
            if base != id_:
                continue
            if language and language != own:
                translations[language] = found
            else:
                others.append(found)
        return [*_best(self.languages, own, translations), *others]

    def added(self, get: Callable[[str], Curriculum | None]) -> dict[str, StepRefs]:
        """The ids of the steps that overlays add, and of the parts of each, by overlay."""
        tree: dict[str, StepRefs] = {}
        for overlay in self._overlays:
            curriculum = get(overlay)
            tree[overlay] = {
                step.ref.rpartition("/")[2]: [part.ref.rpartition("/")[2] for part in step.parts]
                for step in (curriculum.steps() if curriculum else ())
                if step.ref.startswith(f"{overlay}/")
            }
        return tree

    def all_ties(self, get: Callable[[str], Curriculum | None]) -> Iterator[TiesOfOne]:
        """The ties of every curriculum, with those of the steps that overlays add or change."""
        by_key = self.index.ties()
        for found in self.found.values():
            if (own := by_key.get(self.index.entries[found.path].key)) is not None:
                yield own
        for base in {self._base(overlay) for overlay in self._overlays}:
            from pmlearn.catalog.index import ties  # noqa: PLC0415 - few learners have overlays

            if (curriculum := get(base)) is not None:
                yield ties(curriculum)

    def lost(self) -> Iterator[Problem]:
        """Curricula that files lean on and that are not there."""
        for found in self.found.values():
            for id_ in self.index.entries[found.path].includes:
                if id_ not in self.found:
                    yield _lost(found, f"it includes {id_}, which is not there", "include-lost")
        for overlay, found in self._overlays.items():
            if (base := self._base(overlay)) not in self.found:
                yield _lost(found, f"it changes {base}, which is not there", "overlay-lost")

    def _overlay(self, id_: str) -> list[str] | None:
        found = self._overlays.get(id_)
        return self.index.entries[found.path].overlay if found else None

    def _base(self, overlay: str) -> str:
        entry = self._overlay(overlay)
        return entry[1] if entry else ""


def _best(languages: Sequence[str], own: str, translations: dict[str, Found]) -> list[Found]:
    for wanted in languages:
        if _reads(wanted, own):
            return []
        for language, found in translations.items():
            if _reads(wanted, language):
                return [found]
    return []


def _reads(wanted: str, language: str) -> bool:
    """Who reads de-AT reads de."""
    return f"{wanted.lower()}-".startswith(f"{language.lower()}-")


def _lost(found: Found, message: str, code: str) -> Problem:
    hint = "install it with pmlearn curriculum install, or see what there is with pmlearn curriculum list"
    return Problem(found.path, 1, 1, Severity.WARNING, code, message, hint)
