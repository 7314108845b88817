"""A tree against the format: plain values come out, and every place where the two differ is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.catalog.cycles import check_cycles
from pmlearn.catalog.format import CURRICULUM
from pmlearn.catalog.former import check_former
from pmlearn.catalog.names import Id, Ref
from pmlearn.catalog.overlayformat import OVERLAY
from pmlearn.catalog.records import ListOf, Record
from pmlearn.catalog.report import listed, near, quoted
from pmlearn.catalog.scalars import is_null
from pmlearn.catalog.shapes import Wrong
from pmlearn.catalog.walk import own
from pmlearn.catalog.yamltree import Mapping, Refused, Scalar, Sequence
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from pmlearn.catalog.records import AnyShape, Key
    from pmlearn.catalog.report import Report
    from pmlearn.catalog.shapes import Shape
    from pmlearn.catalog.yamltree import Node

ALSO = {
    "name": ("title",),
    "label": ("title",),
    "description": ("summary", "why"),
    "about": ("summary", "why"),
    "reason": ("why",),
    "instructions": ("do",),
    "task": ("do",),
    "done": ("done_when",),
    "time": ("minutes", "hours"),
    "duration": ("minutes", "hours"),
    "effort": ("minutes", "hours"),
    "price": ("cost",),
    "link": ("url", "resources"),
    "links": ("resources",),
    "href": ("url",),
    "tags": ("topics",),
    "author": ("authors", "by"),
    "type": ("kind",),
    "prerequisites": ("requires",),
    "needs": ("requires",),
    "chapters": ("parts",),
    "sections": ("modules", "parts"),
    "date": ("checked", "verified_on"),
}
"""What other formats call our keys: what was probably meant, the first that there is."""

REFS = ("step", "choice")
"""What people name by a curriculum's id, a slash and its own id: the two may not have the same."""

COMPARISONS = 20_000
"""Pairs of ids compared to name what a ref may have meant; each takes 20 µs."""

Values = dict[str, Any]
"""A record's keys and values: what is absent or wrong is not there."""


def is_overlay(root: Mapping) -> bool:
    """Whether a file changes a curriculum instead of holding one."""
    return root.get("overlay") is not None


def check(root: Mapping, report: Report) -> Values:
    """Return the values of a file; they are complete if the report holds no error.

    Raises:
        TooManyProblems: the report is full.
    """
    checker = _Checker(report)
    if is_overlay(root):
        # What its refs lead to stands in the curriculum that it changes.
        return checker.record(root, OVERLAY)
    values = checker.record(root, CURRICULUM)
    if root.whole:
        curriculum = str(values.get("id", ""))
        checker.check_refs(curriculum)
        check_cycles(root, curriculum, report)
        check_former(root, curriculum, report)
    return values


