"""A curriculum as the YAML of its own format; how far a learner has come stands in comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.catalog.emit import REMARKS, emit
from pmlearn.catalog.exports.checklist import GONE
from pmlearn.catalog.unbuild import unbuild
from pmlearn.model.standing import PIECE_LIMIT
from pmlearn.model.text import clean, clean_block

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pmlearn.catalog.check import Values
    from pmlearn.model.curriculum import Curriculum
    from pmlearn.model.standing import Standing


def to_yaml(
    curriculum: Curriculum, standings: Mapping[str, Standing] | None = None, gone: Sequence[Standing] = ()
) -> str:
    """Return the file of a curriculum; `standings` and `gone` as `to_markdown` has them."""
    values = unbuild(curriculum)
    for module in values["modules"]:
        for step in module.get("steps", ()):
            ref = f"{curriculum.id}/{step['id']}"
            _remark(step, ref, standings or {})
            for part in step.get("parts", ()):
                _remark(part, f"{ref}/{part['id']}", standings or {})
    for choice in values.get("choices", ()):
        _remark(choice, f"{curriculum.id}/{choice['id']}", standings or {})
    foot = [line for each in gone for line in (f"{clean(each.title)} ({clean(each.ref)})", *_lines(each))]
    return emit(values, foot=[f"{GONE}:", *foot] if gone else ())


def _remark(values: Values, ref: str, standings: Mapping[str, Standing]) -> None:
    if held := standings.get(ref):
        values[REMARKS] = tuple(_lines(held))


def _lines(standing: Standing) -> Iterator[str]:
    if standing.told:
        yield standing.told
    if standing.answer:
        yield f"answer: {clean(standing.answer)}"
    for piece in standing.evidence:
        yield f"evidence: {clean(piece, PIECE_LIMIT)}"
    for note in standing.notes:
        first, *rest = clean_block(note).split("\n")
        yield f"note: {first}"
        yield from (f"      {line}" for line in rest)
