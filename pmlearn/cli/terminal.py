"""Whether there is a terminal that can show the app."""

from __future__ import annotations

import os
import sys

from pmlearn.cli import output


def at_terminal() -> bool:
    """There is someone to show the app to."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def can_show() -> bool:
    """The terminal can; where it cannot, that is said."""
    if os.environ.get("TERM", "") not in ("", "dumb"):
        return True
    output.note("this terminal cannot move its cursor (TERM is dumb or not set)")
    output.note("set TERM, or use the commands: pmlearn today, pmlearn --help")
    return False
