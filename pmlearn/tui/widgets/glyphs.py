"""The glyphs, each one cell wide and with an ASCII twin, and the filter that shows the twins instead."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import split_graphemes
from rich.segment import Segment
from textual.filter import LineFilter

from pmlearn.model.locale import ascii_wanted
from pmlearn.model.progress import Status
from pmlearn.model.queue import ItemKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.color import Color

CURSOR = "▸"
FOLDED = "+"
UNFOLDED = "-"
RULE = "─"
HERE = "━"
WALL = "│"
FULL = "━"
EMPTY = "─"
SPARKS = "▁▂▃▄▅▆▇█"
SHADES = "·░▒▓█"
EARLIER = "←"
STAR = "★"
MARK = "✓"
AWAY = "☾"
STORED = "□"
HELPS = "◆"
DOT = "·"
TRAIL = "›"
BULLET = "•"
PASSAGE = "▌"
FOLDED_LINE = "↳"

BOXES = {Status.TODO: "[ ]", Status.DOING: "[~]", Status.DONE: "[x]", Status.SKIPPED: "[-]"}
"""The status of a unit or a step."""

TAKEN, UNTAKEN = "(x)", "( )"
"""One of several answers."""

PICK, UNPICKED = "[x]", "[ ]"
"""Any number of several answers."""

KINDS = {ItemKind.ARTICLE: "○", ItemKind.AUDIO: "♪", ItemKind.VIDEO: "▶", ItemKind.LINK: "↗"}
"""What a person does with an item."""

TWINS = {
    "▸": ">", "─": "-", "━": "=", "│": "|", "█": "#", "★": "*", "·": "-", "›": ">",
    "░": ":", "▒": "+", "▓": "%", "✓": "+", "☾": "z", "□": "=", "◆": "#",
    "•": "*", "✎": "'", "○": "o", "♪": "a", "▶": "v", "↗": "^", "…": "~", "—": "-", "–": "-", "‑": "-",
    "‘": "'", "’": "'", "“": '"', "”": '"', "×": "x", "÷": "/", "→": ">", "←": "<", "↑": "^", "↓": "v",
    "▁": "_", "▂": ".", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "%", "▌": "|", "↳": "\\", "ß": "s",
}  # fmt: skip

CONSOLE = frozenset("─│·•◆←↑→↓×÷ß")
"""Of these glyphs, those that fonts of the Linux console have: of 256 or 512 signs, most are letters."""

_CONSOLE_TWINS = {glyph: twin for glyph, twin in TWINS.items() if glyph not in CONSOLE}


@lru_cache(maxsize=4096)
def to_ascii(text: str) -> str:
    """Return a text of the same width in ASCII: twins for glyphs, letters without accents, else `?`."""
    if text.isascii():
        return text
    done = []
    # By clusters: an emoji may be several characters, and is as wide as one.
    for start, end, width in split_graphemes(text)[0]:
        twin = TWINS.get(text[start])
        if twin is None:
            bare = unicodedata.normalize("NFKD", text[start:end]).encode("ascii", "ignore").decode()[:1]
            twin = bare or "?"
        done.append(twin.ljust(width)[:width])
    return "".join(done)


def _to_console(text: str) -> str:
    if text.isascii():
        return text
    return "".join(
        twin.ljust(width)[:width] if (twin := _CONSOLE_TWINS.get(text[start])) else text[start:end]
        for start, end, width in split_graphemes(text)[0]
    )


class Ascii(LineFilter):
    """Show twins: for terminals whose locale is not UTF-8, for whoever asks, and for the Linux console.

    The console keeps the letters that it has, and box drawing; everywhere else it is ASCII alone.
    """

    def __init__(self, *, enabled: bool = True, console: bool = False) -> None:
        super().__init__(enabled)
        self._console = console

    @classmethod
    def of(cls, env: Mapping[str, str], *, wanted: bool) -> Ascii:
        """What the terminal of an environment needs; `wanted` where the learner asks for ASCII."""
        if wanted or ascii_wanted(env):
            return cls()
        console = env.get("TERM") == "linux"
        return cls(enabled=console, console=console)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments with the twins in place."""
        twins = _to_console if self._console else to_ascii
        return [Segment(twins(text), style, control) for text, style, control in segments]
