"""What things are called that are no step of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model import fold
from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from pmlearn.catalog.finder import Catalog
    from pmlearn.services.progress import Progress


def choice_title(catalog: Catalog, ref: str) -> str:
    """What a choice asks, by its ref; else the ref."""
    curriculum = catalog.get(curriculum_of(ref))
    for choice in curriculum.choices if curriculum else ():
        if choice.ref == ref:
            return choice.title
    return clean(ref)


def former_title(catalog: Catalog, progress: Progress, ref: str) -> str:
    """What a step or part was called that is gone, as its curriculum or the journal says; "" for neither."""
    curriculum = catalog.get(curriculum_of(ref))
    for retired in curriculum.retired if curriculum else ():
        if ref == retired.ref:
            return retired.title
    return clean(str(fold.value(progress.doc(ref), "title") or ""))
