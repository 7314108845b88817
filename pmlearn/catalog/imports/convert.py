"""A foreign file to the text of a curriculum file, which is read again before it is handed on."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from pmlearn.catalog.decode import decode
from pmlearn.catalog.emit import emit
from pmlearn.catalog.imports.assemble import assemble
from pmlearn.catalog.imports.markdown import read_markdown
from pmlearn.catalog.imports.opml import read_opml
from pmlearn.catalog.imports.outline import NotReadError
from pmlearn.catalog.imports.table import read_csv
from pmlearn.catalog.loader import read
from pmlearn.catalog.report import Report, TooManyProblems
from pmlearn.model.problem import Severity
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlearn.catalog.imports.outline import Item, Outline

_READERS = {
    **dict.fromkeys((".md", ".markdown", ".mkd", ".txt"), read_markdown),
    **dict.fromkeys((".opml", ".xml"), read_opml),
    **dict.fromkeys((".csv", ".tsv"), read_csv),
}


def convert(data: bytes, file: str, id_: str) -> dict[str, Any]:
    """Return what came of a file: `id`, `text` and how much is in it, or `message` and `hint`.

    Args:
        data: the bytes of the file; whatever they hold, nothing is raised.
        file: its name, which tells how it is read.
        id_: the id that the curriculum is to have; "" for one of its title.
    """
    try:
        return _convert(data, PurePath(file), id_)
    except NotReadError as error:
        return {"message": error.message, "hint": error.hint}


def _convert(data: bytes, path: PurePath, id_: str) -> dict[str, Any]:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise NotReadError(
            "its name does not say what it holds", "call it .md for Markdown, .opml for OPML or .csv for CSV"
        )
    report = Report(str(path))
    text = None
    with suppress(TooManyProblems):
        text = decode(data, report)
    if text is None or report.broken:
        first = report.problems()[0]
        line = f"line {first.line}: " if first.line > 1 else ""
        raise NotReadError(f"{line}{first.message}", first.hint)
    outline = reader(text)
    values = assemble(outline, id_, path.stem.replace("-", " ").replace("_", " ").capitalize())
    made = emit(values, [f"Imported from {clean(path.name, 100)}; ids stay as they are from now on."])
    found = read(made.encode(), f"{values['id']}.yaml")
    for problem in found.problems:
        if problem.severity is Severity.ERROR:
            raise NotReadError(f"what it would become cannot be used: {problem.message}", problem.hint)
    assert found.curriculum is not None
    steps = list(found.curriculum.steps())
    return {
        "id": values["id"],
        "text": made,
        "modules": len(found.curriculum.modules),
        "steps": len(steps),
        "parts": sum(len(step.parts) for step in steps),
        "ticked": _ticked(outline),
        "warnings": len(found.problems),
    }


def _ticked(outline: Outline) -> int:
    def count(items: Iterable[Item]) -> int:
        return sum(item.ticked + count(item.items) for item in items)

    return sum(count(section.items) for section in outline.sections)
