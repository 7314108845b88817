"""Writing Markdown: text escaped, links and code in their marks, blocks inside lists and quotes.

Source: CommonMark 0.31.2; tables and struck text are GitHub's extensions (`pmlearn.feeds.tables`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pmlearn.model.text import clean_block

_DEEPEST = 12
"""Lists and quotes inside each other; deeper ones are written as if they were less deep."""

_SPECIAL = re.compile(
    r"[`*\[\]]"
    r"|\\(?![A-Za-z0-9 ])"  # before anything that it could escape
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside a word an underscore is one
    r"|<(?=[A-Za-z/!?])"  # what could be HTML or a link
    r"|&(?=\#?\w+;)"
    r"|~(?=~)|(?<=~)~",
)
_LINE_START = re.compile(r"^(?:#{1,6}(?= |$)|[-+](?= |$)|>|[-=:|][-=:| ]*$)", re.MULTILINE)
_NUMBER_START = re.compile(r"^(\d{1,9})([.)])(?= |$)", re.MULTILINE)
_UNSAFE_IN_TARGET = re.compile(r"[\s()<>\[\]\\`\"]")
_BACKTICKS = re.compile("`+")


def escape(text: str) -> str:
    """Return text as Markdown that shows it, wherever in a line it stands."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def paragraph(line: str) -> str:
    """Return Markdown of one paragraph so that no line of it begins something else."""
    return _NUMBER_START.sub(r"\1\\\2", _LINE_START.sub(r"\\\g<0>", line))


def heading(line: str, level: int) -> str:
    """Return Markdown of one line as a heading of level 1 to 6."""
    return f"{'#' * level} " + re.sub(r"(?:^|(?<= ))#+$", r"\\\g<0>", line)


def code_span(text: str) -> str:
    """Return text as code inside a line."""
    marks = "`" * (_longest_run(text) + 1 if "`" in text else 1)
    blank = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{marks}{blank}{text}{blank}{marks}"


def link_target(url: str) -> str:
    """Return an address as it can stand between the brackets of a link."""
    quoted = _UNSAFE_IN_TARGET.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)
    return re.sub(r"&(?=#?\w+;)", "&amp;", quoted)


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)


@dataclass(slots=True, eq=False)
class _Container:
    """A list, an item or a quote that is open."""

    tag: str
    marker: str = ""  # of an item
    number: int = 1  # of a list's next item
    begun: bool = False  # an item whose marker is written

    @property
    def rest(self) -> str:
        """What stands before every line but an item's first."""
        return "> " if self.tag == "blockquote" else " " * (len(self.marker) + 1) if self.marker else ""

    @property
    def first(self) -> str:
        """What stands before the next line."""
        return f"{self.marker} " if self.marker and not self.begun else self.rest


class Blocks:
    """The blocks of a document, one after the other, inside the lists and quotes that are open."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._stack: list[_Container] = []
        self._last: list[_Container] = []  # what the block before was in

    def text(self) -> str:
        """Return all that was added."""
        return "\n".join(self._lines)

    def enter(self, tag: str, start: int = 1) -> None:
        """Open a `ul`, an `ol` whose first number is `start`, or a `blockquote`."""
        if len(self._stack) < _DEEPEST:
            self._stack.append(_Container(tag, number=start))

    def item(self) -> None:
        """Open the next item of the innermost list, of an unnumbered one where there is none."""
        lists = [place for place, one in enumerate(self._stack) if one.tag in ("ul", "ol")]
        if not lists:
            self.leave("li")
        elif len(self._stack) > lists[-1] + 1:
            del self._stack[lists[-1] + 1 :]
        if len(self._stack) > _DEEPEST:
            return
        marker = "-"
        if lists and self._stack[-1].tag == "ol":
            marker = f"{self._stack[-1].number}."
            self._stack[-1].number += 1
        self._stack.append(_Container("li", marker))

    def leave(self, tag: str) -> None:
        """Close the innermost of a kind, and what is open inside it."""
        places = [place for place, one in enumerate(self._stack) if one.tag == tag]
        if places:
            del self._stack[places[-1] :]

    def code(self, text: str) -> None:
        """Add a block of code."""
        text = clean_block(text)
        if text.strip():
            fence = "`" * max(3, _longest_run(text) + 1)
            self.add(f"{fence}\n{text}\n{fence}")

    def add(self, text: str) -> None:
        """Add a block: Markdown of one line or more."""
        if self._lines and not self._tight():
            self._lines.append("".join(one.rest for one in self._common()).rstrip())
        for line in text.split("\n"):
            self._lines.append(("".join(one.first for one in self._stack) + line).rstrip())
            for one in self._stack:
                one.begun = True
        self._last = self._stack.copy()

    def _common(self) -> list[_Container]:
        both = zip(self._last, self._stack, strict=False)
        return [one for one, other in both if one is other]

    def _tight(self) -> bool:
        """Whether this block begins an item that follows the line before without a blank one."""
        common = len(self._common())
        for place, one in enumerate(self._stack):
            if one.marker and not one.begun:
                in_list = any(outer.tag != "blockquote" for outer in self._stack[:common])
                # An item that is not its list's first, or one that may follow a line of text at once.
                return in_list and (common >= place or one.marker in ("-", "1."))
        return False
