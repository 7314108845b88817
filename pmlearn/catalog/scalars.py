"""Scalars as YAML 1.2's core schema has them (https://yaml.org/spec/1.2.2/#1032-tag-resolution).

`no`, `on` and `1:30` are words, `0o17` is fifteen, `2026-11-22` is text: what PyYAML resolves by itself is
YAML 1.1, where they are false, true, ninety and a date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmlearn.catalog.yamltree import Scalar

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = frozenset(("true", "True", "TRUE"))
_FALSE = frozenset(("false", "False", "FALSE"))
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_OTHER_BASE = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")


def is_null(scalar: Scalar) -> bool:
    """Nothing is written, or `null`."""
    return scalar.plain and scalar.text in _NULL


def truth(scalar: Scalar) -> bool | None:
    """True or false; None where it is neither."""
    if not scalar.plain:
        return None
    return True if scalar.text in _TRUE else False if scalar.text in _FALSE else None


def number(scalar: Scalar) -> int | float | None:
    """The number that is written; None where it is none. `.inf` and `.nan` are none of ours."""
    text = scalar.text
    if not scalar.plain or len(text) > 300:  # int() refuses more than 4,300 digits, and nobody means them
        return None
    if _INTEGER.match(text):
        return int(text)
    if _OTHER_BASE.match(text):
        return int(text, 0)
    return float(text) if _FLOAT.match(text) else None


def core(scalar: Scalar) -> str | int | float | bool | None:
    """The value as the core schema has it, which is what an editor sees."""
    if is_null(scalar):
        return None
    if scalar.plain and _NO_NUMBER.match(scalar.text):
        return float(scalar.text.replace(".", ""))
    for value in (truth(scalar), number(scalar)):
        if value is not None:
            return value
    return scalar.text
