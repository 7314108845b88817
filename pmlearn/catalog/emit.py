"""Values to the text of a curriculum file, as a person would have written it.

Keys stand in the order of the format (`pmlearn.catalog.format`); reading the text gives the values again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.catalog.format import CURRICULUM
from pmlearn.catalog.records import ListOf, Record
from pmlearn.catalog.scalartext import WIDTH, is_plain, scalar, short
from pmlearn.catalog.template import SCHEMA_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlearn.catalog.check import Values

REMARKS = "#"
"""Where the values of a record hold lines of comment, which are written above it."""

_MODELINE = f"yaml-language-server: $schema={SCHEMA_FILE}"  # editors check the file by it


def emit(values: Values, head: Sequence[str] = (), foot: Sequence[str] = ()) -> str:
    """Return the text of the file that holds some values.

    Args:
        values: as `pmlearn.catalog.check` returns them, cleaned; records may have `REMARKS` besides.
        head: lines of comment at its beginning.
        foot: lines of comment at its end.
    """
    lines = [*_comments((_MODELINE, *head), 0), *_record(values, CURRICULUM, 0)]
    if foot:
        lines += ["", *_comments(foot, 0)]
    return "\n".join(lines) + "\n"


def _comments(lines: Sequence[str], indent: int) -> list[str]:
    return [f"{' ' * indent}# {line}".rstrip() for line in lines]


def _record(values: Values, record: Record, indent: int) -> Iterator[str]:
    margin = " " * indent
    for key in record.keys:
        if key.name not in values:
            continue
        value = values[key.name]
        if isinstance(key.shape, ListOf):
            yield from _list(key.name, value, key.shape.item, indent)
        elif isinstance(key.shape, Record):
            yield f"{margin}{key.name}:" if value else f"{margin}{key.name}: {{}}"
            yield from _record(value, key.shape, indent + 2)
        else:
            yield f"{margin}{key.name}: {_value(value, indent + 2, indent + len(key.name) + 2)}"


def _list(name: str, items: Sequence[Any], shape: Any, indent: int) -> Iterator[str]:
    margin = " " * indent
    row = f"{margin}{name}: [{', '.join(map(str, items))}]"
    if not items or (len(row) <= WIDTH and all(type(i) is str and is_plain(i, flow=True) for i in items)):
        yield row
        return
    yield f"{margin}{name}:"
    for item in items:
        if isinstance(item, dict):
            yield from _item(item, shape, indent + 2)
        else:
            yield f"{margin}  - {_value(item, indent + 4, indent + 4)}"


def _item(item: Values, record: Record, indent: int) -> Iterator[str]:
    margin = " " * indent
    yield from _comments(item.get(REMARKS, ()), indent)
    if record.short and item.keys() == {record.short}:
        yield f"{margin}- {short(item[record.short])}"
        return
    first, *rest = _record(item, record, indent + 2)
    yield f"{margin}- {first.lstrip(' ')}"
    yield from rest


def _value(value: Any, indent: int, used: int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return scalar(value, indent, used) if isinstance(value, str) else f"{value}"
