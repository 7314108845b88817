"""Format 1 as a JSON Schema, so that editors complete and check a file while it is typed.

Draft-07 (https://json-schema.org/draft-07), made of the records that the loader goes by. `errorMessage` is
shown by yaml-language-server instead of words of its own; other validators pass over it. What a schema cannot
say is left to `pmlearn.catalog.loader`: ids given twice, refs to nowhere, a wrong digit of an ISBN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.catalog.format import CURRICULUM, FORMAT
from pmlearn.catalog.overlayformat import OVERLAY
from pmlearn.catalog.records import ListOf, Record
from pmlearn.catalog.report import Report
from pmlearn.catalog.scalars import core
from pmlearn.catalog.yamltree import Mapping, Scalar, Sequence, parse

if TYPE_CHECKING:
    from pmlearn.catalog.records import AnyShape, Key
    from pmlearn.catalog.shapes import Schema
    from pmlearn.catalog.yamltree import Node


def curriculum_schema() -> Schema:
    """Return the schema of a file: of an overlay where it has the key `overlay`, else of a curriculum."""
    definitions: dict[str, Schema] = {}
    curriculum = _refer(CURRICULUM, definitions)
    overlay = _refer(OVERLAY, definitions)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"pmlearn curriculum, format {FORMAT}",
        "description": "A curriculum for pmlearn, or an overlay: changes of one without a copy of it.",
        "type": "object",
        "if": {"type": "object", "required": ["overlay"]},
        "then": overlay,
        "else": curriculum,
        "definitions": definitions,
    }


def as_seen(node: Node | None) -> Any:
    """Return what an editor sees of a tree: mappings, lists, and scalars of YAML 1.2's core schema."""
    if isinstance(node, Mapping):
        return {name.text: as_seen(value) for name, value in node.pairs}
    if isinstance(node, Sequence):
        return [as_seen(item) for item in node.items]
    return core(node) if isinstance(node, Scalar) else None


def _refer(record: Record, definitions: dict[str, Schema]) -> Schema:
    """Define a record where it is not yet; return what refers to its definition."""
    name = record.name.replace(" ", "-")
    if name not in definitions:
        definitions[name] = {}  # its place: before those that it holds
        definitions[name] |= _define(record, definitions)
    return {"$ref": f"#/definitions/{name}"}


def _define(record: Record, definitions: dict[str, Schema]) -> Schema:
    schema: Schema = {
        "title": record.name,
        "type": "object",
        "properties": {key.name: _property(key, definitions) for key in record.keys},
        "required": [key.name for key in record.keys if key.required],
        "additionalProperties": False,
    }
    if record.not_both:
        schema["dependencies"] = {
            one: {"properties": {other: False}, "errorMessage": f"keep one of {one} and {other}"}
            for one, other in record.not_both
        }
    if record.any_of:
        schema["allOf"] = [
            {"anyOf": [{"required": [name], "errorMessage": f"write {' or '.join(names)}"} for name in names]}
            for names in record.any_of
        ]
    return schema


def _property(key: Key, definitions: dict[str, Schema]) -> Schema:
    schema = {"description": f"{key.says[0].upper()}{key.says[1:]}.", **_value(key.shape, definitions)}
    if "$ref" in schema:  # what stands beside a reference does not count
        schema["allOf"] = [{"$ref": schema.pop("$ref")}]
    if key.example:
        schema["examples"] = [_example(key, text="string" in schema.get("type", ()))]
    return schema


def _example(key: Key, *, text: bool) -> Any:
    root = parse(f"{key.name}: {key.example}".encode(), Report(""))
    value = root.get(key.name) if isinstance(root, Mapping) else None
    # As it is written: an editor would make 1 of the version 1.0.
    return value.text if text and isinstance(value, Scalar) else as_seen(value)


def _value(shape: AnyShape, definitions: dict[str, Schema]) -> Schema:
    if isinstance(shape, ListOf):
        item = _value(shape.item, definitions)
        many: Schema = {"type": "array", "items": item}
        if shape.least:
            many["minItems"] = shape.least
        return {"anyOf": [many, item]} if shape.alone else many
    if isinstance(shape, Record):
        record = _refer(shape, definitions)
        short = shape.key(shape.short)
        return {"anyOf": [_value(short.shape, definitions), record]} if short else record
    return {**shape.schema(), "errorMessage": f"write {shape.words}"}
