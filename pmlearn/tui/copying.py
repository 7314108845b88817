"""Copying, and saying what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pmlearn.errors import PmlearnError

if TYPE_CHECKING:
    from pmlearn.tui.app import PmlearnApp


class Say(Protocol):
    """Shows a line."""

    def __call__(self, text: str, *, bad: bool = False, then: str = "") -> None:
        """Show it."""


async def copy(app: PmlearnApp, text: str, say: Say) -> None:
    """Copy a text, and say what came of it."""
    try:
        copied = await app.thread.submit(lambda: app.services.clipboard.copy(text))
    except PmlearnError as error:
        say(error.message, bad=True, then=error.hint)
        return
    if copied.send:
        app.send(copied.send)
    say(copied.said)