class _Checker:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._inside: list[tuple[str, dict[tuple[str, str], int]]] = []  # records around, and the ids in each
        self._steps: set[str] = set()
        self._refs: list[tuple[str, Scalar]] = []

    def record(self, node: Mapping, record: Record) -> Values:
        self._inside.append((record.name, {}))
        values: Values = {}
        meant = set()
        for name, child in node.pairs:
            key = record.key(name.text)
            if key is None:
                meant.add(self._unknown_key(name, record))
            elif (value := self._value(child, key.shape, key.name, key)) is not None:
                values.setdefault(key.name, value)
        self._inside.pop()
        self._check_together(node, record, meant)
        return values

    def _value(self, node: Node, shape: AnyShape, label: str, key: Key) -> Any:
        if isinstance(node, Refused):
            return None
        if isinstance(node, Scalar) and is_null(node):
            hint = (
                f"write {key.name}: {key.example}" if key.example else "write its value, or take the line out"
            )
            self._report.error(node, "empty-value", f"{label} is empty", hint)
            return None
        if isinstance(shape, ListOf):
            return self._list(node, shape, label, key)
        if isinstance(shape, Record):
            return self._mapping(node, shape, label, key)
        if not isinstance(node, Scalar):
            hint = f"write {key.name}: {key.example}" if key.example else f"write {shape.words}"
            self._wrong_type(node, label, shape.words, hint)
            return None
        return self._scalar(node, shape, label)

    def _list(self, node: Node, shape: ListOf, label: str, key: Key) -> Any:
        if shape.alone and isinstance(node, Mapping):
            value = self._value(node, shape.item, label, key)
            return None if value is None else [value]
        if not isinstance(node, Sequence):
            hint = f"write {key.name}: {key.example}" if key.example else "begin each of its items with “- ”"
            if isinstance(node, Scalar) and not isinstance(shape.item, Record):
                hint = f"write {key.name}: [{clean(node.text, 200)}]"
            self._wrong_type(node, label, "a list", hint)
            return None
        if len(node.items) < shape.least and node.whole:
            hint = "write one item at least, or take the line out"
            self._report.error(node, "empty-value", f"{label} has no items", hint)
        values = [self._value(child, shape.item, f"an item of {label}", key) for child in node.items]
        return [value for value in values if value is not None]

    def _mapping(self, node: Node, record: Record, label: str, key: Key) -> Any:
        if isinstance(node, Mapping):
            return self.record(node, record)
        short = record.key(record.short)
        if short and isinstance(node, Scalar):
            value = self._value(node, short.shape, label, key)
            return None if value is None else {short.name: value}
        needed = [f"{each.name}: {each.example or '…'}" for each in record.keys if each.required]
        hint = "write " + listed(needed or [f"{record.keys[0].name}: {record.keys[0].example}"])
        self._wrong_type(node, label, "keys with their values", hint)
        return None

    def _wrong_type(self, node: Node, label: str, words: str, hint: str) -> None:
        if isinstance(node, Scalar) or (isinstance(node, Mapping | Sequence) and node.whole):
            noun = {Mapping: "mapping", Sequence: "list"}.get(type(node), "text")
            self._report.error(node, "wrong-type", f"{label} is a {noun}, not {words}", hint)

    def _scalar(self, node: Scalar, shape: Shape, label: str) -> Any:
        try:
            value = shape.read(node)
        except Wrong as wrong:
            self._report.error(node, wrong.code, f"{label} {wrong.said}", wrong.hint)
            if isinstance(shape, Id) and shape.of == "step":
                # Who names it by either is not told so a second time.
                self._steps |= {node.text, wrong.hint.removeprefix("write ")}
            return None
        if isinstance(shape, Id):
            self._note_id(node, shape)
        elif isinstance(shape, Ref) and shape.looked_up:
            self._refs.append((value, node))
        return value

    def _note_id(self, node: Scalar, shape: Id) -> None:
        record, seen = self._around(shape)
        if shape.of == "step":
            self._steps.add(node.text)
        nouns = "steps or choices" if shape.of in REFS else f"{shape.of}s"
        first = seen.get((nouns, node.text))
        if first is None:
            seen[nouns, node.text] = node.line
        else:
            message = f"two {nouns} have the id {quoted(node.text)}; the first is in line {first}"
            hint = f"give this one another id, unique in the {record}"
            self._report.error(node, "duplicate-id", message, hint)

    def _around(self, shape: Id) -> tuple[str, dict[tuple[str, str], int]]:
        """The record in which an id has to be unique, and the ids that were met in it."""
        if not shape.within:
            return self._inside[-2]
        for record in self._inside:
            # In an overlay: the step of an overlay.
            if record[0].partition(" of ")[0] == shape.within:
                return record
        return self._inside[0]  # the overlay stands for its curriculum

    def _unknown_key(self, name: Scalar, record: Record) -> str:
        message = f"the {record.name} has no key {quoted(name.text)}"
        meant = next((each for each in ALSO.get(name.text.lower(), ()) if record.key(each)), "")
        meant = meant or near(name.text.lower(), [key.name for key in record.keys])
        if "\xa0" in name.text:
            hint = "a no-break space stands here, which looks like a blank: type the blanks anew"
        elif name.text.startswith("-"):
            hint = f"a blank is missing behind the dash: write - {name.text.lstrip('-')}:"
        elif " " in name.text:
            hint = "a text with a comma or a colon in it goes in quotes"
        elif meant:
            hint = f"did you mean {meant}?"
        elif place := _place_of(name.text, record):
            hint = place
        else:
            hint = f"take it out; its keys are {listed(key.name for key in record.keys)}"
        self._report.error(name, "unknown-key", message, hint)
        return meant

    def _check_together(self, node: Mapping, record: Record, meant: set[str]) -> None:
        places = {name.text: name for name, _ in reversed(node.pairs)}
        for one, other in record.not_both:
            if one in places and other in places:
                at = max(places[one], places[other], key=lambda place: (place.line, place.column))
                message = f"the {record.name} has both {one} and {other}"
                self._report.error(at, "both-keys", message, "keep one of the two")
        if not node.whole:
            return  # what is missing may stand in what could not be read
        for key in record.keys:
            if key.required and key.name not in places and key.name not in meant:
                hint = f"write {key.name}: {key.example or '…'}"
                self._report.error(node, "missing-key", f"the {record.name} has no {key.name}", hint)
        for names in record.any_of:
            if not any(name in places or name in meant for name in names):
                message = f"the {record.name} has neither {' nor '.join(names)}"
                self._report.error(node, "missing-key", message, f"write {' or '.join(names)}")

    def check_refs(self, curriculum: str) -> None:
        """Report refs to steps of this curriculum that are not there."""
        patience = COMPARISONS
        for ref, node in self._refs:
            step = own(ref, curriculum)
            if not step or step in self._steps:
                continue
            patience -= len(self._steps)
            meant = near(step, self._steps) if patience > 0 else ""
            hint = f"did you mean {meant}?" if meant else "write the id of a step as it stands in this file"
            self._report.error(
                node, "unknown-step", f"there is no step {quoted(step)} in this curriculum", hint
            )


def _place_of(name: str, record: Record) -> str:
    """Where a key belongs that stands in a record which does not know it; "" where nobody does."""
    for key in record.keys:
        inner = key.shape.item if isinstance(key.shape, ListOf) else key.shape
        if isinstance(inner, Record) and inner.key(name):
            return f"it belongs to a {inner.name}: write it in an item of {key.name}"
    whole = OVERLAY if record.name.endswith(OVERLAY.name) else CURRICULUM
    if record is not whole and whole.key(name):
        return f"it belongs to the whole {whole.name}: write it in the first column"
    return ""
