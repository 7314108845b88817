"""What was done of steps and choices that no curriculum shows any more: it is never thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model import fold
from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.progress import Status
from pmlearn.model.text import clean
from pmlearn.services.progress import CHOICE, choice_ref, status_in
from pmlearn.services.reads import shown_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.curriculum import Curriculum
    from pmlearn.model.fold import Doc, Note
    from pmlearn.services.progress import Progress


@dataclass(frozen=True, slots=True)
class Orphan:
    """A step, part or choice that is gone, with what the learner did with it."""

    ref: str  # as it was last known, in the journal: `choice_ref` of a choice's
    title: str  # as it was last known, or what its id says
    status: Status
    at: str  # when it came to that, or was answered if it is a choice, RFC 3339 in UTC; "" where it did not
    retired: bool  # its author took it out, and says so in the file
    notes: tuple[Note, ...]
    evidence: tuple[str, ...]  # what was attached, and what was read for it
    answer: str  # the id of the option that was taken; "" where none was

    @property
    def asked(self) -> bool:
        """It is a choice, which is answered and never ticked."""
        return self.ref.startswith(CHOICE)


class Orphans:
    """Finds them. Not thread-safe."""

    def __init__(self, catalog: Catalog, progress: Progress) -> None:
        self._catalog = catalog
        self._progress = progress

    def of(self, curriculum: Curriculum) -> tuple[Orphan, ...]:
        """The orphans of a curriculum that is there, as they were first touched, choices last."""
        there = {thing.ref for thing in curriculum.things()}
        there |= {choice_ref(choice.ref) for choice in curriculum.choices}
        retired = {each.ref: each.title for each in curriculum.retired}
        return tuple(
            _orphan(ref, doc, retired.get(ref, ""))
            for ref, doc in self._docs()
            if ref not in there and self._catalog.home(self.curriculum_of(ref)) == curriculum.id
        )

    def by_curriculum(self) -> dict[str, tuple[Orphan, ...]]:
        """Those of curricula that are not there any more, by the ids of these."""
        there = self._catalog.ids()
        found: dict[str, list[Orphan]] = {}
        for ref, doc in self._docs():
            id_ = self.curriculum_of(ref)
            if self._catalog.home(id_) not in there:
                found.setdefault(id_, []).append(_orphan(ref, doc, ""))
        return {id_: tuple(orphans) for id_, orphans in found.items()}

    def find(self, ref: str) -> Orphan | None:
        """The orphan that had exactly this ref; None where there is none, and for what was only renamed."""
        if self._catalog.find(ref) or not _matters(self._progress.doc(ref)):
            return None  # as nearly always; what follows looks at everything that was ever done
        curriculum = self._catalog.get(self.curriculum_of(ref))
        among = self.of(curriculum) if curriculum else self.by_curriculum().get(self.curriculum_of(ref), ())
        return next((orphan for orphan in among if orphan.ref == ref), None)

    def curriculum_of(self, ref: str) -> str:
        """The id that the curriculum of an orphan has today, or had last, by the orphan's ref."""
        id_ = curriculum_of(ref.removeprefix(CHOICE))
        return self._progress.now(f"{_CURRICULUM}{id_}").removeprefix(_CURRICULUM)

    def _docs(self) -> Iterator[tuple[str, Doc]]:
        """Everything that says something of the learner, with the ref that each thing has today."""
        yield from ((ref, doc) for ref, doc in self._progress.docs() if _matters(doc))
        for choice, _ in self._progress.answers():
            ref = choice_ref(choice)
            if doc := self._progress.doc(ref):
                yield ref, doc


_CURRICULUM = "curriculum:"


def _orphan(ref: str, doc: Doc, retired: str) -> Orphan:
    status = status_in(doc)
    at = fold.changed_at(doc, "option" if ref.startswith(CHOICE) else "status")
    return Orphan(
        ref,
        retired or clean(str(fold.value(doc, "title") or "")) or _readable(ref),
        status,
        at if ref.startswith(CHOICE) or status is not Status.TODO else "",
        bool(retired),
        tuple(fold.notes(doc)),
        shown_in(doc),
        clean(str(fold.value(doc, "option") or "")),
    )


def _matters(doc: Doc | None) -> bool:
    if status_in(doc) is not Status.TODO or fold.notes(doc) or fold.value(doc, "option"):
        return True
    return bool(shown_in(doc))


def _readable(ref: str) -> str:
    """What a ref says of a step whose title is not known any more."""

    def words() -> Iterator[str]:
        for slug in ref.split("/")[1:]:
            yield clean(slug.replace("-", " ")).capitalize()

    return ": ".join(words())
