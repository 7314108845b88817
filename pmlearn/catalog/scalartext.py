"""Texts as YAML scalars: as a person writes them, and as readers of YAML 1.1 and of 1.2 both understand them.

What either of the two could take for a number, a truth value, null, a day or a mark of the language goes in
quotes (https://yaml.org/spec/1.2.2/#103-core-schema and, for 1.1, https://yaml.org/type/). Long texts of one
line are folded, texts of many lines are literal blocks.
"""

from __future__ import annotations

import json
import re
import textwrap

WIDTH = 110
"""Columns of a line, where a text can be broken."""

_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
# Digits before a letter are no number where a blank or a hyphen comes between: `10 tips`, `3-amigos`.
_PLAIN = re.compile(r"(?:[^\W\d_]|\(|[0-9]+[ -][^\W\d_]{2})")
_MARK = re.compile(r": |:$| #|[\x7f-\xa0\u2028\u2029\ufeff]")
_FLOW = re.compile("[][{},]")
_UNSEEN = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff]")


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether a text of one line needs no quotes; `flow`: between square brackets."""
    return bool(
        _PLAIN.match(text)
        and "\n" not in text
        and text == text.strip()
        and text.lower() not in _WORDS
        and not _MARK.search(text)
        and not (flow and _FLOW.search(text))
    )


def short(text: str, *, flow: bool = False) -> str:
    """Return a text as a scalar on one line."""
    return text if is_plain(text, flow=flow) else _quoted(text)


def scalar(text: str, indent: int, used: int) -> str:
    """Return a text as what follows its key, without a line end after it.

    Args:
        text: what has passed through `clean()` or `clean_block()`.
        indent: the columns before the lines of a block.
        used: the columns that are taken of the first line.
    """
    margin = " " * indent
    if "\n" in text:
        # A block that begins with a blank has to say how deep it stands.
        mark = "|2-" if text.startswith(" ") else "|-"
        return "\n".join([mark, *(f"{margin}{line}" if line else "" for line in text.split("\n"))])
    if used + len(text) <= WIDTH or text != " ".join(text.split()) or " " not in text:
        return short(text)
    lines = textwrap.wrap(text, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join([">-", *(margin + line for line in lines)])


def _quoted(text: str) -> str:
    # JSON's strings are YAML's, but for what JSON leaves unseen.
    written = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
