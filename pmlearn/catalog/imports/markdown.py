"""Markdown to an outline: headings, lists with lists in them, tables whose rows are things to do.

CommonMark with tables, as markdown-it-py reads it; checked boxes are those of GitHub's task lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.catalog.imports.columns import Cell, meanings, row_item
from pmlearn.catalog.imports.inline import words_of
from pmlearn.catalog.imports.outline import Item, Outline, Section, too_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from pmlearn.catalog.imports.inline import Words

_BETWEEN = " \t-–—:·,."
"""What stands between a title and what is said of it."""


def read_markdown(text: str) -> Outline:
    """Return the outline of a Markdown file.

    Raises:
        NotReadError: it holds too much.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only an import needs it

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    too_many(sum(token.type in ("list_item_open", "tr_open") for token in tokens), "list items and rows")
    return _Reader(tokens).outline


class _Reader:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.outline = Outline(sections=[Section("")])
        self._heads: list[tuple[int, str]] = []  # the headings that the next thing stands under
        self._items: list[Item] = []  # those that are open, outermost first
        self._inner: set[int] = set()  # places of items that only lead to another place in the file
        self._header: list[str] = []
        self._row: list[Cell] = []
        # One heading of the first rank names the file; several are headings like any other.
        self._titled = sum(token.type == "heading_open" and token.tag == "h1" for token in tokens) == 1
        for place, token in enumerate(tokens):
            self._take(token, tokens[place - 1])

    def _take(self, token: Token, before: Token) -> None:
        match token.type:
            case "inline":
                self._words(words_of(token), before)
            case "list_item_open":
                self._items.append(Item(""))
            case "list_item_close":
                self._close(self._items.pop())
            case "fence" | "code_block" if self._items:
                self._say(f"```\n{token.content.rstrip()}\n```")
            case "thead_open":
                self._header = []
            case "tr_open":
                self._row = []
            case "tr_close" if self._row:
                self._close_row()

    def _words(self, words: Words, before: Token) -> None:
        if before.type == "th_open":
            self._header.append(words.text)
        elif before.type == "td_open":
            self._row.append(Cell(words.text, words.links))
        elif before.type == "heading_open" and not self._items:
            self._head(int(before.tag[1]), words.text)
        elif self._items and not self._items[-1].title:
            _name(self._items[-1], words)
        elif self._items:
            self._items[-1].links += words.links
            self._say(words.text)
        else:
            self._say(words.text)

    def _head(self, rank: int, title: str) -> None:
        if rank == 1 and self._titled and title:
            self.outline.title = title
            return
        self._heads = [head for head in self._heads if head[0] < rank]
        self.outline.sections.append(Section(title, within=tuple(name for _, name in self._heads)))
        self._heads.append((rank, title))

    def _say(self, text: str) -> None:
        told: Item | Section | Outline = self._items[-1] if self._items else self.outline.sections[-1]
        if told is self.outline.sections[0]:
            told = self.outline
        if text:
            told.text += ("\n\n" if told.text else "") + text

    def _close(self, item: Item) -> None:
        above = self._items[-1] if self._items else self.outline.sections[-1]
        # A table of contents is no list of things to do.
        if item.items or (item.title and "inner" not in item.values):
            item.values.pop("inner", None)
            above.items.append(item)

    def _close_row(self) -> None:
        meant = meanings(self._header)
        if "title" not in meant:
            other = meant.index("step") if "step" in meant else 0
            meant[other] = "title"
        item = row_item(self._header, meant, self._row)
        if item.title:
            self.outline.sections[-1].items.append(item)


def _name(item: Item, words: Words) -> None:
    """Give an item its title; what follows the link or the strong words that it begins with is told of it."""
    item.ticked = words.ticked
    item.links += words.links
    if words.inner:
        item.values["inner"] = "yes"
    item.title = words.lead.strip(_BETWEEN) or words.text
    item.text = words.text[len(words.lead) :].lstrip(_BETWEEN) if item.title != words.text else ""
