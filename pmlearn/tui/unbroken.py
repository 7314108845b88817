"""A screen with an address that the terminal itself is to know as one: to click, or to select whole."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def sequence(row: int, address: str, seen: int, *, linked: bool) -> str:
    """What writes an address from the first column of a row on, wrapped by the terminal itself.

    Rows that are painted one by one are lines of their own to a terminal, and a long address that is
    selected would come apart. Here alone a sequence names an address (OSC 8,
    https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda).

    Args:
        row: counted from 0.
        address: printable ASCII alone (`services/links.py: plain_address()`); else nothing is written.
        seen: characters of it that there is room for.
        linked: as a hyperlink, to the whole of it.
    """
    if not (address.isascii() and address.isprintable()):
        return ""
    start, end = (f"\x1b]8;;{address}\x1b\\", "\x1b]8;;\x1b\\") if linked else ("", "")
    # Textual has the terminal not wrap: for these rows it does.
    return f"\x1b[{row + 1};1H\x1b[?7h{start}{address[:seen]}{end}\x1b[?7l"


class Unbroken(Screen[Any], inherit_bindings=False):
    """See the module."""

    def beyond_cells(self) -> str:
        """What to send after this screen was painted; the cells that it writes are as they were painted."""
        raise NotImplementedError
