"""A curriculum as CSV (RFC 4180, lines ended by a newline): one row for each thing that is ticked.

With progress, a row of kind `choice` for each choice of the curriculum comes before them.

A text that a spreadsheet would take for a formula has `'` before it, which an import takes off again.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pmlearn.catalog.exports.checklist import GONE
from pmlearn.catalog.imports.columns import CHOICE
from pmlearn.model.curriculum import step_of
from pmlearn.model.standing import PIECE_LIMIT
from pmlearn.model.text import clean, clean_block

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pmlearn.model.curriculum import Curriculum
    from pmlearn.model.standing import Standing

_WHAT = (
    "curriculum",
    "module",
    "step",
    "part",
    "ref",
    "title",
    "kind",
    "minutes",
    "optional",
    "topics",
    "links",
)
_HOW = ("status", "done_at", "note", "evidence", "answer")
_JOINS = {"note": "\n\n", "evidence": "\n", "answer": "\n"}
"""What stands between the texts of a step and of its first part."""


def to_csv(
    curriculum: Curriculum, standings: Mapping[str, Standing] | None = None, gone: Sequence[Standing] = ()
) -> str:
    """Return the table of a curriculum; `standings` and `gone` as `to_markdown` has them."""
    out = io.StringIO()
    columns = _WHAT if standings is None and not gone else (*_WHAT, *_HOW)
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    left = dict(standings or {})
    for choice in curriculum.choices if standings is not None else ():
        row = {"curriculum": curriculum.id, "ref": choice.ref, "title": choice.title, "kind": CHOICE}
        held = left.get(choice.ref)
        writer.writerow({name: _safe(text) for name, text in (row | (_told(held) if held else {})).items()})
    for row in _rows(curriculum):
        told = {} if standings is None else {"status": "todo"}
        if held := left.get(row["ref"]):
            told = _told(held)
        # A step has no row of its own beside its parts: what was done with it stands with the first of them.
        if row["part"] and (step := left.pop(step_of(row["ref"]), None)):
            own = _told(step)
            for name, join in _JOINS.items():
                told[name] = join.join(filter(None, (own[name], told.get(name, ""))))
        writer.writerow({name: _safe(text) for name, text in (row | told).items()})
    for each in gone:
        row = {"curriculum": curriculum.id, "module": GONE, "step": each.title, "ref": each.ref}
        row |= {"title": each.title, "kind": CHOICE if each.asked else ""} | _told(each)
        writer.writerow({name: _safe(text) for name, text in row.items()})
    return out.getvalue()


def _rows(curriculum: Curriculum) -> Iterator[dict[str, str]]:
    for module in curriculum.modules:
        for step in module.steps:
            for unit in step.units():
                yield {
                    "curriculum": curriculum.id,
                    "module": module.title,
                    "step": step.title,
                    "part": "" if unit is step else unit.title,
                    "ref": unit.ref,
                    "title": unit.title,
                    "kind": step.kind.value,
                    "minutes": str(unit.minutes or ""),
                    "optional": "yes" if step.optional or unit.optional else "",
                    "topics": ", ".join(step.topics),
                    "links": " ".join(resource.url for resource in step.resources if resource.url),
                }


def _told(standing: Standing) -> dict[str, str]:
    note = "\n\n".join(map(clean_block, standing.notes))
    done = standing.at if standing.status == "done" else ""
    return {
        "status": "" if standing.asked else standing.status.value,
        "done_at": done,
        "note": note,
        "evidence": "\n".join(clean(piece, PIECE_LIMIT) for piece in standing.evidence),
        "answer": clean(standing.answer),
    }


def _safe(text: str) -> str:
    text = clean_block(text) if "\n" in text else clean(text, 100_000)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "'")) else text
