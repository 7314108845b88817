"""What is wrong with the files that an author works on: each by itself, and beside all that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.comparison import compare, likely_successors
from pmlearn.model.curriculum import curriculum_of, step_of
from pmlearn.model.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pmlearn.catalog.codec import Read
    from pmlearn.catalog.finder import Catalog
    from pmlearn.catalog.marks import Mark
    from pmlearn.model.curriculum import Curriculum


class Checks:
    """Checks curriculum files. Not thread-safe."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def check(self, files: Sequence[Path]) -> list[Problem]:
        """Every mistake, and every omission, in files; in the order of the files and of their lines.

        What a file names is looked for in the files that are given with it first, then in the catalog.
        """
        # A process is started here only: the catalog has what it read in its cache.
        from pmlearn.catalog.sandbox import read_paths  # noqa: PLC0415

        return self.judge(read_paths(files, marks=True))

    def judge(self, reads: Sequence[tuple[str, Read]], *, installed: bool = True) -> list[Problem]:
        """The problems of files that were read with their marks, by name.

        Args:
            reads: what came of reading each.
            installed: hold them against the installed version of the same curriculum, too.
        """
        from pmlearn.catalog.across import Asked, Known, check_across  # noqa: PLC0415
        from pmlearn.catalog.overlaychecks import check_overlay  # noqa: PLC0415

        given = {read.curriculum.id: read.curriculum for _, read in reads if read.curriculum}
        overlays = {read.overlay.id for _, read in reads if read.overlay}

        def get(id_: str) -> Curriculum | None:
            return given.get(id_) or self._catalog.plain(id_)

        known = Known(get, {*given, *self._catalog.ids()}, overlays | self._catalog.overlay_ids())
        problems: list[Problem] = []
        for file, read in reads:
            asked = Asked(file, read, known)
            found = [*read.problems, *check_across(asked), *check_overlay(asked)]
            if installed:
                found += self._changed_ids(file, read, list(given.values()))
            problems += sorted(found, key=lambda problem: (problem.line, problem.column))
        return problems

    def _changed_ids(self, file: str, read: Read, given: Sequence[Curriculum]) -> Iterator[Problem]:
        """Warn of ids that the installed version has and this one neither has nor accounts for."""
        if read.curriculum is None:
            return
        for id_ in (read.curriculum.id, *read.curriculum.was):
            installed = self._catalog.plain(id_)
            if installed is None or installed == read.curriculum:
                continue
            comparison = compare(installed, read.curriculum, given)
            likely = likely_successors(comparison)
            places = {(mark.kind, mark.name): mark for mark in read.marks}
            gone = {each.ref for each in comparison.removed}
            for each in comparison.removed:
                if step_of(each.ref) != each.ref and step_of(each.ref) in gone:
                    continue  # its step says it
                successor = likely.get(each.ref, "")
                noun, name = _name(successor or each.ref)
                mark = (
                    places.get((noun, name)) or _around(each.ref, places) or places.get(("curriculum", id_))
                )
                line, column = (mark.line, mark.column) if mark else (1, 1)
                old = _name(each.ref)[1].rpartition("/")[2]
                message = (
                    f"the installed {id_} has the {noun} “{each.title}” ({each.ref}), and this file has not: "
                    "what learners did with it would count no more"
                )
                hint = f"keep it with retired: true, or write was: [{old}] where it goes on under another id"
                if successor:
                    hint = (
                        f"if “{name}” is the same under a new id, write was: [{old}] in it; "
                        "else keep the old one with retired: true"
                    )
                yield Problem(file, line, column, Severity.WARNING, "id-gone", message, hint)


def _name(ref: str) -> tuple[str, str]:
    """The kind and the name that the mark of a step or part has."""
    name = ref.removeprefix(f"{curriculum_of(ref)}/")
    return ("part" if "/" in name else "step"), name


def _around(ref: str, places: dict[tuple[str, str], Mark]) -> Mark | None:
    """The mark of the step that a part stood in, where it is still there."""
    return places.get(_name(step_of(ref))) if step_of(ref) != ref else None
