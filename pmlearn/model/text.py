"""Text from strangers, made harmless: every title, summary, name and link passes through `clean()`.

Textual hands escape bytes on to the terminal and reads markup in strings, so that a title from a feed could
move the cursor, fill the clipboard or run an action. What is cleaned here holds nothing but printable text;
it is cleaned when it enters the program and once more where it is drawn or printed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

TITLE_LIMIT = 500
"""Characters kept of a title, a name or any other text of one line."""

BLOCK_LIMIT = 1_000_000
"""Characters kept of a text of many lines."""

# Every kind of white space and line end, the Unicode ones as well: they become one blank.
_SPACE = "\t\n\v\f\r \x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# C0 and DEL, C1, the bidi controls, surrogates, BOM, interlinear annotation, tags and non-characters.
_HARMFUL = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
)
_SPACES = f"[{_SPACE}]+"
_HARM = f"[{_HARMFUL}]"
_HARM_OR_SPACE = f"[{_HARMFUL}{_SPACE}]"
_LINE_END = "\r\n|[\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029]"
_BLANKS_AT_END = r"(?m)[ \t]+$"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # When first needed: compiling these takes longer than a shell's prompt has.
    return re.compile(pattern)


def clean(text: str, limit: int = TITLE_LIMIT) -> str:
    """Return `text` as one harmless line of at most `limit` characters.

    White space of any kind becomes one blank, controls that a terminal would act on are left out, and what is
    cut off is marked by an ellipsis.
    """
    # What lies far beyond the limit cannot show: a title of a gigabyte is not searched to its end.
    text = text[: limit * 8]
    if text.isascii() and text.isprintable():
        # Most texts; blanks are the only white space that they can hold.
        text = " ".join(text.split())
    elif _compiled(_HARM_OR_SPACE).search(text):
        text = _compiled(_SPACES).sub(" ", _compiled(_HARM).sub("", text)).strip(" ")
    return text if len(text) <= limit else text[: limit - 1].rstrip(" ") + "…"


def clean_block(text: str, limit: int = BLOCK_LIMIT) -> str:
    """Return `text` of several lines, harmless: line ends become newlines, tabs four blanks.

    At most `limit` characters are kept; white space at the ends of lines goes.
    """
    text = text[: limit * 2]
    text = _compiled(_LINE_END).sub("\n", text).replace("\t", "    ").replace("\x1f", " ")
    text = _compiled(_HARM).sub("", text)
    text = _compiled(_BLANKS_AT_END).sub("", text).strip("\n")
    return text if len(text) <= limit else text[: limit - 1] + "…"


_TWINS = {
    character: twin
    for twin, characters in (
        ("-", "·‐‑‒–—―−"),
        ("'", "‘’‚‛′‹›"),
        ('"', "“”„‟″«»"),
        *zip("*~x/><^v", "•…×÷→←↑↓", strict=True),
    )
    for character in characters
}


def ascii_twin(character: str) -> str:
    """Return the ASCII character for one that a locale cannot write: its letter without accents, or `?`."""
    bare = unicodedata.normalize("NFKD", character)[:1]
    return _TWINS.get(character) or (bare if bare.isascii() and bare.isprintable() else "?")


def plural(count: int, one: str, many: str = "") -> str:
    """Return the count with its noun: `1 step`, `3 steps`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def duration(minutes: int) -> str:
    """Return minutes as people say them: `25 min`, `1 h`, `2 h 10`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
