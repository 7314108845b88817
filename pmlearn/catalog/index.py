"""The index of the catalog: every file that was found, what lists show of it, and its refs."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING, Any

from pmlearn.model.problem import Severity
from pmlearn.model.progress import Status, tally
from pmlearn.model.route import uncounted

if TYPE_CHECKING:
    from pmlearn.catalog.listing import Found
    from pmlearn.model.curriculum import Curriculum, Source
    from pmlearn.model.problem import Problem

StepRefs = dict[str, list[str]]
"""The ids of a curriculum's steps, and of the parts of each."""

Ties = dict[str, dict[str, list[str]]]
"""What leads beyond a curriculum, by ref: `was`, the refs that a thing had before; `same`, steps elsewhere
that teach the same. Most have none."""

_SETTLED_NS = 2_000_000_000
"""File systems keep times to two seconds at worst: of two changes in such a time one may not show."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What lists show of a curriculum."""

    id: str
    title: str
    source: Source
    path: str  # the file that it was found in
    summary: str  # Markdown
    version: str
    language: str  # BCP 47 tag
    level: str
    topics: tuple[str, ...]
    minutes: int  # for one way through it
    modules: int
    steps: int  # all of them
    units: int  # those that are not optional

    def of(self, curriculum: Curriculum) -> Summary:
        """The same of the curriculum with all that belongs to it, where its file is not the whole of it."""
        id_, title, summary, version, language, level, topics, *counts = about(curriculum)
        return Summary(
            id_, title, self.source, self.path, summary, version, language, level, tuple(topics), *counts
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the index."""

    key: str  # of its content, see `pmlearn.catalog.indexing`
    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int
    trouble: bool  # there is something wrong that the learner should hear of
    about: list[Any] | None  # the fields of its summary but source and path; None where it holds none
    includes: list[str]  # ids of the curricula that it takes modules of
    overlay: list[str] | None  # id, curriculum and language of an overlay; None where it holds none

    def is_of(self, found: Found) -> bool:
        """The file was not written since, as far as its status tells."""
        held = (found.mtime_ns, found.ctime_ns, found.size, found.inode)
        return (self.mtime_ns, self.ctime_ns, self.size, self.inode) == held

    def summary(self, found: Found) -> Summary | None:
        """The summary of the curriculum in a file; None where it holds an error."""
        if self.about is None:
            return None
        id_, title, summary, version, language, level, topics, *counts = self.about
        topics = tuple(topics)
        return Summary(
            id_, title, found.source, found.path, summary, version, language, level, topics, *counts
        )


@dataclass(slots=True)
class Index:
    """Every file that was found, by path."""

    entries: dict[str, Entry] = field(default_factory=dict)
    written_ns: int = 0  # when it was saved, by the file system's clock
    refs_json: bytes = b""  # the refs by key, parsed when they are asked for
    ties_json: bytes = b""  # the ties by key, likewise

    def trusted(self, found: Found) -> Entry | None:
        """The entry of a file, where nothing can have changed in it since."""
        entry = self.entries.get(found.path)
        return entry if entry and entry.is_of(found) and not self.unsettled(entry) else None

    def unsettled(self, entry: Entry) -> bool:
        """The index was written so close to the file's last change that one more may have gone unseen."""
        return abs(self.written_ns - entry.mtime_ns) < _SETTLED_NS

    def refs(self) -> dict[str, StepRefs]:
        """The refs of every curriculum, by the key of its content."""
        held: dict[str, StepRefs] = json.loads(self.refs_json) if self.refs_json else {}
        return held

    def ties(self) -> dict[str, Ties]:
        """The ties of every curriculum that has some, by the key of its content."""
        held: dict[str, Ties] = json.loads(self.ties_json) if self.ties_json else {}
        return held

    def to_bytes(self) -> bytes:
        """The index as it is saved: the entries in one line, the refs and the ties in lines of their own."""
        rows = {path: list(astuple(each)) for path, each in self.entries.items()}
        return b"\n".join((json.dumps(rows).encode(), self.refs_json, self.ties_json))

    @classmethod
    def from_bytes(cls, data: bytes, written_ns: int) -> Index:
        """Read a saved index.

        Raises:
            ValueError, TypeError, AttributeError: it is none.
        """
        rows, refs, ties = data.split(b"\n")
        entries = {path: Entry(*row) for path, row in json.loads(rows).items()}
        return cls(entries, written_ns, refs, ties)


def troubling(problem: Problem) -> bool:
    """The learner should hear of it; advice is for the file's author alone."""
    return problem.severity is Severity.ERROR or problem.code == "id-not-file-name"


def about(curriculum: Curriculum) -> list[Any]:
    """Return what the index keeps of a curriculum for its summary."""
    steps = list(curriculum.steps())
    aside = uncounted(curriculum, lambda _: Status.TODO, lambda _: "", lambda _: False)
    count = tally(steps, lambda _: Status.TODO, aside)
    return [
        curriculum.id,
        curriculum.title,
        curriculum.summary,
        curriculum.version,
        curriculum.language,
        curriculum.level,
        list(curriculum.topics),
        curriculum.minutes if curriculum.says_its_time() else count.minutes,
        len(curriculum.modules),
        len(steps),
        count.units,
    ]


def includes(curriculum: Curriculum) -> list[str]:
    """Return the ids of the curricula that one takes modules of."""
    every = (*curriculum.include, *(each for module in curriculum.modules for each in module.include))
    return list(dict.fromkeys(each.curriculum for each in every))


def ties(curriculum: Curriculum) -> Ties:
    """Return what leads beyond a curriculum."""
    things = (*curriculum.things(), *curriculum.retired)
    was = {thing.ref: list(thing.was) for thing in things if thing.was}
    if curriculum.was:
        was[f"curriculum:{curriculum.id}"] = [f"curriculum:{old}" for old in curriculum.was]
        for choice in curriculum.choices:
            id_ = choice.ref.rpartition("/")[2]
            was[f"choice:{choice.ref}"] = [f"choice:{old}/{id_}" for old in curriculum.was]
    found = {
        "was": was,
        "same": {step.ref: list(step.same_as) for step in curriculum.steps() if step.same_as},
    }
    return {name: refs for name, refs in found.items() if refs}


def step_refs(curriculum: Curriculum) -> StepRefs:
    """Return the ids of a curriculum's steps and their parts."""
    return {
        step.ref.partition("/")[2]: [part.ref.rpartition("/")[2] for part in step.parts]
        for step in curriculum.steps()
    }
