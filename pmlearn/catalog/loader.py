"""A file to a `Curriculum` or an `Overlay`, with every mistake in it: the one way in for YAML."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING

from pmlearn.catalog.advice import advise
from pmlearn.catalog.build import build
from pmlearn.catalog.check import check, is_overlay
from pmlearn.catalog.codec import Read
from pmlearn.catalog.format import FORMAT
from pmlearn.catalog.listing import SUFFIXES
from pmlearn.catalog.marking import collect
from pmlearn.catalog.report import Report, TooManyProblems, quoted
from pmlearn.catalog.scalars import number
from pmlearn.catalog.yamltree import Mapping, Scalar, Sequence, parse
from pmlearn.model.curriculum import Source
from pmlearn.model.overlay import Overlay

if TYPE_CHECKING:
    from pmlearn.catalog.check import Values
    from pmlearn.catalog.marks import Mark


def read(data: bytes, file: str, source: Source = Source.USER, *, marks: bool = False) -> Read:
    """Read a curriculum file.

    Args:
        data: the bytes of the file; whatever they hold, nothing is raised.
        file: its name, as the problems shall give it.
        source: where it was found.
        marks: where its things stand is wanted as well.
    """
    report = Report(file)
    values: Values = {}
    found: tuple[Mark, ...] = ()
    with suppress(TooManyProblems):
        root = _root(data, report)
        if root is not None:
            found = collect(root) if marks else ()
            values = check(root, report)
            if "id" in values:
                _check_name(root, file, report)
            if is_overlay(root):
                _check_base(values, root, report)
            else:
                advise(root, report)
    if report.broken:
        return Read(None, report.problems(), marks=found)
    if "overlay" in values:
        return Read(None, report.problems(), Overlay.of(values, file, source), found)
    return Read(build(values, source), report.problems(), marks=found)


def _root(data: bytes, report: Report) -> Mapping | None:
    root = parse(data, report)
    if isinstance(root, Mapping):
        return None if _newer(root, report) else root
    if root is not None and not report.broken:
        found = "a list" if isinstance(root, Sequence) else "a text"
        hint = "begin it with “format: 1”, and write every key of the curriculum in the first column"
        report.error(root, "wrong-type", f"the file holds {found}, not the keys of a curriculum", hint)
    return None


def _newer(root: Mapping, report: Report) -> bool:
    node = root.get("format")
    written = number(node) if isinstance(node, Scalar) else None
    if node is None or not isinstance(written, int) or written <= FORMAT:
        return False
    message = f"this file is of format {written}; this pmlearn reads {FORMAT}"
    report.error(node, "format-newer", message, "update pmlearn, or ask the author for the older file")
    return True


def _check_base(values: Values, root: Mapping, report: Report) -> None:
    node = root.get("overlay")
    if node is not None and values.get("overlay") == values.get("id") is not None:
        message = "the overlay has the id of the curriculum that it changes, and would take its place"
        hint = f"give the overlay an id and a file name of its own, such as my-{values['id']}"
        report.error(node, "overlay-itself", message, hint)


def _check_name(root: Mapping, file: str, report: Report) -> None:
    node = root.get("id")
    path = PurePath(file)
    if isinstance(node, Scalar) and path.suffix in SUFFIXES and path.stem != node.text:
        message = f"the id is {quoted(node.text)}, and the file is called {quoted(path.name)}"
        hint = f"call the file {quoted(node.text + path.suffix)}, or the curriculum {quoted(path.stem)}"
        report.warn(node, "id-not-file-name", message, hint)
