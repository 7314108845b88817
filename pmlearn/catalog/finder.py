"""The curricula that there are: shipped, system-wide and the user's own, each by its id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.catalog.cache import Cache
from pmlearn.catalog.index import troubling
from pmlearn.catalog.listing import list_files
from pmlearn.catalog.resolve import resolve
from pmlearn.model.curriculum import Source, step_of
from pmlearn.model.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pmlearn.catalog.codec import Read
    from pmlearn.catalog.index import Index, Summary
    from pmlearn.catalog.listing import Found
    from pmlearn.catalog.resolve import Tree
    from pmlearn.model.curriculum import Curriculum, Step


def shipped_dir() -> Path:
    """The directory of the shipped curricula: in the installed package, else beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent / "curricula"


class _View:
    """What one look at the directories found."""

    def __init__(self, index: Index, reads: dict[str, Read], problems: list[Problem]) -> None:
        self.index = index
        self.reads = reads  # by path, of the files that were read just now
        self.problems = problems  # of the files and directories, not of what is in them
        self.summaries: dict[str, Summary] = {}
        self.found: dict[str, Found] = {}  # by id
        self.troubled: list[Found] = []

    def add(self, found: Found) -> None:
        """Take a file; it replaces one of the same id, except where both lie in one directory."""
        entry = self.index.entries.get(found.path)
        if entry is None or entry.trouble:
            self.troubled.append(found)
        summary = entry.summary(found) if entry else None
        if summary is None:
            return
        other = self.found.get(summary.id)
        if other is not None and other.directory == found.directory:
            message = (
                f"the id {summary.id} is that of {other.name} in the same directory, which is the one shown"
            )
            hint = "give one of the two another id, or move it away"
            self.problems.append(Problem(found.path, 1, 1, Severity.ERROR, "same-id", message, hint))
            return
        self.found[summary.id] = found
        self.summaries[summary.id] = summary


class Catalog:
    """All curricula, each loaded when it is asked for. Not thread-safe.

    The directories are looked at on first use, and again by `refresh()`.

    Args:
        shipped: the directory of the shipped curricula.
        system: the administrator's directories, weakest last.
        user: the directory of the user's own; a later one in this order replaces one of the same id.
        cache: the directory of everything that can be thrown away.
        write: replaces a file in one go, making the directories above it; OSError or PmlearnError where it
            cannot, which only costs time.
    """

    def __init__(
        self,
        shipped: Path,
        system: Sequence[Path],
        user: Path,
        cache: Path,
        write: Callable[[Path, bytes], None],
    ) -> None:
        ordered = [(shipped, Source.SHIPPED), *((each, Source.SYSTEM) for each in reversed(system))]
        ordered.append((user, Source.USER))
        # One that is named twice counts where it is strongest.
        self._directories = [
            pair for place, pair in enumerate(ordered) if pair[0] not in dict(ordered[place + 1 :])
        ]
        self._cache = Cache(cache / "catalog", write)
        self._loaded: dict[str, tuple[str, Curriculum]] = {}  # by id, with the key of its content
        self._last: _View | None = None

    def summaries(self) -> list[Summary]:
        """What lists show of each curriculum, by id."""
        return sorted(self._view().summaries.values(), key=lambda summary: summary.id)

    def get(self, id_: str) -> Curriculum | None:
        """The curriculum of an id, or None where there is none."""
        view = self._view()
        found = view.found.get(id_)
        if found is None:
            return None
        key = view.index.entries[found.path].key
        held = self._loaded.get(id_)
        if held is None or held[0] != key:
            curriculum = self._read(found, key).curriculum
            if curriculum is None or curriculum.id != id_:
                return None  # it has become another since it was looked at
            held = self._loaded[id_] = (key, curriculum)
        return held[1]

    def step(self, ref: str) -> Step | None:
        """The step of the full ref of a step or a part, or None where there is none."""
        curriculum = self.get(ref.partition("/")[0])
        return (
            next((step for step in curriculum.steps() if step.ref == step_of(ref)), None)
            if curriculum
            else None
        )

    def resolve(self, text: str) -> str:
        """The full ref of a step or a part that a text stands for; see `pmlearn.catalog.resolve`.

        Raises:
            UnknownError: it stands for nothing, or for more than one thing; the hint names what was meant.
        """
        step = self.step(text)  # a full ref needs this one curriculum alone
        if step is not None and (text == step.ref or any(text == part.ref for part in step.parts)):
            return text
        return resolve(text, self.refs())

    def refs(self) -> Tree:
        """The ids of all curricula, of their steps and of the parts of those."""
        view = self._view()
        by_key = view.index.refs()
        return {id_: by_key[view.index.entries[found.path].key] for id_, found in view.found.items()}

    def problems(self) -> list[Problem]:
        """What is wrong with the files that cannot be shown, and with the names of those that can."""
        view = self._view()
        found = list(view.problems)
        for each in view.troubled:
            entry = view.index.entries.get(each.path)
            read = self._read(each, entry.key) if entry else view.reads.get(each.path)
            found += filter(troubling, read.problems if read else ())
        return sorted(found, key=lambda problem: problem.file)

    def refresh(self) -> bool:
        """Look at the directories again; true if a curriculum or a problem has come, gone or changed."""
        before = self._last
        self._last = self._look()
        return (
            before is None or _shown(before) != _shown(self._last) or before.problems != self._last.problems
        )

    def _view(self) -> _View:
        if self._last is None:
            self._last = self._look()
        return self._last

    def _look(self) -> _View:
        found: list[Found] = []
        problems: list[Problem] = []
        for directory, source in self._directories:
            files, unreadable = list_files(directory, source)
            found += files
            problems += unreadable
        index = self._cache.load_index()
        reads: dict[str, Read] = {}
        if not _current(index, found):
            from pmlearn.catalog.indexing import update  # noqa: PLC0415 - a warm start has nothing to read

            done = update(found, index, self._cache)
            index, reads = done.index, done.reads
            problems += done.problems
        view = _View(index, reads, problems)
        for each in found:
            view.add(each)
        return view

    def _read(self, found: Found, key: str) -> Read:
        kept = self._view().reads.get(found.path) or self._cache.load(key, found.path, found.source)
        if kept is None:
            from pmlearn.catalog.indexing import read_again  # noqa: PLC0415 - the cache was cleared meanwhile

            kept = read_again(found, self._cache)
        return kept


def _current(index: Index, found: Iterable[Found]) -> bool:
    paths = {each.path for each in found if index.trusted(each)}
    return all(each.path in paths for each in found) and paths == index.entries.keys()


def _shown(view: _View) -> list[tuple[str, str]]:
    return sorted((path, entry.key) for path, entry in view.index.entries.items())
