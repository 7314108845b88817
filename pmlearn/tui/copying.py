"""Copying, and saying what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pmlearn.errors import PmlearnError
from pmlearn.services.clipboard import NO_WAY
from pmlearn.tui.told import told

if TYPE_CHECKING:
    from pmlearn.tui.app import PmlearnApp


class Say(Protocol):
    """Shows a line."""

    def __call__(self, text: str, *, bad: bool = False, then: str = "") -> None:
        """Show it."""


SHEET = "linksheet"
OTHERS = {
    SHEET: "{qr} shows a QR code; or select the address",
    "": "{show-link} shows it, to select or to scan",
}
"""What else there is to do with an address, by where it is shown."""


async def copy(app: PmlearnApp, text: str, say: Say, where: str = "") -> None:
    """Copy a text, and say what came of it; `where` is the sheet that shows the address, "" for a page."""
    try:
        copied = await app.thread.submit(lambda: app.services.clipboard.copy(text))
    except PmlearnError as error:
        say(
            error.message,
            bad=True,
            then=told(OTHERS[where], where or app.here()) if error.hint == NO_WAY else error.hint,
        )
        return
    if copied.send:
        app.send(copied.send)
    say(copied.said)
