"""Texts of others as the format takes them: cut where they are long, left out where they do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.catalog.shapes import Block, Line, Wrong
from pmlearn.catalog.yamltree import Scalar
from pmlearn.model.text import clean, clean_block

if TYPE_CHECKING:
    from pmlearn.catalog.records import Record


def fitting(record: Record, name: str, text: str) -> str:
    """Return a text as the value of a record's key, or "" where it cannot be one."""
    key = record.key(name)
    assert key is not None
    shape: Any = key.shape
    if isinstance(shape, Line):
        return clean(text, shape.limit)
    if isinstance(shape, Block):
        return clean_block(text, shape.limit) if text.strip() else ""
    try:
        return str(shape.read(Scalar(1, 1, text, plain=False)))
    except Wrong:
        return ""
