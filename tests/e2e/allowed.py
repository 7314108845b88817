"""The allow-list: every byte that may reach a terminal, and a complaint about every other one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.e2e.evil import MARK
from tests.e2e.sequences import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.sequences import Token

_SGR = r"(?:[0-9]|2[2-9]|3[0-79]|4[0-79]|9[0-7]|10[0-7])"
_APP = re.compile(
    rf"{_SGR}?(?:;{_SGR})*m"  # the sixteen colours and the plain attributes
    r"|(?P<row>\d{1,3});(?P<column>\d{1,3})H"  # CUP
    r"|2J|K"  # ED, EL
    r"|(?:\d{1,3};\d{1,3})?r"  # DECSTBM: the margins between which rows move
    r"|\?(?:7|25|1000|1004|1006|1049|2004|2026|2048)[hl]"  # private modes of the start, the end and a frame
    r"|\?(?:2026|2048)\$p|>\d+u|<u"  # is synchronised output known? the keyboard protocol, pushed and popped
)
# What the sheet with a link sends: the address as a hyperlink, and what is copied. Neither can hold more.
_OSC = re.compile(r"8;;(?:https?://[!-~]+)?|52;c;[A-Za-z0-9+/]+={0,2}")
# Bidi controls, what shows nothing, tags, interlinear annotation, and bytes that are no UTF-8.
_NO_TEXT = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)


def complaints(raw: bytes, *, app: bool, columns: int = 80, rows: int = 24) -> list[str]:
    """Return what reached the terminal and may not.

    Args:
        raw: every byte.
        app: the program drew a screen; a command prints text and line ends alone.
        columns: of the terminal; the cursor goes nowhere beyond.
        rows: of the terminal.
    """
    found = []
    other_screen = 0
    for token in tokens_of(raw):
        found += [f"{why}: {token.whole[:60]!r}" for why in _wrong(token, app=app, size=(rows, columns))]
        if token.kind == "csi" and token.body in ("?1049h", "?1049l"):
            other_screen += 1 if token.body == "?1049h" else -1
    if other_screen:
        found.append("the other screen was entered and left a different number of times")
    return found


def _wrong(token: Token, *, app: bool, size: tuple[int, int]) -> Iterator[str]:
    if token.kind == "text":
        if bad := _NO_TEXT.search(token.body):
            yield f"U+{ord(bad[0]):04X} in text"
        return
    if app and token.kind == "osc" and _OSC.fullmatch(token.body):
        return
    if MARK in token.whole:
        yield "planted text in a sequence"
    if token.kind == "control":
        if token.whole not in "\r\n":
            yield "a control"
    elif app and token.kind == "esc" and token.body == "M":  # RI: a row up
        return
    elif token.kind != "csi" or not app:
        yield f"a sequence ({token.kind})"
    elif not (known := _APP.fullmatch(token.body)):
        yield "a sequence that is none of ours"
    elif known["row"] and not (int(known["row"]) <= size[0] and int(known["column"]) <= size[1]):
        yield "the cursor leaves the screen"
