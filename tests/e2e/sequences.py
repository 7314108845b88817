"""What a program writes to a terminal, cut into text, controls and escape sequences (ECMA-48).

The input is text, decoded from UTF-8 with `surrogateescape`, so that a terminal's view of C1 controls shows:
U+0080 to U+009F are controls however they were written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])"
    r"|\x1b\](?P<osc>[^\x07\x1b\x9c]*)(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[P_^X](?P<string>[^\x1b\x9c]*)(?:\x1b\\|\x9c)"
    r"|\x1b(?P<esc>[ -/]*[0-OQ-WYZ\\`-~])"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f-\x9f])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)",
    re.DOTALL,
)
_BEGUN = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b\x9c]*\x1b?|[P_^X][^\x1b\x9c]*\x1b?|[ -/]*)\Z", re.DOTALL
)


class Token(NamedTuple):
    """One piece of what was written."""

    kind: str  # text, control, csi, osc, string (DCS, APC, PM, SOS), esc, or broken
    body: str  # without what introduces and ends it
    whole: str  # as it was written


def cut(written: str) -> tuple[list[Token], str]:
    """Return the pieces, and what is left over: a sequence of which only the beginning is there."""
    tokens: list[Token] = []
    at = 0
    while at < len(written):
        found = _TOKEN.match(written, at)
        if found is None:
            if _BEGUN.match(written, at):
                break
            tokens.append(Token("broken", written[at], written[at]))
            at += 1
            continue
        kind = found.lastgroup or "broken"
        tokens.append(Token(kind, found[kind], found[0]))
        at = found.end()
    return tokens, written[at:]


def tokens_of(written: bytes) -> Iterator[Token]:
    """Cut everything that a program wrote; what it did not finish is broken."""
    tokens, rest = cut(written.decode("utf-8", "surrogateescape"))
    yield from tokens
    if rest:
        yield Token("broken", rest, rest)
