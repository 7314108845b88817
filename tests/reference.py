"""The reference of docs/authoring.md: a table of keys for every record, made of its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.catalog.format import CURRICULUM
from pmlearn.catalog.overlayformat import OVERLAY
from pmlearn.catalog.records import AnyShape, Key, ListOf, Record
from pmlearn.catalog.shapes import Block, Line, Number
from tests.catalog.test_format import records

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDED = " of its own in an overlay"

Places = dict[str, list[str]]
"""Where each record stands: keys of other records."""


def reference() -> str:
    """The tables, in the order in which one meets the records."""
    plain = records(CURRICULUM)
    overlaid = [record for name, record in records(OVERLAY).items() if name not in plain]
    return "".join(
        [
            *(_section(record, _places(CURRICULUM)) for record in plain.values()),
            *(_section(record, _places(OVERLAY), _base(record, plain)) for record in overlaid),
        ]
    )


def _places(root: Record) -> Places:
    found: Places = {}
    for record in records(root).values():
        for key in record.keys:
            inner = key.shape.item if isinstance(key.shape, ListOf) else key.shape
            if isinstance(inner, Record):
                link = f"`{key.name}` of {_link(record)}"
                found.setdefault(inner.name, []).append(link)
    return found


def _base(record: Record, plain: dict[str, Record]) -> Record | None:
    return plain.get(record.name.partition(" of ")[0])


def _link(record: Record) -> str:
    return f"[{record.name}](#{record.name.replace(' ', '-')})"


def _section(record: Record, places: Places, base: Record | None = None) -> str:
    lines = [f"### {record.name}", ""]
    if record.name in places:
        lines += [f"Stands in {', '.join(places[record.name])}.", ""]
    keys: list[Key] = list(record.keys)
    if base is not None:
        old = {key.name: (key.says, key.shape) for key in base.keys}
        keys = [key for key in record.keys if key.required or old.get(key.name) != (key.says, key.shape)]
        same = [f"`{key.name}`" for key in record.keys if key not in keys]
        more = "" if record.name.endswith(ADDED) else ", and none of them required"
        lines += [f"As in {_link(base)}{more}: {', '.join(same)}.", ""]
    lines += ["| key | what it is | what to write | required | example |", "|---|---|---|---|---|"]
    lines += [_row(key) for key in keys]
    return "\n".join([*lines, *_together(record), "", ""])


def _row(key: Key) -> str:
    example = f"`{key.example}`" if key.example else ""
    cells = (f"`{key.name}`", key.says, words(key.shape), "yes" if key.required else "", example)
    return f"| {' | '.join(cells)} |".replace("  ", " ")


def words(shape: AnyShape) -> str:
    """A shape, for people."""
    if isinstance(shape, ListOf):
        item = words(shape.item)
        item = f"has {item}" if item.startswith("the keys") else f"is {item}"
        text = f"a list, each item {item}"
        return f"{text}; one alone may stand without its list" if shape.alone else text
    if isinstance(shape, Record):
        text = f"the keys of {_link(shape)}"
        return f"{text}, or its `{shape.short}` alone" if shape.short else text
    if isinstance(shape, Number):
        bounds = f"{shape.least:,} to {shape.most:,}"
        return f"{shape.words} from {bounds}" if shape.least < shape.most else f"the number {shape.least}"
    limit = f", {shape.limit:,} characters at most" if isinstance(shape, Line | Block) else ""
    return shape.words + limit


def _together(record: Record) -> Iterator[str]:
    rules = [f"Either {_or(pair)}, not both." for pair in record.not_both]
    rules += [f"One at least of {_or(names)}." for names in record.any_of]
    if rules:
        yield from ("", " ".join(rules))


def _or(names: tuple[str, ...]) -> str:
    *first, last = [f"`{name}`" for name in names]
    return f"{', '.join(first)} or {last}"
