"""Values of whole files for hypothesis, drawn from the format: a key that it gains is drawn as well."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from hypothesis import strategies as st

from pmlearn.catalog.facts import Day, Isbn, Language, Url
from pmlearn.catalog.format import CURRICULUM
from pmlearn.catalog.names import Id, Ref, Slug
from pmlearn.catalog.records import ListOf, Record
from pmlearn.catalog.shapes import Block, Line, Number, OneOf, Truth
from pmlearn.model.text import clean, clean_block

SLUGS = st.from_regex("[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
FORMER = SLUGS.map(lambda slug: f"former-{slug}")
# Words that mean harm to YAML come up more often than chance has them.
HARM = st.sampled_from(
    (
        "no;y;~;null;1:30;1.10;1_000;0x1f;1e3;2026-11-22;...;é;💩;a:;'a';\";\\;*a;&a;!a;|;>;%;@a;=;<<;# a;"
        "a: b;a #b;- a;? a;a, b;{a: b};  two blanks;a\n\n\nb;    code\ntext;```\na: b\n```;"
        + " ".join(["long"] * 60)
    ).split(";")
)
TEXT = st.one_of(HARM, st.text(max_size=12), st.lists(HARM, max_size=4).map(" ".join))


def lines(limit: int) -> st.SearchStrategy[str]:
    return TEXT.map(lambda text: clean(text, limit)).filter(str.strip)


def blocks(limit: int) -> st.SearchStrategy[str]:
    many = st.lists(TEXT, max_size=4).map("\n".join)
    return many.map(lambda text: clean_block(text, limit)).filter(str.strip)


def scalars(shape: Any) -> st.SearchStrategy[Any]:
    if isinstance(shape, (Line, Block)):
        return (lines if isinstance(shape, Line) else blocks)(shape.limit)
    if isinstance(shape, OneOf):
        return st.sampled_from(shape.values).map(str)
    if isinstance(shape, Number):
        whole = st.integers(int(shape.least), int(shape.most))
        return whole if shape.whole else st.integers(1, int(shape.most) * 100).map(lambda n: n / 100)
    if isinstance(shape, Ref):
        # What has to be there is put in afterwards, when it is known what is there.
        if shape.looked_up and shape.least == 1:
            return st.integers(0, 99)
        if shape.looked_up:
            return SLUGS.map(lambda slug: f"elsewhere/{slug}")  # not in the file itself
        return st.lists(SLUGS, min_size=shape.least, max_size=shape.most).map("/".join)
    return {
        Slug: SLUGS,
        Id: SLUGS,
        Truth: st.booleans(),
        Day: st.dates(date(1000, 1, 1)).map(str),
        Isbn: st.just("9781119387503"),
        Language: st.sampled_from(["en", "pt-BR", "no", "de"]),
        Url: st.sampled_from(["https://example.org/", "http://[::1]:80/a?b=#c", "https://é.example/:"]),
    }[type(shape)]


def drawn(shape: Any) -> st.SearchStrategy[Any]:
    if isinstance(shape, ListOf):
        return st.lists(drawn(shape.item), min_size=shape.least, max_size=max(2, shape.least))
    return records(shape) if isinstance(shape, Record) else scalars(shape)


@st.composite
def records(draw: st.DrawFn, record: Record) -> dict[str, Any]:
    needed = {key.name for key in record.keys if key.required}
    needed |= {draw(st.sampled_from(names)) for names in record.any_of}
    likely = st.integers(0, 3).map(lambda n: n == 0)
    names = {key.name for key in record.keys if key.name in needed or draw(likely)}
    for one, other in record.not_both:
        if one in names:
            names.discard(other)
    return {
        # A former id is none of those of today.
        key.name: draw(st.lists(FORMER, min_size=1) if key.name == "was" else drawn(key.shape))
        for key in record.keys
        if key.name in names
    }


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """The values of a file that checks without an error."""
    values: dict[str, Any] = draw(records(CURRICULUM))
    # What a step leads to has to be there.
    modules: list[dict[str, Any]] = values["modules"]
    if not any(module.get("steps") for module in modules):
        modules[0]["steps"] = [{"id": "a", "title": "A", "kind": "tool"}]
    _distinct(modules, values.get("choices", []))
    for module in modules:
        _distinct(module.get("steps", []))
    steps = [step for module in modules for step in module.get("steps", [])]
    _distinct(steps)
    for choice in values.get("choices", []):
        choice["id"] = f"choice-{choice['id']}"  # which no step has
    names = [step["id"] for step in steps]
    _lead({"modules": modules, "choices": values.get("choices", [])}, names, 0)
    return values


def _distinct(*lists: list[dict[str, Any]]) -> None:
    """Make the ids of the records of a list differ, and those of the lists in them."""
    for records_ in lists:
        taken: set[str] = set()
        for record in records_:
            if "id" in record:
                id_ = record["id"]
                free = (name for n in count(2) if (name := f"{id_}-{n}") not in taken)
                record["id"] = id_ if id_ not in taken else next(free)
                taken.add(record["id"])
            inner = [value for key, value in record.items() if isinstance(value, list) and key != "steps"]
            _distinct(*(each for each in inner if each and isinstance(each[0], dict)))


def _lead(value: Any, steps: list[str], before: int) -> None:
    """Have refs that are still numbers lead somewhere: never from a step to itself, nor round in a circle."""
    if isinstance(value, list):
        for each in value:
            _lead(each, steps, before)
    if not isinstance(value, dict):
        return
    if "kind" in value:
        before = steps.index(value["id"])
    for key, held in value.items():
        if key == "step" or (key in ("steps", "alternatives") and held and isinstance(held[0], int)):
            among = steps if key == "steps" else steps[:before]
            value[key] = _named(held, among) if isinstance(held, int) else [_named(n, among) for n in held]
        else:
            _lead(held, steps, before)


def _named(number: int, steps: list[str]) -> str:
    return steps[number % len(steps)] if number and steps else "other/step"
