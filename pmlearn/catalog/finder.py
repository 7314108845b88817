"""The curricula that there are: shipped, system-wide and the user's own, each by its id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.catalog.cache import Cache
from pmlearn.catalog.index import troubling
from pmlearn.catalog.listing import list_files
from pmlearn.catalog.resolve import resolve
from pmlearn.catalog.view import View
from pmlearn.model.curriculum import Source, curriculum_of, step_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from pmlearn.catalog.codec import Read
    from pmlearn.catalog.index import Index, Summary
    from pmlearn.catalog.listing import Found
    from pmlearn.catalog.resolve import Tree
    from pmlearn.catalog.ties import Ties
    from pmlearn.model.curriculum import Curriculum, Part, Step
    from pmlearn.model.overlay import Overlay
    from pmlearn.model.problem import Problem

    Things = dict[str, tuple[Step, Part | None]]  # steps and parts by their refs


def shipped_dir() -> Path:
    """The directory of the shipped curricula: in the installed package, else beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent / "curricula"


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
        languages: BCP 47 tags of what the learner reads, best first; translations go by them.
    """

    def __init__(
        self,
        shipped: Path,
        system: Sequence[Path],
        user: Path,
        cache: Path,
        write: Callable[[Path, bytes], None],
        *,
        languages: Sequence[str] = (),
    ) -> None:
        ordered = [(shipped, Source.SHIPPED), *((each, Source.SYSTEM) for each in reversed(system))]
        ordered.append((user, Source.USER))
        # One that is named twice counts where it is strongest.
        self._directories = [
            pair for place, pair in enumerate(ordered) if pair[0] not in dict(ordered[place + 1 :])
        ]
        self._cache = Cache(cache / "catalog", write)
        self.languages = tuple(languages)  # what is set here counts from the next refresh on
        self._loaded: dict[str, tuple[str, Curriculum]] = {}  # by id, with the key of its content
        self._things: dict[str, tuple[Curriculum, Things]] = {}  # of curricula, by their ids
        self._listed: tuple[list[Found], list[Problem]] = ([], [])  # when they were last looked at
        self._last: View | None = None

    def summaries(self) -> list[Summary]:
        """What lists show of each curriculum, by id."""
        view = self._view()
        found = [self._summary(id_) for id_ in view.found if id_ in view.summaries]
        return sorted(found, key=lambda summary: summary.id)

    def get(self, id_: str) -> Curriculum | None:
        """The curriculum of an id, or the one that an overlay of this id changes; None where there is none.

        It has with it what it includes, and its overlays.
        """
        view = self._view()
        id_ = view.home(id_)
        if not view.composed(id_):
            return self.plain(id_)
        if id_ not in view.made:
            from pmlearn.catalog.compose import compose  # noqa: PLC0415 - few curricula need it

            view.made[id_] = compose(id_, self.plain, self._overlays)
        return view.made[id_]

    def home(self, id_: str) -> str:
        """The id of the curriculum that shows what has this id in its ref, which may be an overlay's."""
        return self._view().home(id_)

    def plain(self, id_: str) -> Curriculum | None:
        """The curriculum of an id as its file has it."""
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

    def ids(self) -> Collection[str]:
        """The ids of all curricula; none is read for it."""
        return self._view().found.keys()

    def holder(self, id_: str) -> Found | None:
        """The file that holds the curriculum or overlay of an id; None where there is none."""
        return self._view().holder(id_)

    def included(self, id_: str) -> list[str]:
        """The ids of the curricula that one takes modules of."""
        return self._view().included(id_)

    def overlay_ids(self) -> set[str]:
        """The ids of all overlays."""
        return self._view().overlay_ids()

    def _overlays(self, id_: str) -> list[Overlay]:
        """The overlays of a curriculum, translations first."""
        view = self._view()
        reads = (self._read(found, view.index.entries[found.path].key) for found in view.overlays(id_))
        return [read.overlay for read in reads if read.overlay is not None]

    def _summary(self, id_: str) -> Summary:
        view = self._view()
        summary = view.summaries[id_]
        curriculum = self.get(id_) if view.composed(id_) else None
        return summary.of(curriculum) if curriculum else summary

    def step(self, ref: str) -> Step | None:
        """The step of the full ref of a step or a part, or None where there is none."""
        found = self.find(step_of(ref))
        return found[0] if found else None

    def find(self, ref: str) -> tuple[Step, Part | None] | None:
        """The step of a full ref, and the part where it names one; None where there is none."""
        curriculum = self.get(curriculum_of(ref))
        if curriculum is None:
            return None
        held = self._things.get(curriculum.id)
        if held is None or held[0] is not curriculum:
            things: Things = {}
            for step in curriculum.steps():
                things[step.ref] = (step, None)
                things |= {part.ref: (step, part) for part in step.parts}
            held = self._things[curriculum.id] = (curriculum, things)
        return held[1].get(ref)

    def resolve(self, text: str) -> str:
        """The full ref of a step or a part that a text stands for; see `pmlearn.catalog.resolve`.

        Raises:
            UnknownError: it stands for nothing, or for more than one thing; the hint names what was meant.
        """
        if self.find(text) is not None:  # a full ref needs this one curriculum alone
            return text
        if (now := self.ties().now(text)) != text:
            return now
        if (included := self._included_step(text)) is not None:
            return included
        return resolve(text, self.refs())

    def _included_step(self, text: str) -> str | None:
        """The ref of a step, or part, that is named by a curriculum which includes it."""
        id_, _, inner = text.partition("/")
        curriculum = self.get(id_) if inner and self._view().composed(id_) else None
        things = curriculum.things() if curriculum else ()
        return next((thing.ref for thing in things if thing.ref.partition("/")[2] == inner), None)

    def refs(self) -> Tree:
        """The ids of all curricula, of their steps and of the parts of those; of overlays, what they add."""
        view = self._view()
        if view.tree is None:
            by_key = view.index.refs()
            tree = {id_: by_key[view.index.entries[found.path].key] for id_, found in view.found.items()}
            view.tree = tree | view.added(self.get)
        return view.tree

    def ties(self) -> Ties:
        """What refs were before, and which steps teach the same."""
        view = self._view()
        if view.ties is None:
            from pmlearn.catalog.ties import Ties  # noqa: PLC0415 - a light command may need none

            view.ties = Ties(view.all_ties(self.get), self.refs)
        return view.ties

    def problems(self) -> list[Problem]:
        """What is wrong with the files that cannot be shown, and with the names of those that can."""
        view = self._view()
        found = [*view.problems, *view.lost()]
        for each in view.troubled:
            entry = view.index.entries.get(each.path)
            read = self._read(each, entry.key) if entry else view.reads.get(each.path)
            found += filter(troubling, read.problems if read else ())
        return sorted(found, key=lambda problem: problem.file)

    def signature(self) -> str:
        """A text that differs once a curriculum does, or the language that it is shown in."""
        from hashlib import sha256  # noqa: PLC0415 - few need it

        return sha256(repr((_shown(self._view()), self.languages)).encode()).hexdigest()

    def refresh(self) -> bool:
        """Look at the directories again; true if a curriculum or a problem has come, gone or changed."""
        before = self._last
        if before is not None and self._stands(before):
            return False  # as nearly always, and then what was made of it stands, too
        self._last = self._look()
        return (
            before is None or _shown(before) != _shown(self._last) or before.problems != self._last.problems
        )

    def _stands(self, view: View) -> bool:
        """Nothing can have changed since: no file, as far as their status tells, and no language."""
        listed = self._list()
        if listed != self._listed or self.languages != view.languages:
            return False
        # What was read just now may have changed once more in the same moment: it is looked at anew.
        return not view.reads and _current(view.index, listed[0])

    def _view(self) -> View:
        if self._last is None:
            self._last = self._look()
        return self._last

    def _list(self) -> tuple[list[Found], list[Problem]]:
        """The files of all directories, the weakest first, and what of these cannot be read."""
        found: list[Found] = []
        problems: list[Problem] = []
        for directory, source in self._directories:
            files, unreadable = list_files(directory, source)
            found += files
            problems += unreadable
        return found, problems

    def _look(self) -> View:
        found, unreadable = self._listed = self._list()
        problems = list(unreadable)
        index = self._cache.load_index()
        reads: dict[str, Read] = {}
        if not _current(index, found):
            from pmlearn.catalog.indexing import update  # noqa: PLC0415 - a warm start has nothing to read

            done = update(found, index, self._cache)
            index, reads = done.index, done.reads
            problems += done.problems
        view = View(index, reads, problems, self.languages)
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


def _shown(view: View) -> list[tuple[str, str]]:
    return sorted((path, entry.key) for path, entry in view.index.entries.items())
