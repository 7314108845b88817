"""A line of text being typed: what is pasted into it is cleaned as all text from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from pmlearn.model.text import clean

if TYPE_CHECKING:
    from textual import events

LONGEST = 8192
"""Characters of what is pasted: an address may be long, and none of it may be lost."""


class Line(Input):
    """See the module."""

    def _on_paste(self, event: events.Paste) -> None:
        # Stopped here: Textual would hand the same event to its own handler next, as it came.
        event.stop()
        event.prevent_default()
        lines = event.text[: LONGEST * 8].splitlines()
        if text := next(filter(None, (clean(line, LONGEST) for line in lines)), ""):
            self.replace(text, *self.selection)
