"""The end: whatever ends the program, the terminal is restored within two seconds and the status says why.

129 after SIGHUP or a closed terminal, 143 after SIGTERM, 130 after ctrl+c. Nothing needs to be written: what
was acknowledged is in the journal already.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

PATIENCE = 1.5
"""Seconds for an orderly end, before the process ends itself."""


def listen(loop: asyncio.AbstractEventLoop, end: Callable[[int], None]) -> None:
    """Call `end` with the exit status when a signal asks the program to end."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end, 128 + number)


def close_ears() -> None:
    """Pass over signals from here on: a dropped line sends more than one, and the end is under way.

    The loop that listened is closed, and the next one would end the process before the place is kept.
    """
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def insist(status: int, modes: list[Any] | None, leave: str) -> None:
    """End the process when an orderly end takes too long: a terminal that is gone takes no bytes.

    Args:
        status: the exit status.
        modes: the terminal's modes as they were at the start, or None.
        leave: what to send to give the terminal back.
    """
    timer = threading.Timer(PATIENCE, _end, (status, modes, leave))
    timer.daemon = True
    timer.start()


def _end(status: int, modes: list[Any] | None, leave: str) -> None:
    fd = sys.__stdin__.fileno() if sys.__stdin__ else 0
    try:
        if modes is not None:
            termios.tcsetattr(fd, termios.TCSANOW, modes)
        os.set_blocking(2, False)
        os.write(2, leave.encode())
    except (OSError, termios.error):
        pass
    finally:
        os._exit(status)
