from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from pmlearn.catalog.facts import Day, Isbn, Language, Url
from pmlearn.catalog.loader import read
from pmlearn.catalog.names import Id, Ref, Slug
from pmlearn.catalog.report import Report
from pmlearn.catalog.scalars import core
from pmlearn.catalog.schema import as_seen, curriculum_schema
from pmlearn.catalog.shapes import Block, Line, Number, OneOf, Shape, Truth, Wrong
from pmlearn.catalog.yamltree import Mapping, Node, Scalar, Sequence, parse
from pmlearn.model.problem import Severity
from tests.catalog.test_format import KEYS, OVERLAID, RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema.exceptions import ValidationError

DATA = Path(__file__).parents[1] / "data" / "curricula"
SHIPPED = Path(__file__).parents[2] / "curricula"
FILES = sorted([*DATA.glob("*/*.yaml"), *SHIPPED.glob("*.yaml")])
SCHEMA = curriculum_schema()
VALIDATOR = Draft7Validator(SCHEMA)

# What no draft-07 schema can say, by the codes of the loader's problems.

UNREAD = {
    "syntax": "it is no YAML: an editor's parser says so",
    "empty-file": "there is nothing to hold against a schema",
    "not-utf-8": "an editor shows text, whatever the bytes were",
    "bad-character": "an editor's parser says so, or does not mind",
    "too-large": "a schema sees no bytes",
    "too-deep": "what is too deep for us is a list like any other to it",
    "many-documents": "each document is held against the schema by itself",
    "anchor": "resolved before a schema sees the values",
    "alias": "as above",
    "tag": "as above",
    "bad-key": "every key is a text to a schema; editors warn",
}
"""Mistakes in the YAML itself. What such a file holds besides is not compared."""

BEYOND = {
    "duplicate-key": "one of the two is left when a schema sees the mapping; an editor's parser says so",
    "duplicate-id": "uniqueItems compares whole items, not their ids",
    "unknown-step": "a schema knows no step by its id",
    "requires-cycle": "a schema knows no step by its id",
    "own-alternative": "a schema knows no step by its id",
    "was-itself": "a schema compares no value with another",
    "overlay-itself": "a schema compares no value with another",
    "was-in-use": "a schema compares no value with another",
    "bad-isbn": "its pattern is 13 digits; a pattern of the check digit would fill pages",
    "bad-link": "its pattern knows http and https, a host and no blanks, not which hosts and ports there are",
}
"""Mistakes that a schema sees in part or not at all. Everything else it has to see, at the same place."""


def place_of(path: Iterable[str | int], root: Node) -> tuple[int, int]:
    """Where the value stands that a path of keys and indices leads to."""
    node: Node | None = root
    for step in path:
        if isinstance(step, int):
            assert isinstance(node, Sequence)
            node = node.items[step]
        else:
            assert isinstance(node, Mapping)
            node = node.get(step)
    assert node is not None
    return node.line, node.column


def leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The errors that an editor shows: of an anyOf, those of the branch that was meant."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    meant = [b for b in branches.values() if not any(e.validator == "type" and not e.path for e in b)]
    if meant:
        for inner in meant[0]:
            yield from leaves(inner)
    else:
        yield error


def refused_at(root: Node) -> set[tuple[int, int]]:
    """Where the schema sees a mistake; one in the keys of a mapping at its beginning."""
    found = set()
    for error in VALIDATOR.iter_errors(as_seen(root)):
        for leaf in leaves(error):
            found.add(place_of(leaf.absolute_path, root))
    return found


def around(at: tuple[int, int], node: Node | None) -> tuple[int, int] | None:
    """The beginning of the mapping that has a key at this place."""
    children: list[Node] = []
    if isinstance(node, Mapping):
        if any((name.line, name.column) == at for name, _ in node.pairs):
            return node.line, node.column
        children = [value for _, value in node.pairs]
    elif isinstance(node, Sequence):
        children = node.items
    return next((found for child in children if (found := around(at, child))), None)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_schema_and_loader_come_to_the_same_verdict(path: Path) -> None:
    data = path.read_bytes()
    errors = [p for p in read(data, path.name).problems if p.severity is Severity.ERROR]
    codes = {problem.code for problem in errors}
    root = parse(data, Report(path.name))
    if codes & UNREAD.keys() or root is None:
        return
    refused = refused_at(root)
    assert bool(refused) is bool(codes - BEYOND.keys())
    if "format-newer" in codes or not isinstance(root, Mapping):
        return  # the loader looks no further; the schema does
    said = {(p.line, p.column): p.code for p in errors}
    keys = {"unknown-key", "both-keys"}
    loader = {around(at, root) if code in keys else at: code for at, code in said.items()}
    assert refused <= loader.keys()
    assert {code for at, code in loader.items() if at not in refused} <= BEYOND.keys()


