"""A question with one line for the answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from pmlearn.model.text import clean
from pmlearn.tui.widgets.line import LONGEST, Line

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import Input


class Ask(Horizontal):
    """A label and an input; `answer` is done when enter or escape is pressed.

    Args:
        label: what is asked.
        value: what stands there to begin with.
        over: that is a guess, which goes when something is typed.
    """

    def __init__(self, label: str, value: str = "", *, over: bool = False) -> None:
        super().__init__()
        self.answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._label = Static(Content(clean(label)), markup=False)
        self._input = Line(clean(value, LONGEST), compact=True, select_on_focus=over)
        self._input.cursor_blink = False

    def compose(self) -> ComposeResult:
        """Set the label before the input."""
        yield self._label
        yield self._input

    def on_mount(self) -> None:
        """Take the keys."""
        self._input.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the answer."""
        event.stop()
        self._end(event.value)

    def on_key(self, event: events.Key) -> None:
        """Cancel with escape."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self._end(None)

    def on_unmount(self) -> None:
        """Whoever waits for an answer learns that there will be none."""
        self._end(None)

    def _end(self, answer: str | None) -> None:
        if not self.answer.done():
            self.answer.set_result(answer)
