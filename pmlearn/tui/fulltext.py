"""Fetching the whole text of an item, in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.tui.child import Child

if TYPE_CHECKING:
    from pmlearn.tui.child import Say


async def fetch_text(item: str, say: Say) -> bool:
    """Bring the page of an item, and say how that goes; true where its text is here now.

    Whoever is cancelled while it waits ends the process.
    """
    say("fetching the whole text…")
    status, _, wrong = await Child().ask("queue", "fetch", "--", item)
    say(wrong if status else "", bad=status != 0)
    return status == 0
