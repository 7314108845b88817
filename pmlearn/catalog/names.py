"""The shapes of ids and of refs: how the things of a curriculum are named, and name each other."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.catalog.report import quoted
from pmlearn.catalog.shapes import Wrong

if TYPE_CHECKING:
    from pmlearn.catalog.shapes import Schema
    from pmlearn.catalog.yamltree import Scalar

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
"""Small letters and digits, in words with single hyphens between them."""

SLUG_LIMIT = 64
"""Characters of a slug."""

LENGTH = 32
"""Characters that an id is kept to when it is made of a text."""

_SMALL = re.compile("an?|and|as|at|by|for|from|in|is|of|on|or|the|to|with|your")
_SLUG = re.compile(SLUG)
_SLUG_SCHEMA = {
    "type": ["string", "integer"],  # a year may be one
    "minimum": 0,
    "pattern": f"^{SLUG}$",
    "maxLength": SLUG_LIMIT,
}


@dataclass(frozen=True, slots=True)
class Slug:
    """A name for machines: small letters, digits and single hyphens."""

    words: str = "an id of small letters, digits and hyphens"

    def read(self, scalar: Scalar) -> str:
        """Return the slug."""
        return _slug(scalar.text)

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the slug."""
        return _SLUG_SCHEMA


@dataclass(frozen=True, slots=True)
class Id:
    """The slug by which a thing is known, unique within what it belongs to."""

    of: str  # what it names: curriculum, overlay, module, step, part, card, choice, option
    within: str  # the record in which no other of its sort may have it; "" for the one that it stands in
    words: str = "an id of small letters, digits and hyphens"

    def read(self, scalar: Scalar) -> str:
        """Return the slug."""
        return _slug(scalar.text)

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the slug."""
        return _SLUG_SCHEMA


def slug_of(text: str) -> str:
    """Return the id that a text gives, short and readable: itself, where it is one.

    It is "" where the text has no letter that an id can have: 产品 has none, Café has. The words that say
    least go first where there are too many characters, then the last ones.
    """
    if len(text) <= SLUG_LIMIT and _SLUG.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text[:1000].replace("'", "").replace("’", "").replace("ß", "ss"))
    words = re.findall(
        "[a-z0-9]+", "".join(each for each in plain if not unicodedata.combining(each)).lower()
    )
    if len("-".join(words)) > LENGTH:
        words = [word for word in words if not _SMALL.fullmatch(word)] or words
    found = ""
    for word in words:
        longer = f"{found}-{word}" if found else word[:LENGTH]
        if len(longer) > LENGTH:
            break
        found = longer
    return found


def _slug(text: str) -> str:
    if len(text) > SLUG_LIMIT:
        said = f"has {len(text):,} characters; an id has at most {SLUG_LIMIT}"
        raise Wrong("bad-id", said, "write a shorter one")
    if _SLUG.fullmatch(text):
        return text
    better = slug_of(text)
    hint = f"write {better}" if better else "write a word such as product-teams"
    raise Wrong("bad-id", f"is {quoted(text)}; an id has small letters, digits and single hyphens", hint)


@dataclass(frozen=True, slots=True)
class Ref:
    """Slugs with a slash between them that name a step, or a thing that once was."""

    least: int = 1  # slugs
    most: int = 2
    looked_up: bool = True  # a step of this curriculum that it names has to be there
    words: str = "the id of a step, or curriculum/step"

    def read(self, scalar: Scalar) -> str:
        """Return the ref as it is written."""
        slugs = scalar.text.split("/")
        good = all(len(slug) <= SLUG_LIMIT and _SLUG.fullmatch(slug) for slug in slugs)
        if good and self.least <= len(slugs) <= self.most:
            return scalar.text
        hint = (
            "write curriculum/step"
            if self.least > 1
            else "write an id as it stands in the file, without blanks"
        )
        raise Wrong("bad-ref", f"is {quoted(scalar.text)}, not {self.words}", hint)

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the ref."""
        more = f"{{{self.least - 1},{self.most - 1}}}"
        pattern = f"^(?!.*[^/]{{{SLUG_LIMIT + 1}}}){SLUG}(/{SLUG}){more}$"
        if self.least > 1:
            return {"type": "string", "pattern": pattern}
        return {"type": ["string", "integer"], "minimum": 0, "pattern": pattern}
