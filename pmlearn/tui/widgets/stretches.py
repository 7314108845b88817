"""Markdown in stretches that can be read one after the other, so that a long text is never read at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model.text import BLOCK_LIMIT, clean_block

if TYPE_CHECKING:
    from collections.abc import Iterator

STRETCH = 8_000
"""Characters that are read at once, at least, where the text has a seam."""

LONGEST = 32_000
"""Characters after which a list, a table, code or a paragraph is cut, though it has no seam there."""

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_CONTINUES = re.compile(r"^(\s|[-*+>|]|\d+[.)])")
_ITEM = re.compile(r"^([-*+]|\d+[.)]) ")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text that can be read by itself."""

    text: str  # clean
    at: int  # where it begins in the text
    goes_on: bool  # it begins inside of what the one before ended with


def stretches(text: str) -> Iterator[Stretch]:
    """Cut Markdown at blank lines before what starts at the margin; what is endless, anywhere."""
    cutter = _Cutter()
    at = 0
    text = text[:BLOCK_LIMIT]
    for line, end in _lines(text):
        if held := cutter.cut(line):
            yield Stretch(clean_block(held), cutter.at, cutter.goes_on)
            cutter.begin(at)
        cutter.add(line)
        at = end
    yield Stretch(clean_block("\n".join(cutter.held)), cutter.at, cutter.goes_on)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Each line, and where the next begins; a paragraph without an end is cut at a blank."""
    at = 0
    while at <= len(text):
        end = text.find("\n", at, at + LONGEST)
        if end < 0 and len(text) - at > LONGEST:
            end = text.rfind(" ", at + LONGEST // 2, at + LONGEST)
            end = end if end > 0 else at + LONGEST
            yield text[at:end], end
            at = end
            continue
        end = len(text) if end < 0 else end
        yield text[at:end], end + 1
        at = end + 1


class _Cutter:
    """Holds the lines of a stretch until it may end."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self.at = 0
        self.goes_on = False
        self._size = 0
        self._blank = False
        self._fence = ""  # the line that opened the code that is open
        self._head: list[str] = []  # the first two lines of the table that is open
        self._again: list[str] = []  # what the next stretch has to begin with
        self._goes_next = False  # the next one begins inside of what this one ends with

    def cut(self, line: str) -> str:
        """The stretch, if it ends before this line; "" where it goes on."""
        self._goes_next, self._again = False, []
        if self._size <= STRETCH:
            return ""
        if self._blank and not self._fence and not _CONTINUES.match(line):
            return "\n".join(self.held)
        if self._size <= LONGEST:
            return ""
        if self._fence:
            self._goes_next, self._again = True, [self._fence]
        elif len(self._head) == 2 and line.startswith("|"):
            self._goes_next, self._again = True, list(self._head)
        elif line[:1] in (" ", "\t") and not self._long(line):
            return ""  # a list is cut between its items
        elif _ITEM.match(line) or self._blank or self._long(line):
            self._goes_next = True
        else:
            return ""
        return "\n".join(self.held)

    def _long(self, line: str) -> bool:
        return self._size > 4 * LONGEST or len(line) > LONGEST // 2

    def begin(self, at: int) -> None:
        """Start the next one at this place."""
        self.held, self.at, self.goes_on = self._again, at, self._goes_next
        self._size, self._blank = 0, False

    def add(self, line: str) -> None:
        """Hold a line."""
        if found := _FENCE.match(line):
            if not self._fence:
                self._fence = line
            elif line.strip().startswith(self._fence.strip()[:3]) and len(found[1]) >= _marks(self._fence):
                self._fence = ""
        if not self._fence and line.startswith("|"):
            self._head = self._head if len(self._head) == 2 else [*self._head, line]
        else:
            self._head = []
        self._blank = not line
        self.held.append(line)
        self._size += len(line) + 1


def _marks(line: str) -> int:
    found = _FENCE.match(line)
    return len(found[1]) if found else 3
