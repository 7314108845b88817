"""Markdown, made into blocks: headings, paragraphs, lists, quotes, code, tables and numbered links.

CommonMark without HTML (https://spec.commonmark.org), with the tables and struck text of GitHub. Images and
everything else that is no text show as the text that stands for them. Long texts are read a stretch at a
time, as far as they are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import BULLET, WALL
from pmlearn.tui.widgets.grid import CELL_END, Grid
from pmlearn.tui.widgets.stretches import Stretch, stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from rich.style import Style

    from pmlearn.tui.widgets.ink import Piece

_CODES = ("fence", "code_block")
_SET_OFF = {"em_open": ink.EMPHASIS, "strong_open": ink.STRONG, "s_open": ink.STRUCK}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or what is set like one."""

    pieces: tuple[Piece, ...]
    first: str = ""  # before its first line: a bullet, the bar of a quote
    rest: str = ""  # before the others, of the same width
    space: int = 1  # blank lines before it
    wrap: bool = True  # False for code: it breaks anywhere, and keeps its blanks
    level: int = 0  # of a heading, 1 to 6
    at: int = -1  # where it begins in the Markdown; -1 for what stands around it
    grid: Grid | None = None  # of a row of a table, whose pieces are cells
    head: bool = False  # the row is the table's head

    @property
    def said(self) -> str:
        """Its text as one would say it: without the numbers of links."""
        return "".join(text.replace(CELL_END, " ") for text, style in self.pieces if style is not ink.NUMBER)


def parser() -> MarkdownIt:
    """The parser; it is imported when there is something to read."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    made = MarkdownIt("commonmark", {"html": False}).disable(["html_block", "html_inline"])
    return made.enable(["table", "strikethrough"])


def blocks(text: str, links: list[str]) -> Iterator[Block]:
    """Read Markdown; each link's address is added to `links`, its number stands behind its text."""
    reader = parser()
    numbers: dict[str, int] = {link: number for number, link in reversed(list(enumerate(links, 1)))}
    for stretch in stretches(text):
        read = _Reader(links, numbers, stretch).read(reader.parse(stretch.text))
        first = next(read, None)
        if first is not None:
            yield replace(first, space=0) if stretch.goes_on else first
        yield from read


class _Reader:
    def __init__(self, links: list[str], numbers: dict[str, int], stretch: Stretch) -> None:
        self._links = links
        self._numbers = numbers
        self._at = stretch.at
        self._ends = [at for at, char in enumerate(stretch.text) if char == "\n"]
        self._lists: list[int] = []  # the number of the next item; 0 for bullets
        self._quotes = 0
        self._bullet = ""
        self._tight = False
        self._ink: Style | None = None
        self._level = 0
        self._line = 0  # of the stretch
        self._rows: list[tuple[int, list[tuple[Piece, ...]]]] = []  # of the table, with their lines

    def read(self, tokens: Sequence[Token]) -> Iterator[Block]:
        in_table = False
        for token in tokens:
            kind = token.type
            if token.map:
                self._line = token.map[0]
            if kind in ("table_open", "table_close"):
                in_table = kind == "table_open"
                if not in_table:
                    yield from self._table()
            elif in_table:
                self._cell(token)
            elif kind == "inline":
                yield self._block(tuple(self._inline(token.children or ())))
            elif kind in _CODES:
                self._line += kind == "fence"
                for number, line in enumerate(token.content.rstrip("\n").split("\n")):
                    yield self._block((("  " + line, ink.CODE),), space=number == 0, wrap=False)
                    self._line += 1
            elif kind == "hr":
                yield self._block((("* * *", ink.MUTED),))
            else:
                self._open(token)

    def _open(self, token: Token) -> None:
        """Note what begins or ends around the next blocks."""
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
        elif kind in ("blockquote_open", "blockquote_close"):
            self._quotes += token.nesting
        elif kind in ("heading_open", "heading_close"):
            opens = kind == "heading_open"
            self._level = int(token.tag[1]) if opens else 0
            self._ink = ink.HEADING if opens else None

    def _cell(self, token: Token) -> None:
        if token.type == "tr_open":
            self._rows.append((self._line, []))
        elif token.type == "inline":
            self._rows[-1][1].append(tuple(self._inline(token.children or ())))

    def _table(self) -> Iterator[Block]:
        rows, self._rows = self._rows, []
        texts = [["".join(text for text, _ in cell) for cell in row] for _, row in rows]
        grid = Grid.of(texts[0], texts[1:])
        for number, (line, row) in enumerate(rows):
            if not number and not any(texts[0]):
                continue
            self._line = line
            cells = [piece for cell in row for piece in (*cell, (CELL_END, None))][:-1]
            if not number:
                cells = [(text, ink.STRONG if style is None else style) for text, style in cells]
            first = number == (0 if any(texts[0]) else 1)
            yield replace(self._block(tuple(cells), space=first), grid=grid, head=not number)

    def _block(self, pieces: tuple[Piece, ...], *, space: bool = True, wrap: bool = True) -> Block:
        indent = "  " * max(0, len(self._lists) - 1) + f"{WALL} " * self._quotes
        bullet, self._bullet = self._bullet, ""
        hanging = " " * (len(bullet) or (2 if self._lists else 0))
        # The items of a list stand close; so does what comes first in one.
        close = bool(bullet) and self._tight
        self._tight = bool(self._lists)
        at = self._at + (self._ends[self._line - 1] if 0 < self._line <= len(self._ends) else 0)
        return Block(
            pieces,
            indent + (bullet or hanging),
            indent + hanging,
            int(space and not close),
            wrap,
            self._level,
            at,
        )

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
                yield self._number(hrefs.pop()), ink.NUMBER
            elif kind in _SET_OFF:
                inks.append(_SET_OFF[kind])
            elif kind in ("em_close", "strong_close", "s_close"):
                inks.pop()

    def _number(self, href: str) -> str:
        number = self._numbers.get(href)
        if number is None:
            self._links.append(href)
            number = self._numbers[href] = len(self._links)
        return f"[{number}]"
