"""The XML parser that feedparser is given: Python's own, with the text between two tags in one piece.

By default expat hands out every line and every entity by itself, a hundred pieces an entry, each of which
feedparser takes in by a call of its own. `xml.sax.make_parser` finds a parser by the name of its module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.expatreader import ExpatParser

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

_PIECE = 1 << 20  # bytes; longer texts come in several pieces


class _WholeTexts(ExpatParser):
    _parser: XMLParserType

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_size = _PIECE
        self._parser.buffer_text = True


def create_parser() -> ExpatParser:
    """Return a new parser, as `xml.sax.make_parser` asks for one."""
    return _WholeTexts()
