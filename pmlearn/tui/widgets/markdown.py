"""Our texts' Markdown, made into blocks: headings, paragraphs, lists, quotes, code and numbered links.

CommonMark without HTML (https://spec.commonmark.org). Images and everything else that is no text show as the
text that stands for them. Long texts are read a stretch at a time, as far as they are looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model.text import clean_block
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import BULLET, WALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token
    from rich.style import Style

    from pmlearn.tui.widgets.ink import Piece

STRETCH = 8_000
"""Characters that are read at once, at least."""

_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_CONTINUES = re.compile(r"^(\s|[-*+>|]|\d+[.)])")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or what is set like one."""

    pieces: tuple[Piece, ...]
    first: str = ""  # before its first line: a bullet, the bar of a quote
    rest: str = ""  # before the others, of the same width
    space: int = 1  # blank lines before it
    wrap: bool = True  # False for code: what is too long is cut


def blocks(text: str, links: list[str]) -> Iterator[Block]:
    """Read Markdown; each link's address is added to `links`, its number stands behind its text."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - imported when there is something to read

    parser = MarkdownIt("commonmark", {"html": False}).disable(["html_block", "html_inline"])
    for stretch in _stretches(clean_block(text)):
        yield from _Reader(links).read(parser.parse(stretch))


def plain(text: str) -> str:
    """The first paragraph of Markdown without its marks, for a list."""
    first = next(blocks(text, []), None)
    return "" if first is None else "".join(piece for piece, _ in first.pieces)


def _stretches(text: str) -> Iterator[str]:
    # A text may be cut at a blank line, outside of fenced code, before what starts at the margin.
    held: list[str] = []
    size = 0
    fenced = blank = False
    for line in text.split("\n"):
        if size > STRETCH and blank and not fenced and not _CONTINUES.match(line):
            yield "\n".join(held)
            held, size = [], 0
        if _FENCE.match(line):
            fenced = not fenced
        blank = not line
        held.append(line)
        size += len(line) + 1
    yield "\n".join(held)


class _Reader:
    def __init__(self, links: list[str]) -> None:
        self._links = links
        self._lists: list[int] = []  # the number of the next item; 0 for bullets
        self._quotes = 0
        self._bullet = ""
        self._tight = False
        self._ink: Style | None = None

    def read(self, tokens: Sequence[Token]) -> Iterator[Block]:
        for token in tokens:
            kind = token.type
            if kind in ("bullet_list_open", "ordered_list_open"):
                start = int(token.attrGet("start") or 1)
                self._lists.append(start if kind == "ordered_list_open" else 0)
            elif kind in ("bullet_list_close", "ordered_list_close"):
                self._lists.pop()
            elif kind == "list_item_open":
                number = self._lists[-1]
                self._bullet = f"{number}. " if number else f"{BULLET} "
                self._lists[-1] += bool(number)
            elif kind == "blockquote_open":
                self._quotes += 1
            elif kind == "blockquote_close":
                self._quotes -= 1
            elif kind == "heading_open":
                self._ink = ink.STRONG
            elif kind == "heading_close":
                self._ink = None
            elif kind == "inline":
                yield self._block(tuple(self._inline(token.children or ())))
            elif kind in ("fence", "code_block"):
                for number, line in enumerate(token.content.rstrip("\n").split("\n")):
                    yield self._block((("  " + line, ink.CODE),), space=number == 0, wrap=False)
            elif kind == "hr":
                yield self._block((("* * *", ink.MUTED),))

    def _block(self, pieces: tuple[Piece, ...], *, space: bool = True, wrap: bool = True) -> Block:
        indent = "  " * max(0, len(self._lists) - 1) + f"{WALL} " * self._quotes
        bullet, self._bullet = self._bullet, ""
        hanging = " " * (len(bullet) or (2 if self._lists else 0))
        # The items of a list stand close; so does what comes first in one.
        close = bool(bullet) and self._tight
        self._tight = bool(self._lists)
        return Block(pieces, indent + (bullet or hanging), indent + hanging, int(space and not close), wrap)

    def _inline(self, tokens: Sequence[Token]) -> Iterator[Piece]:
        inks = [self._ink]
        hrefs: list[str] = []
        for token in tokens:
            kind = token.type
            if kind == "text":
                yield token.content, inks[-1]
            elif kind == "code_inline":
                yield token.content, ink.CODE
            elif kind == "softbreak":
                yield " ", inks[-1]
            elif kind == "hardbreak":
                yield "\n", None
            elif kind == "image":
                yield token.content, ink.MUTED
            elif kind == "link_open":
                hrefs.append(str(token.attrGet("href") or ""))
                inks.append(ink.LINK)
            elif kind == "link_close":
                inks.pop()
                yield self._number(hrefs.pop()), ink.MUTED
            elif kind in ("em_open", "strong_open"):
                inks.append(ink.EMPHASIS if kind == "em_open" else ink.STRONG)
            elif kind in ("em_close", "strong_close"):
                inks.pop()

    def _number(self, href: str) -> str:
        if href not in self._links:
            self._links.append(href)
        return f"[{self._links.index(href) + 1}]"
