"""Curricula from files of others, and for them: import makes one of a foreign file, export writes one out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.errors import InputError, UnknownError
from pmlearn.model import fold
from pmlearn.model.curriculum import Curriculum
from pmlearn.model.progress import Status, step_status
from pmlearn.model.standing import Standing
from pmlearn.model.text import clean, plural
from pmlearn.services.checklist import given
from pmlearn.services.outcome import Outcome
from pmlearn.services.progress import CHOICE
from pmlearn.services.reads import shown_in
from pmlearn.storage.files import write_new

if TYPE_CHECKING:
    from pmlearn.model.curriculum import Part, Step
    from pmlearn.services.curriculum import Curricula
    from pmlearn.services.orphan import Orphan, Orphans
    from pmlearn.services.progress import Progress

FORMATS = ("markdown", "csv", "yaml")
"""What a curriculum can be exported as."""


class Exchange:
    """Import and export of curricula. Not thread-safe."""

    def __init__(self, curricula: Curricula, orphans: Orphans, progress: Progress) -> None:
        self._curricula = curricula
        self._orphans = orphans
        self._progress = progress

    def import_(self, file: Path, id_: str = "", output: Path | None = None) -> list[Outcome]:
        """Make a curriculum file of a Markdown, OPML or CSV file; returns what was done and what is next.

        Args:
            file: the foreign file.
            id_: the id of the curriculum; "" for one made of the name of `output`, or of its title.
            output: the file to write, which must not be there; `<id>.yaml` here where it is left out.

        Raises:
            InputError: the file cannot be read or made a curriculum, or there is a file where it would go.
            StoreError: the disk did not take it.
        """
        # They start a process, which only this needs.
        from pmlearn.catalog.imports.apart import convert_apart  # noqa: PLC0415
        from pmlearn.catalog.names import slug_of  # noqa: PLC0415

        made = convert_apart(file, id_ or (slug_of(output.stem) if output else ""))
        path = output or Path(f"{made.id}.yaml")
        self.write(path, made.text, 0o666)
        held = [plural(made.modules, "module"), plural(made.steps, "step"), plural(made.parts, "part")]
        told = [Outcome(f"imported: {path}, with {', '.join(held)}", (made.id,))]
        if made.ticked:
            boxes = plural(made.ticked, "ticked box", "ticked boxes")
            told.append(Outcome(f"{boxes} in it: progress is not imported"))
        missed = f"{plural(made.warnings, 'warning')}: see what readers would miss with"
        told.append(Outcome(f"{missed} pmlearn curriculum check {path}"))
        told.append(Outcome(f"when it is ready: pmlearn curriculum install {path}"))
        return told

    def export(self, id_: str, form: str = FORMATS[0], *, progress: bool = False) -> str:
        """Return a curriculum as the text of a file.

        With progress goes what was done and is not in the curriculum any more; of a curriculum that is not
        there itself, it is everything. YAML is the curriculum's own file, without what overlays change.

        Args:
            id_: its id, or a unique beginning of it; one that is gone is itself, and no beginning.
            form: one of `FORMATS`.
            progress: with what the learner did and noted.

        Raises:
            UnknownError: there is no such curriculum.
        """
        orphans = self._orphans.by_curriculum().get(id_, ())
        if not orphans:
            curriculum = self._curricula.get(id_)
            orphans = self._orphans.of(curriculum) if progress else ()
        elif progress and form != "yaml":
            curriculum = Curriculum(id_, id_)
        else:
            hint = f"what you did of it is: pmlearn curriculum export {id_} --progress"
            raise UnknownError(f"{clean(id_)} is not here any more", hint)
        standings = self._standings(curriculum) if progress else None
        gone = tuple(map(_standing_of, orphans))
        if form == "csv":
            from pmlearn.catalog.exports.table import to_csv  # noqa: PLC0415

            return to_csv(curriculum, standings, gone)
        if form == "yaml":
            from pmlearn.catalog.exports.file import to_yaml  # noqa: PLC0415

            return to_yaml(self._curricula.plain(curriculum.id), standings, gone)
        from pmlearn.catalog.exports.checklist import to_markdown  # noqa: PLC0415

        return to_markdown(curriculum, standings, gone)

    def write(self, path: Path, text: str, mode: int = 0o600) -> None:
        """Write a file that is not there yet.

        Args:
            path: the file.
            text: all that it is to hold.
            mode: who may do what with it, less what the umask takes; what holds progress is nobody else's.

        Raises:
            InputError: it is there already.
            StoreError: the disk did not take it: there is no file then.
        """
        try:
            write_new(path, text.encode(), mode)
        except FileExistsError as error:
            raise InputError(
                f"{path} is there already", "name another with --output, or move it away"
            ) from error

    def _standings(self, curriculum: Curriculum) -> dict[str, Standing]:
        """How the learner stands with the choices, steps and parts that they did something to, by ref."""
        found: dict[str, Standing] = {}
        for choice in curriculum.choices:
            if answer := self._progress.answer_to(choice.ref):
                taken = given(choice.options, answer)[0] or answer
                found[choice.ref] = Standing(choice.ref, choice.title, answer=taken, asked=True)
        for step in curriculum.steps():
            things: tuple[Step | Part, ...] = (step, *step.parts)
            for thing in things:
                standing = self._standing(step, thing)
                if standing.touched:
                    found[thing.ref] = standing
        return found

    def _standing(self, step: Step, thing: Step | Part) -> Standing:
        progress = self._progress
        whole = thing is step
        units = step.units() if whole else (thing,)
        status = step_status(step, progress.status_of) if whole else progress.status_of(thing.ref)
        at = max(fold.changed_at(progress.doc(unit.ref), "status") for unit in units)
        doc = progress.doc(thing.ref)
        answer = progress.answer(thing.ref)
        return Standing(
            thing.ref,
            thing.title,
            status,
            at if status is not Status.TODO else "",
            tuple(note.text for note in fold.notes(doc)),
            shown_in(doc),
            given(thing.options, answer)[0] or answer,  # the id of an option that is gone
        )


def _standing_of(orphan: Orphan) -> Standing:
    notes = tuple(note.text for note in orphan.notes)
    return Standing(
        orphan.ref.removeprefix(CHOICE),
        orphan.title,
        orphan.status,
        orphan.at,
        notes,
        orphan.evidence,
        orphan.answer,
        asked=orphan.asked,
    )