def test_each_exception_is_one_that_a_bad_file_needs() -> None:
    codes = {
        line.split()[1]
        for path in DATA.glob("bad/*.problems")
        for line in path.read_text("utf-8").splitlines()
    }
    assert (UNREAD.keys() | BEYOND.keys()) - codes <= {"too-large"}  # no file of a megabyte is kept


def test_it_is_a_schema_of_draft_07() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_every_key_of_every_record_is_in_it_with_what_it_is() -> None:
    for record in (RECORDS | OVERLAID).values():
        defined = SCHEMA["definitions"][record.name.replace(" ", "-")]
        assert list(defined["properties"]) == [key.name for key in record.keys]
        assert defined["required"] == [key.name for key in record.keys if key.required]
        assert defined["additionalProperties"] is False
    assert len(SCHEMA["definitions"]) == len(RECORDS | OVERLAID)
    for record, key in KEYS:
        written = SCHEMA["definitions"][record.name.replace(" ", "-")]["properties"][key.name]
        assert written["description"].lower() == f"{key.says}.".lower()
        assert bool(key.example) is ("examples" in written)
        assert "$ref" not in written  # an editor would pass over the description beside it


def test_examples_fit_their_keys() -> None:
    for definition in SCHEMA["definitions"].values():
        for name, key in definition["properties"].items():
            for example in key.get("examples", ()):
                part = {**key, "definitions": SCHEMA["definitions"]}
                assert Draft7Validator(part).is_valid(example), (definition["title"], name)


# Each shape by itself.


def accepts(shape: Shape, scalar: Scalar) -> bool:
    try:
        shape.read(scalar)
    except Wrong:
        return False
    return True


def agree(shape: Shape, scalar: Scalar) -> bool:
    return Draft7Validator(shape.schema()).is_valid(core(scalar)) is accepts(shape, scalar)


SHAPES: tuple[Shape, ...] = (
    *(Line(64), Block(64), OneOf(("book", "tool")), Number(1, 60), Number(0.5, 9, whole=False), Truth()),
    *(Slug(), Id("step", ""), Ref(), Ref(2), Ref(1, 3), Day(), Url(), Isbn(), Language()),
)
TEXTS = (
    *("", " ", "a", "abcde", "abcdef", "book", "Book", "a b", "yes", "null", "~", "False", "-1", "0", "0.25"),
    *("1", "60", "61", "9.5", "1e3", "0x10", "a-b", "a--b", "-a", "A", "a_b", "a" * 64, "a" * 65, "2026"),
    *("a/b", "a/b/c", "a/b/c/d", "/a", "a/", f"{'a' * 65}/b", f"a/{'a' * 65}", "a/B", "en", "pt-BR", "e"),
    *("english", "de-", "2026-11-22", "2026-02-30", "2026-11-31", "2026-13-01", "2026-00-10", "0000-01-01"),
    *("2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "2026-2-3", "20260203", "9781119387503"),
    *("978-1-119-38750-3", "9771119387503", "978111938750", "https://example.org", "HTTP://a.b/?q#f"),
    *("http://", "https:///x", "ftp://a", "https://a b", "www.example.org", "http://[::1]:80/", "http://["),
    *("http://a@b:8080/c", "http://:80", "https://?q", "javascript:alert(1)", f"https://{'a' * 1993}"),
)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_shape_and_its_schema_agree(shape: Shape) -> None:
    scalars = [Scalar(1, 1, text, plain) for text in TEXTS for plain in (False, True)]
    refused = [s for s in scalars if core(s) is not None and not agree(shape, s)]
    # Without quotes it is a truth value, and the schema asks for the quotes.
    assert [s for s in refused if not isinstance(core(s), bool)] == []
    null = Scalar(1, 1, "~", plain=True)
    assert not Draft7Validator(shape.schema()).is_valid(core(null))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_schema_refuses_no_text_that_its_shape_reads(shape: Shape, data: Any) -> None:
    pattern = shape.schema().get("pattern", "")
    texts = st.from_regex(pattern.replace(r"\S", "a"), fullmatch=True) if pattern else st.text()
    scalar = Scalar(1, 1, data.draw(texts | st.text(max_size=5)), plain=False)
    assert not accepts(shape, scalar) or Draft7Validator(shape.schema()).is_valid(scalar.text)


def test_a_schema_knows_the_calendar() -> None:
    validator = Draft7Validator(Day().schema())
    days = [date(1999, 1, 1) + timedelta(days=number) for number in range(6 * 366)]
    assert all(validator.is_valid(day.isoformat()) for day in days)
    written = {
        f"{year}-{month:02}-{day:02}" for year in (1999, 2000) for month in range(14) for day in range(33)
    }
    good = {day for day in written if validator.is_valid(day)}
    assert good == {day.isoformat() for day in days} & written
