"""A line of Markdown to plain words: what it says, what it links to, and what it begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pmlearn.catalog.imports.outline import Link

if TYPE_CHECKING:
    from markdown_it.token import Token

_BOX = re.compile(r"\s*\[([ xX])\]\s+")


@dataclass(slots=True)
class Words:
    """What one line, or a paragraph, says."""

    text: str = ""
    links: list[Link] = field(default_factory=list)
    lead: str = ""  # the link or the strong words that it begins with
    ticked: bool = False  # a checked box stands before it
    inner: bool = False  # it only leads to another place in its own file


def words_of(token: Token) -> Words:
    """Return what an inline token says, without its markup."""
    found = Words()
    pieces: list[str] = []
    opened: list[tuple[int, str]] = []  # links and strong words: the piece that they begin with, the address
    inner = 0
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            pieces.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or child.content.lower().startswith("<br"):
            pieces.append(" ")
        elif child.type in ("link_open", "strong_open"):
            opened.append((len(pieces), str(child.attrGet("href") or "")))
        elif child.type in ("link_close", "strong_close") and opened:
            start, url = opened.pop()
            said = "".join(pieces[start:]).strip()
            if url.startswith(("http://", "https://")):
                found.links.append(Link(said, url))
            elif url.startswith("#"):
                inner += len(said)
            if not opened and not _without_box("".join(pieces[:start])):
                found.lead = said
    text = "".join(pieces)
    box = _BOX.match(text)
    found.ticked = bool(box and box[1] != " ")
    found.text = " ".join(_without_box(text).split())
    found.inner = bool(found.text) and inner >= len(found.text)
    return found


def _without_box(text: str) -> str:
    return _BOX.sub("", text, count=1).strip() if _BOX.match(text) else text.strip()
