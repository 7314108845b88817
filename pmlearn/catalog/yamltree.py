"""YAML 1.2 to a tree of nodes that know their lines, or to problems: nothing that a file holds does harm.

PyYAML's C parser gives the events and the tree is built of them here. Its composer is not used: it crashes on
100 kB of `[`, and building from the events takes one pass instead of two. What the events hold is only text,
so that scalars follow YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema) in `scalars.py`.
Refused: anchors, aliases and tags, a second document, keys given twice, anything too large or too deep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from pmlearn.catalog.decode import decode
from pmlearn.catalog.report import quoted
from pmlearn.catalog.scalars import is_null
from pmlearn.catalog.syntax import explain

if TYPE_CHECKING:
    from pmlearn.catalog.report import Report

DEPTH = 20
"""How deep mappings and lists may stand in each other; format 1 needs nine."""

NODES = 100_000
"""Values in one file; a hundred steps with everything that the format knows are 10,000."""

_LOST = re.compile(r" (#[^\s#].*)")
"""What stands behind a text and may have been meant as more of it."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # PyYAML may be built without libyaml


@dataclass(slots=True)
class Scalar:
    """A text, as it stands in the file."""

    line: int
    column: int
    text: str
    plain: bool  # not in quotes and no block: the only ones that can be numbers, truth values or null


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)
    whole: bool = False  # false where the file broke off before its end


@dataclass(slots=True)
class Mapping:
    """Keys and their values; a key given twice is reported and stands here twice."""

    line: int
    column: int
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    whole: bool = False  # false where the file broke off before its end

    def get(self, key: str) -> Node | None:
        """The value of a key, the first where it is given twice."""
        for name, value in self.pairs:
            if name.text == key:
                return value
        return None


@dataclass(slots=True)
class Refused:
    """A value that was reported and is not looked at any further."""

    line: int
    column: int


Node = Scalar | Sequence | Mapping | Refused


@dataclass(slots=True)
class _Open:
    """A collection whose end is still to come."""

    node: Mapping | Sequence
    lines: dict[str, int] = field(default_factory=dict)  # of a mapping: its keys and their lines
    key: Scalar | Refused | None = None  # of a mapping: the key that waits for its value


def parse(data: bytes, report: Report) -> Node | None:
    """Return the tree of a file, as far as it could be read, or None where there is none.

    Every mistake is added to the report; where it holds a syntax error the tree breaks off there.

    Raises:
        TooManyProblems: the report is full.
    """
    text = decode(data, report)
    if text is None:
        return None
    builder = _Builder(report, text)
    loader = _LOADER(text)
    try:
        # As yaml.parse does it, with one call for each event instead of three.
        while (event := loader.get_event()) is not None:
            if not builder.take(event):
                return builder.root
    except yaml.YAMLError as error:
        builder.break_off(explain(error, text, report))
        return builder.root
    finally:
        loader.dispose()
    root = builder.root
    if root is None or (isinstance(root, Scalar) and is_null(root)):
        report.error(Refused(1, 1), "empty-file", "the file is empty", "begin it with “format: 1”")
    return root


class _Builder:
    def __init__(self, report: Report, text: str) -> None:
        self.root: Node | None = None
        self._report = report
        self._lines = text.split("\n") if " #" in text else []
        self._open: list[_Open] = []
        self._count = 0
        self._documents = 0
        self._closed: list[Mapping | Sequence] = []  # those whose end is in the line of the last end
        self._closed_line = 0

    def take(self, event: yaml.Event) -> bool:
        """Take the next event; false where the rest of the file is of no use."""
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                self._refuse_names(event, line, column)
            if self._lines and event.implicit[0]:
                self._warn_of_comment(event)
            return self._place(Scalar(line, column, event.value, event.implicit[0]))
        kind = type(event)
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            self._close(line)
            return True
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._refuse_names(event, line, column)
            node = Mapping(line, column) if kind is MappingStartEvent else Sequence(line, column)
            if not self._place(node):
                return False
            self._open.append(_Open(node))
            return self._shallow(node)
        if isinstance(event, AliasEvent):
            return self._alias(event, Refused(line, column))
        return not isinstance(event, DocumentStartEvent) or self._document(Refused(line, column))

    def _warn_of_comment(self, event: ScalarEvent) -> None:
        """What begins with # is a comment; “our #1 customer” is none, and is cut short without a word."""
        end = event.end_mark
        if end is None or end.line >= len(self._lines):
            return
        if lost := _LOST.match(self._lines[end.line][end.column :]):
            message = f"everything from {quoted(lost[1])} on is a comment, and no part of the text"
            hint = "put the whole text in quotes; a comment has a blank behind its #"
            self._report.warn(Refused(end.line + 1, end.column + 2), "comment", message, hint)

    def break_off(self, line: int) -> None:
        """Take back that those were whole which ended where the file cannot be read any further."""
        for node in self._closed if self._closed_line >= line else ():
            node.whole = False

    def _close(self, line: int) -> None:
        if line != self._closed_line:
            self._closed = []
            self._closed_line = line
        node = self._open.pop().node
        node.whole = True
        self._closed.append(node)

    def _place(self, node: Node) -> bool:
        self._count += 1
        if self._count > NODES:
            message = f"the file holds more than {NODES:,} values"
            self._report.error(node, "too-large", message, "split it into several curricula")
            return False
        if not self._open:
            self.root = node
            return True
        top = self._open[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.key is None:
            top.key = self._key(node, top.lines)
        else:
            if isinstance(top.key, Scalar):
                top.node.pairs.append((top.key, node))
            top.key = None
        return True

    def _key(self, node: Node, lines: dict[str, int]) -> Scalar | Refused:
        if not isinstance(node, Scalar):
            if not isinstance(node, Refused):
                hint = "write a word and a colon; a text that begins with [ or { goes in quotes"
                self._report.error(node, "bad-key", "a key is a list or a mapping", hint)
            return Refused(node.line, node.column)
        if node.text in lines:
            message = f"the key {quoted(node.text)} is given twice, first in line {lines[node.text]}"
            hint = "keep one of the two"
            if node.text == "id":
                hint += "; if another item of the list begins here, write “- id:”"
            self._report.error(node, "duplicate-key", message, hint)
        lines.setdefault(node.text, node.line)
        return node

    def _refuse_names(
        self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent, line: int, column: int
    ) -> None:
        if event.anchor is not None:
            message = f"anchors such as {quoted('&' + event.anchor)} are not read"
            hint = "leave it out and write the value where it is needed"
            self._report.error(Refused(line, column), "anchor", message, hint)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"tags such as {quoted(tag)} are not read"
            hint = "leave it out; a text that begins with ! goes in quotes"
            self._report.error(Refused(line, column), "tag", message, hint)

    def _alias(self, event: AliasEvent, node: Refused) -> bool:
        message = f"aliases such as {quoted(f'*{event.anchor}')} are not read"
        hint = "write the value out; a text that begins with * goes in quotes"
        self._report.error(node, "alias", message, hint)
        return self._place(node)

    def _shallow(self, node: Node) -> bool:
        if len(self._open) <= DEPTH:
            return True
        message = f"lists and mappings stand more than {DEPTH} deep in each other; what follows was not read"
        hint = "a text that begins with [, { or - goes in quotes"
        self._report.error(node, "too-deep", message, hint)
        return False

    def _document(self, at: Refused) -> bool:
        self._documents += 1
        if self._documents == 1:
            return True
        hint = "take out this line and what follows, or give it a file of its own"
        self._report.error(at, "many-documents", "a second document begins here", hint)
        return False
