"""Ways through a tree for what looks at several places at once; what is out of shape is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.catalog.names import Slug
from pmlearn.catalog.scalars import truth
from pmlearn.catalog.shapes import Wrong
from pmlearn.catalog.yamltree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.catalog.yamltree import Node


def items(node: Mapping, key: str) -> list[Node]:
    """The items of the list that a key holds."""
    held = node.get(key)
    return held.items if isinstance(held, Sequence) else []


def records(node: Mapping, key: str) -> Iterator[Mapping]:
    """Those of them that are mappings."""
    return (item for item in items(node, key) if isinstance(item, Mapping))


def kept(node: Mapping, key: str) -> Iterator[Mapping]:
    """Those that are mappings and not retired."""
    return (record for record in records(node, key) if not _retired(record))


def texts(node: Mapping, key: str) -> Iterator[Scalar]:
    """Those that are scalars."""
    return (item for item in items(node, key) if isinstance(item, Scalar))


def name(node: Mapping) -> str:
    """The id of a record, or "" where it has none that can be used."""
    written = node.get("id")
    try:
        return Slug().read(written) if isinstance(written, Scalar) else ""
    except Wrong:
        return ""


def own(ref: str, curriculum: str) -> str:
    """What a ref names within the curriculum that it stands in, or "" where it leads to another one."""
    first, slash, rest = ref.partition("/")
    return first if not slash else rest if first == curriculum else ""


def _retired(node: Mapping) -> bool:
    retired = node.get("retired")
    return isinstance(retired, Scalar) and truth(retired) is True
