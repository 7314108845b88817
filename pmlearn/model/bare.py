"""Markdown without its marks, for one line of a list: not a reader, and never wrong by more than a mark."""

from __future__ import annotations

import re

_LINK = re.compile(r"!?\[([^\]\n]+)\]\([^)\s]*(?:\s\"[^\"]*\")?\)")
_LINE = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|```.*$|~~~.*$)", re.MULTILINE)
_MARKED = re.compile(r"(?<![\w*_~`])(\*{1,3}|_{1,3}|~~|`{1,2})(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])", re.DOTALL)


def opening(text: str) -> str:
    """The first paragraph, in one line."""
    return " ".join(bare(text.strip().partition("\n\n")[0]).split())


def bare(text: str) -> str:
    """The text of Markdown: what a link says without where it goes, what stands out without its marks."""
    text = _LINE.sub("", _LINK.sub(r"\1", text))
    # Marks within marks: strong words of which some are in italics.
    return _MARKED.sub(r"\2", _MARKED.sub(r"\2", text))
