"""What was done of steps that no curriculum shows any more: it is never thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model import fold
from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.progress import Status
from pmlearn.model.text import clean
from pmlearn.services.progress import evidence_in, status_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.curriculum import Curriculum
    from pmlearn.model.fold import Doc, Note
    from pmlearn.services.progress import Progress


@dataclass(frozen=True, slots=True)
class Orphan:
    """A step or part that is gone, with what the learner did with it."""

    ref: str  # as it was last known
    title: str  # as it was last known, or what its id says
    status: Status
    at: str  # when the status was set, RFC 3339 in UTC; "" where it never was
    retired: bool  # its author took it out, and says so in the file
    notes: tuple[Note, ...]
    evidence: tuple[str, ...]


class Orphans:
    """Finds them. Not thread-safe."""

    def __init__(self, catalog: Catalog, progress: Progress) -> None:
        self._catalog = catalog
        self._progress = progress

    def of(self, curriculum: Curriculum) -> tuple[Orphan, ...]:
        """The orphans of a curriculum that is there, in the order in which they were first touched."""
        there = {thing.ref for thing in curriculum.things()}
        retired = {each.ref: each.title for each in curriculum.retired}
        return tuple(
            self._orphan(ref, doc, retired.get(ref, ""))
            for ref, doc in self._progress.docs()
            if self._catalog.home(curriculum_of(ref)) == curriculum.id and ref not in there and _matters(doc)
        )

    def by_curriculum(self) -> dict[str, tuple[Orphan, ...]]:
        """Those of curricula that are not there any more, by the ids of these."""
        found: dict[str, list[Orphan]] = {}
        for ref, doc in self._progress.docs():
            id_ = curriculum_of(ref)
            if _matters(doc) and self._catalog.get(id_) is None:
                found.setdefault(id_, []).append(self._orphan(ref, doc, ""))
        return {id_: tuple(orphans) for id_, orphans in found.items()}

    def _orphan(self, ref: str, doc: Doc, retired: str) -> Orphan:
        return Orphan(
            ref,
            retired or clean(str(fold.value(doc, "title") or "")) or _readable(ref),
            status_in(doc),
            fold.changed_at(doc, "status"),
            bool(retired),
            tuple(fold.notes(doc)),
            evidence_in(doc),
        )


def _matters(doc: Doc) -> bool:
    if status_in(doc) is not Status.TODO or fold.notes(doc) or fold.value(doc, "option"):
        return True
    return bool(evidence_in(doc))


def _readable(ref: str) -> str:
    """What a ref says of a step whose title is not known any more."""

    def words() -> Iterator[str]:
        for slug in ref.split("/")[1:]:
            yield clean(slug.replace("-", " ")).capitalize()

    return ": ".join(words())
