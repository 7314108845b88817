"""What a value of a curriculum file may be: one small class a shape, each of which reads its own scalars.

`pmlearn.catalog.format` says which key has which shape; what checks a file, and what describes the format to
people and editors, goes by these and knows no key by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from pmlearn.catalog.report import listed, near, quoted
from pmlearn.catalog.scalars import number, truth
from pmlearn.model.text import clean, clean_block

if TYPE_CHECKING:
    from pmlearn.catalog.yamltree import Scalar

Schema = dict[str, Any]
"""A JSON Schema of draft-07 (https://json-schema.org/draft-07)."""

_COMMA = re.compile("[0-9]+,[0-9]+")
_CLOCK = re.compile("([0-9]{1,3}):([0-5][0-9])")
_SPAN = re.compile(
    r"(?:([0-9]{1,4}(?:[.,][0-9])?) ?h(?:ours?|rs?)?)? ?(?:([0-9]{1,5}) ?(?:m(?:in(?:utes?|s)?)?)?)?",
    re.IGNORECASE,
)
"""A time as people write it: 1h, 1.5 hours, 2 h 30, 45 min."""


class Wrong(Exception):  # noqa: N818 - a verdict that becomes a Problem
    """A scalar does not have its shape; `said` goes on from the name of its key."""

    def __init__(self, code: str, said: str, hint: str) -> None:
        super().__init__(said)
        self.code = code
        self.said = said
        self.hint = hint


class Shape(Protocol):
    """What a scalar may be."""

    @property
    def words(self) -> str:
        """What the value is, for a sentence: “a whole number”."""

    def read(self, scalar: Scalar) -> Any:
        """Return the value.

        Raises:
            Wrong: it does not have this shape.
        """

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the value as an editor sees it: `1.10` is a number there."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text that is shown as one line; its line ends become blanks."""

    limit: int = 300  # characters
    words: str = "a text of one line"

    def read(self, scalar: Scalar) -> str:
        """Return the text, harmless."""
        return _text(clean(scalar.text, 4 * self.limit), self.limit)

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the text."""
        return _text_schema(self.limit)


@dataclass(frozen=True, slots=True)
class Block:
    """Markdown of a safe subset: paragraphs, strong, emphasis, code, lists, links, headings, quotes."""

    limit: int = 20_000  # characters
    words: str = "a text in Markdown"

    def read(self, scalar: Scalar) -> str:
        """Return the text, harmless."""
        return _text(clean_block(scalar.text, 4 * self.limit), self.limit)

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the text."""
        return _text_schema(self.limit)


def _text(text: str, limit: int) -> str:
    if not text.strip():
        raise Wrong("empty-value", "is empty", "write its text, or take the line out")
    if len(text) > limit:
        raise Wrong("too-long", f"has more than {limit:,} characters", "shorten it, or divide it")
    return text


def _text_schema(limit: int) -> Schema:
    # Without quotes `true` is a text to us and a truth value to an editor, which is left to ask for quotes:
    # if both were allowed, it would offer true and false to everybody who begins a title with a T.
    return {"type": ["string", "number"], "pattern": r"\S", "maxLength": limit}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word of a list."""

    values: tuple[str, ...]

    @property
    def words(self) -> str:
        """What the value is, for a sentence."""
        return f"one of {listed(self.values)}"

    def read(self, scalar: Scalar) -> str:
        """Return the word."""
        if scalar.text in self.values:
            return scalar.text
        if meant := near(scalar.text.lower(), self.values):
            said = f"is {quoted(scalar.text)}, which is none of the words that may stand here"
            raise Wrong("unknown-value", said, f"did you mean {meant}?")
        raise Wrong("unknown-value", f"is {quoted(scalar.text)}, not {self.words}", f"write {self.words}")

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the word."""
        return {"type": "string", "enum": list(self.values)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two others."""

    least: float
    most: float
    whole: bool = True

    @property
    def words(self) -> str:
        """What the value is, for a sentence."""
        return "a whole number" if self.whole else "a number"

    def read(self, scalar: Scalar) -> int | float:
        """Return the number."""
        value = number(scalar)
        if value is None or (self.whole and not isinstance(value, int)):
            raise Wrong(
                "wrong-type", f"is {quoted(scalar.text)}, not {self.words}", self._hint(scalar, value)
            )
        if not self.least <= value <= self.most:
            said = f"is {quoted(scalar.text)}; it goes from {self.least:,} to {self.most:,}"
            raise Wrong("out-of-range", said, f"write {self.words} in these bounds")
        return value

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the number; `30.0` is a whole one there."""
        kind = {"type": "integer" if self.whole else "number"}
        if self.least == self.most:
            return {**kind, "const": self.least}
        return {**kind, "minimum": self.least, "maximum": self.most}

    def _hint(self, scalar: Scalar, value: float | None) -> str:
        if value is not None and abs(value) < 1e9:
            return f"write {round(value)}"
        if _COMMA.fullmatch(scalar.text) and not self.whole:
            return f"write {scalar.text.replace(',', '.')}"
        if (minutes := _minutes(scalar.text)) is not None:
            return f"write {minutes if self.whole else round(minutes / 60, 2):g}"
        if found := re.search("[0-9]+", scalar.text[:20]):
            return f"write the number alone and without quotes, such as {found[0][:6]}"
        return f"write {self.words}, such as 30"


def _minutes(text: str) -> int | None:
    """The minutes of a time that is written as a person writes it; None where it is none."""
    if clock := _CLOCK.fullmatch(text):
        return 60 * int(clock[1]) + int(clock[2])
    span = _SPAN.fullmatch(text) if re.search("[0-9] ?[hm]", text[:40], re.IGNORECASE) else None
    if span is None:
        return None
    return round(60 * float((span[1] or "0").replace(",", "."))) + int(span[2] or 0)


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false."""

    words: str = "true or false"

    def read(self, scalar: Scalar) -> bool:
        """Return the truth value."""
        value = truth(scalar)
        if value is None:
            better = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(scalar.text.lower())
            hint = f"write {better or self.words}"
            raise Wrong("wrong-type", f"is {quoted(scalar.text)}, not {self.words}", hint)
        return value

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the truth value."""
        return {"type": "boolean"}
