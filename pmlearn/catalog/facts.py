"""The shapes of what a file says about the world: days, addresses, books, languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pmlearn.catalog.report import quoted
from pmlearn.catalog.shapes import Wrong
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from pmlearn.catalog.shapes import Schema
    from pmlearn.catalog.yamltree import Scalar

URL_LIMIT = 2000
"""Characters of an address."""

_LANGUAGE_LIMIT = 35
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_POINTED = re.compile("([0-9]{1,2})[.] ?([0-9]{1,2})[.] ?([0-9]{4})")
_BARE = re.compile(r"(?!/)[\w-]+(\.[\w-]+)+(:[0-9]+)?(/\S*)?")
_BY_FOUR = "([02468][048]|[13579][26])"
_LEAP_YEAR = f"({_BY_FOUR}00|[0-9]{{2}}(?!00){_BY_FOUR})"
_DAY_PATTERN = (
    "^(?!0000)"
    "([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    "|[0-9]{4}-(0[13-9]|1[0-2])-(29|30)"
    "|[0-9]{4}-(0[13578]|1[02])-31"
    f"|{_LEAP_YEAR}-02-29)$"
)
"""The days of the calendar that Python has, from the year 1."""
_URL_PATTERN = (
    r"^[Hh][Tt][Tt][Pp][Ss]?://([^\s/?#@]*@)?(\[[^\s/?#@\[\]]+\]|[^\s/?#@:\[\]]+)(:[0-9]*)?([/?#]\S*)?$"
)
"""An address as far as a pattern can tell; `read()` knows hosts and ports better."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, YYYY-MM-DD."""

    words: str = "a day, YYYY-MM-DD"

    def read(self, scalar: Scalar) -> str:
        """Return the day as it is written."""
        try:
            if not _DAY.fullmatch(scalar.text):
                raise ValueError
            date.fromisoformat(scalar.text)
        except ValueError:
            hint = "write year, month and day of a day that there is, such as 2026-11-22"
            if (found := _POINTED.fullmatch(scalar.text)) and int(found[2]) <= 12 and int(found[1]) <= 31:
                hint = f"write {found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
            raise Wrong("bad-date", f"is {quoted(scalar.text)}, not {self.words}", hint) from None
        return scalar.text

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the day."""
        return {"type": "string", "pattern": _DAY_PATTERN}


@dataclass(frozen=True, slots=True)
class Url:
    """An http or https address."""

    words: str = "an http or https address"

    def read(self, scalar: Scalar) -> str:
        """Return the address."""
        text = scalar.text
        try:
            parts = urlsplit(text)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if good and len(text) <= URL_LIMIT and text == clean(text, URL_LIMIT) and " " not in text:
            return text
        hint = "write the whole address, beginning with https:// and without blanks"
        if len(text) < 200 and _BARE.fullmatch(text):
            hint = f"write https://{text}"
        raise Wrong("bad-link", f"is {quoted(text)}, not {self.words}", hint)

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the address."""
        return {"type": "string", "pattern": _URL_PATTERN, "maxLength": URL_LIMIT}


@dataclass(frozen=True, slots=True)
class Isbn:
    """An ISBN-13 with its check digit (ISO 2108)."""

    words: str = "an ISBN of 13 digits"

    def read(self, scalar: Scalar) -> str:
        """Return the digits."""
        text = scalar.text
        digits = re.sub("[- ]", "", text[:40])
        if not re.fullmatch("97[89][0-9]{10}", digits):
            raise Wrong("bad-isbn", f"is {quoted(text)}, not {self.words}", "write its 13 digits, 978 first")
        if sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(digits)) % 10:
            hint = "look it up again; a digit is wrong, or two have changed places"
            raise Wrong("bad-isbn", f"is {quoted(text)}, whose last digit does not fit the others", hint)
        if digits != text:
            raise Wrong("bad-isbn", f"is {quoted(text)}, not digits alone", f"write {digits}")
        return digits

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the digits, which are a number unless they stand in quotes."""
        first, last = 978 * 10**10, 980 * 10**10 - 1
        pattern = "^97[89][0-9]{10}$"
        return {"type": ["string", "integer"], "minimum": first, "maximum": last, "pattern": pattern}


@dataclass(frozen=True, slots=True)
class Language:
    """A language tag (BCP 47, RFC 5646)."""

    words: str = "a language tag"

    def read(self, scalar: Scalar) -> str:
        """Return the tag."""
        if len(scalar.text) <= _LANGUAGE_LIMIT and _LANGUAGE.fullmatch(scalar.text):
            return scalar.text
        hint = "write a tag such as en, de or pt-BR"
        raise Wrong("bad-language", f"is {quoted(scalar.text)}, not {self.words}", hint)

    def schema(self) -> Schema:
        """Return what a JSON Schema says of the tag."""
        return {"type": "string", "pattern": f"^{_LANGUAGE.pattern}$", "maxLength": _LANGUAGE_LIMIT}
