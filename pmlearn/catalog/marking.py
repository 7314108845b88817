"""A tree to the marks of what stands in it; what to look for is told by the shapes of the format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlearn.catalog.check import is_overlay
from pmlearn.catalog.facts import Url
from pmlearn.catalog.format import CURRICULUM, TOPICS
from pmlearn.catalog.marks import Mark
from pmlearn.catalog.names import Id, Ref, Slug
from pmlearn.catalog.overlayformat import OVERLAY
from pmlearn.catalog.records import ListOf, Record
from pmlearn.catalog.scalars import is_null
from pmlearn.catalog.shapes import Block, Wrong
from pmlearn.catalog.yamltree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from pmlearn.catalog.records import AnyShape
    from pmlearn.catalog.yamltree import Node

_LINK = re.compile(r"\]\((https?://[^\s()]+)|<(https?://[^\s<>]+)>")
"""A link in Markdown, `[text](address)` or `<address>`."""

_HOLDERS = frozenset(("curriculum", "overlay", "module", "step", "part", "choice"))
_KINDS = {
    ("requirement", "step"): "requires",
    ("include", "curriculum"): "include",
    ("include", "modules"): "include",
    ("overlay", "overlay"): "base",
    ("resource", "url"): "resource",
    ("feed", "url"): "feed",
}
"""The kind of what is not called like its key, by the record and the key that it stands in."""


def collect(root: Mapping) -> tuple[Mark, ...]:
    """Return the marks of a file, in its order, whatever else is wrong in it; what is no name has none."""
    marker = _Marker()
    marker.record(root, OVERLAY if is_overlay(root) else CURRICULUM, ("", ""))
    return tuple(marker.found)


class _Marker:
    def __init__(self) -> None:
        self.found: list[Mark] = []

    def record(self, node: Mapping, record: Record, around: tuple[str, str]) -> None:
        noun = record.name.partition(" of ")[0]  # in an overlay: the step of an overlay
        inside = (noun, _name(node, record, around)) if noun in _HOLDERS else around
        within = ""
        for name, child in node.pairs:
            key = record.key(name.text)
            if key is None or key.name == TOPICS.name:
                continue
            if isinstance(key.shape, Id):
                if inside != around and inside[1]:
                    self.found.append(Mark(key.shape.of, inside[1], child.line, child.column, *around))
                continue
            if noun == "include" and key.name == "modules":
                within = f"{_read(node.get('curriculum'), Slug())}/"
            self._value(child, key.shape, _KINDS.get((noun, key.name), key.name), within, inside)

    def _value(self, node: Node, shape: AnyShape, kind: str, within: str, holder: tuple[str, str]) -> None:
        if isinstance(shape, ListOf):
            for item in node.items if isinstance(node, Sequence) else [node] if shape.alone else []:
                self._value(item, shape.item, kind, within, holder)
        elif isinstance(shape, Record):
            short = shape.key(shape.short)
            if isinstance(node, Mapping):
                self.record(node, shape, holder)
            elif short is not None:
                self._value(node, short.shape, _KINDS[shape.name, short.name], within, holder)
        elif isinstance(shape, Block):
            for link in _LINK.finditer(node.text) if isinstance(node, Scalar) else ():
                self.found.append(Mark("link", link[1] or link[2], node.line, node.column, *holder))
        elif isinstance(shape, Ref | Slug | Url) and (name := _read(node, shape)):
            self.found.append(Mark(kind, within + name, node.line, node.column, *holder))


def _name(node: Mapping, record: Record, around: tuple[str, str]) -> str:
    id_ = record.key("id")
    name = _read(node.get("id"), id_.shape) if id_ and isinstance(id_.shape, Id) else ""
    if around[0] != "step" or not name:
        return name
    return f"{around[1]}/{name}" if around[1] else ""


def _read(node: Node | None, shape: Id | Ref | Slug | Url) -> str:
    """Return the name that a value is, or "" where it is none."""
    if not isinstance(node, Scalar) or is_null(node):
        return ""
    try:
        return shape.read(node)
    except Wrong:
        return ""
