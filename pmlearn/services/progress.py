"""What the learner did with a step or a part, under whatever ref it was known when they did it.

The journal has the ref of that time for ever; a curriculum says what its steps were called before. The two
meet here: a thing's document is that of its ref with those of its former refs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model import fold
from pmlearn.model.curriculum import step_of
from pmlearn.model.progress import Status, step_status, tally
from pmlearn.model.route import set_aside, uncounted

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.curriculum import Curriculum
    from pmlearn.model.fold import Doc
    from pmlearn.model.progress import Tally
    from pmlearn.model.route import Aside
    from pmlearn.storage.store import Store


CHOICE = "choice:"
"""Before the refs of choices in the journal: a step may have the same one."""

EVIDENCE = "evidence:"
"""Before the names of the fields that hold evidence (`pmlearn.services.evidence`)."""


_Route = tuple["dict[str, Aside]", "Container[str]"]
"""What is set aside, and what does not count."""


class Progress:
    """The folded documents by the refs of today. Not thread-safe."""

    def __init__(self, catalog: Catalog, store: Store) -> None:
        self._catalog = catalog
        self._store = store
        self._routes: dict[str, tuple[Curriculum, int, _Route]] = {}  # with what each was made of

    def doc(self, ref: str, but: Container[str] = ()) -> Doc | None:
        """The document of a step or part; None where nothing happened to it. Not to be changed.

        Args:
            ref: the ref of today.
            but: refs whose documents are not looked at.
        """
        table = self._store.table("steps")
        before = self._catalog.ties().before(ref)
        if not before:
            return table.doc(ref)
        return fold.merge(ref, (table.doc(each) for each in (ref, *before) if each not in but))

    def status_of(self, ref: str) -> Status:
        """The status of a unit, by its full ref; `todo` where nothing is known.

        A part of which nothing is known has the status that its step got when it had no parts.
        """
        doc = self.doc(ref)
        if ref.count("/") == 2 and fold.value(doc, "status") is None:
            steps = dict.fromkeys(map(step_of, (ref, *self._catalog.ties().before(ref))))
            doc = fold.merge(ref, map(self.doc, steps))
        return status_in(doc)

    def answer(self, ref: str) -> str:
        """The id of the option that was taken, by the ref of a unit, or `choice_ref` of a choice's; or ""."""
        chosen = fold.value(self.doc(ref), "option")
        return chosen if isinstance(chosen, str) else ""

    def answer_to(self, choice: str) -> str:
        """The id of the option that was taken of a choice, by its ref; "" where none was."""
        return self.answer(choice_ref(choice))

    def answers(self) -> Iterator[tuple[str, str]]:
        """The choices that were answered, by the refs that they have today, with the ids of their options."""
        table = self._store.table("steps")
        for ref in dict.fromkeys(
            self.now(doc["ref"]) for doc in table.docs() if doc["ref"].startswith(CHOICE)
        ):
            if answer := self.answer(ref):
                yield ref.removeprefix(CHOICE), answer

    def aside(self, curriculum: Curriculum) -> dict[str, Aside]:
        """The steps of a curriculum that are not on the learner's way, by ref. Not to be changed."""
        return self._route(curriculum)[0]

    def uncounted(self, curriculum: Curriculum) -> Container[str]:
        """The steps of a curriculum that count as optional ones do, by ref: see `route.uncounted`."""
        return self._route(curriculum)[1]

    def tally(self, curriculum: Curriculum) -> Tally:
        """How far the learner has come in a curriculum."""
        return tally(curriculum.steps(), self.status_of, self.uncounted(curriculum))

    def _route(self, curriculum: Curriculum) -> _Route:
        version = self._store.table("steps").version
        held = self._routes.get(curriculum.id)
        if held is None or held[0] is not curriculum or held[1] != version:
            learner = (self.status_of, self.answer_to, self._done_elsewhere)
            aside = set_aside(curriculum, *learner)
            # Most have no choices, and every prompt asks.
            less = uncounted(curriculum, *learner) if curriculum.choices else aside
            held = self._routes[curriculum.id] = (curriculum, version, (aside, less))
        return held[2]

    def _done_elsewhere(self, ref: str) -> bool:
        step = self._catalog.step(self.now(ref))
        return step is not None and step_status(step, self.status_of) is Status.DONE

    def now(self, ref: str) -> str:
        """The ref that a thing has today."""
        return self._catalog.ties().now(ref)

    def docs(self) -> Iterator[tuple[str, Doc]]:
        """Everything that happened to steps and parts, with the ref that each has today.

        A thing that had several refs comes once.
        """
        ties = self._catalog.ties()
        seen = set()
        for doc in self._store.table("steps").docs():
            ref = doc["ref"]
            if ":" in ref:
                continue
            now = ties.now(ref)
            if now not in seen:
                seen.add(now)
                yield now, doc if now == ref and not ties.before(ref) else self.doc(now) or doc


def choice_ref(ref: str) -> str:
    """The ref of a choice in the journal."""
    return CHOICE + ref


def choice_of(ref: str) -> str:
    """The ref of the choice that one in the journal is of; "" where it is of something else."""
    return ref.removeprefix(CHOICE) if ref.startswith(CHOICE) else ""


def status_in(doc: Doc | None) -> Status:
    """The status that a document holds."""
    held = fold.value(doc, "status")
    try:
        return Status(held) if held else Status.TODO
    except ValueError:
        # Written by hand, or by a version that knows more words than we do.
        return Status.TODO


def evidence_in(doc: Doc | None) -> tuple[str, ...]:
    """The pieces that a document holds, oldest first."""
    if doc is None:
        return ()
    held = [
        (doc["stamps"][field][0], piece)
        for field, piece in doc["values"].items()
        if field.startswith(EVIDENCE) and isinstance(piece, str)
    ]
    return tuple(piece for _, piece in sorted(held))
