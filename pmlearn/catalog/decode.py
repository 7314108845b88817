"""Bytes to text: UTF-8 of a reasonable size without control characters, or problems with their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmlearn.catalog.report import Report

SIZE = 1024 * 1024
"""Bytes of one file. A hundred steps with long texts are 150 kB."""

_LINE_END = re.compile("\r\n|\r|\n")
# What YAML does not print (https://yaml.org/spec/1.2.2/#51-character-set), and the line separators that
# editors do not count as lines.
_BAD = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class _Place:
    line: int
    column: int


def decode(data: bytes, report: Report) -> str | None:
    """Return the text of a file, or None where it is too large, UTF-16 or UTF-32.

    A byte order mark is passed over. What cannot stand in a text is reported, once a line, and becomes a
    blank, so that the rest is read all the same.

    Raises:
        TooManyProblems: the report is full.
    """
    if len(data) > SIZE:
        message = f"the file is larger than {SIZE:,} bytes"
        report.error(_Place(1, 1), "too-large", message, "split it into several curricula")
        return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (len(data) > 1 and b"\0" in data[:2]):
        report.error(_Place(1, 1), "not-utf-8", "the file is UTF-16 or UTF-32", "save it as UTF-8")
        return None
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    if not _BAD.search(text):
        return text
    _report_bad(text, report)
    return _BAD.sub(" ", text)


def _report_bad(text: str, report: Report) -> None:
    foreign = False
    for number, line in enumerate(_LINE_END.split(text), 1):
        found = _BAD.search(line)
        if found is None:
            continue
        at = _Place(number, found.start() + 1)
        code = ord(found[0])
        if not 0xDC80 <= code <= 0xDCFF:
            message = f"the character U+{code:04X} cannot stand in a text"
            report.error(at, "bad-character", message, "delete it; your editor may not show it")
        elif not foreign:
            # The first is enough: saving the file as UTF-8 mends them all.
            foreign = True
            message = f"the byte 0x{code - 0xDC00:02x} is not UTF-8; the file may be in Latin-1"
            report.error(at, "not-utf-8", message, "save the file as UTF-8")
