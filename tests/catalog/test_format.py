from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmlearn.catalog.format import CURRICULUM
from pmlearn.catalog.loader import read
from pmlearn.catalog.names import Id
from pmlearn.catalog.overlayformat import OVERLAY
from pmlearn.catalog.records import AnyShape, Key, ListOf, Record
from pmlearn.catalog.report import Report
from pmlearn.catalog.yamltree import Mapping, Node, Sequence, parse
from pmlearn.model.curriculum import Fits

if TYPE_CHECKING:
    from pmlearn.catalog.shapes import Shape

DATA = Path(__file__).parents[1] / "data" / "curricula" / "good"


def records(shape: AnyShape) -> dict[str, Record]:
    """A record and those in it, by name."""
    if isinstance(shape, ListOf):
        return records(shape.item)
    if not isinstance(shape, Record):
        return {}
    found = {shape.name: shape}
    for key in shape.keys:
        found |= records(key.shape)
    return found


RECORDS = records(CURRICULUM)
OVERLAID = records(OVERLAY)
KEYS = [(record, key) for record in (RECORDS | OVERLAID).values() for key in record.keys]
NAMES = [f"{record.name}-{key.name}" for record, key in KEYS]


def used(node: Node, shape: AnyShape) -> set[str]:
    """The keys that a tree uses, as `record-key`."""
    if isinstance(shape, ListOf):
        items = node.items if isinstance(node, Sequence) else [node]
        return set().union(*(used(item, shape.item) for item in items))
    if not isinstance(shape, Record) or not isinstance(node, Mapping):
        return set()
    found = set()
    for name, value in node.pairs:
        key = shape.key(name.text)
        assert key is not None
        found |= {f"{shape.name}-{key.name}"} | used(value, key.shape)
    return found


@pytest.mark.parametrize(("file", "record"), [("everything", CURRICULUM), ("overlay", OVERLAY)])
def test_the_example_of_everything_uses_every_key(file: str, record: Record) -> None:
    root = parse((DATA / f"{file}.yaml").read_bytes(), Report("x"))
    assert root is not None
    names = {f"{name}-{key.name}" for name, each in records(record).items() for key in each.keys}
    assert names - used(root, record) == set()


@pytest.mark.parametrize(("record", "key"), KEYS, ids=NAMES)
def test_keys_are_described(record: Record, key: Key) -> None:
    assert key.says
    assert not key.says.endswith(".")
    names = [each.name for each in record.keys]
    assert len(names) == len(set(names))
    named = {name for group in (*record.any_of, *record.not_both) for name in group} | {record.short} - {""}
    assert named <= set(names)


@pytest.mark.parametrize(("record", "key"), KEYS, ids=NAMES)
def test_examples_have_the_shape_of_their_key(record: Record, key: Key) -> None:
    if not key.example:
        assert not key.required or isinstance(key.shape, ListOf | Record)
        return
    report = Report("x")
    root = parse(f"{key.name}: {key.example}".encode(), report)
    assert isinstance(root, Mapping)
    value = root.get(key.name)
    shape: AnyShape = key.shape
    if isinstance(shape, ListOf):
        assert isinstance(value, Sequence)
        (value,) = value.items
        shape = shape.item
    assert not isinstance(shape, ListOf | Record)
    assert not isinstance(value, Mapping | Sequence)
    read_example(shape, value)
    assert report.problems() == ()


def read_example(shape: Shape, value: object) -> None:
    shape.read(value)  # type: ignore[arg-type]


def test_an_id_is_unique_within_a_record_around_it() -> None:
    for record, key in KEYS:
        if isinstance(key.shape, Id):
            assert key.shape.of.removeprefix("added ") == record.name.partition(" of ")[0]
            assert key.shape.within in RECORDS.keys() | {"overlay", ""}


@pytest.mark.parametrize("value", ["0", "2.0", "'1'", "one"])
def test_another_format_is_refused(value: str) -> None:
    problems = read(f"format: {value}\n".encode(), "x.yaml").problems
    assert problems[0].line == 1
    assert any(problem.code in ("out-of-range", "wrong-type") for problem in problems)


def test_a_newer_format_is_the_only_problem() -> None:
    (problem,) = read(b"stages: []\nformat: 2\n", "x.yaml").problems
    assert (problem.line, problem.code) == (2, "format-newer")
    assert problem.message == "this file is of format 2; this pmlearn reads 1"


def test_whom_an_option_suits_is_said_in_the_order_of_the_format() -> None:
    assert tuple(key.name for key in RECORDS["fits"].keys) == Fits.names()
