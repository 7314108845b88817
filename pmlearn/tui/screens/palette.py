"""The palette: everything that can be done here, found by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Label

from pmlearn.tui import keymap
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.rows import Cells, ListRows, hint

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

INNER = ("move", "page", "first", "last", "g", "palette")
"""Actions that make no sense to choose by name."""


class Palette(Screen[str], inherit_bindings=False):
    """Returns the action that was chosen; None where it was left."""

    AUTO_FOCUS = "Input"

    def __init__(self, where: str, lacks: frozenset[str]) -> None:
        super().__init__()
        self._keys = [key for key in keymap.keys_of(where, lacks) if key.name not in INNER]
        self._input = Input(placeholder="type a word or two; esc goes back", compact=True)
        self._input.cursor_blink = False
        self._lines = Lines()

    def compose(self) -> ComposeResult:
        """Set the words above what they find."""
        yield Label(Content("What would you like to do?"))
        yield self._input
        yield self._lines

    def on_mount(self) -> None:
        """Show everything."""
        self._lines.can_focus = False
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has the words."""
        self._show(event.value)

    def on_input_submitted(self) -> None:
        """Choose what the cursor is on."""
        self._leave(self._lines.key or None)

    def on_lines_selected(self, event: Lines.Selected) -> None:
        """Choose what was clicked."""
        self._leave(event.key)

    def on_key(self, event: events.Key) -> None:
        """Move the cursor while words are being typed."""
        moves = {"down": 1, "up": -1, "ctrl+n": 1, "ctrl+p": -1}
        if event.key in moves:
            event.stop()
            self._lines.action_move(moves[event.key])
        elif event.key == "escape":
            event.stop()
            self._leave(None)

    def _leave(self, action: str | None) -> None:
        # A key that was typed ahead may have gone to another place meanwhile, which has no page to spare.
        if self.is_current:
            self.dismiss(action)

    def _show(self, words: str) -> None:
        wanted = words.casefold().split()
        found = [
            key for key in self._keys if all(word in f"{key.words} {key.about}".casefold() for word in wanted)
        ]
        widest = max((len(key.shown) for key in found), default=0)
        columns = (Column(20, grow=1), Column(widest, right=True, rank=1))
        rows = [Cells(key.action, columns, ((key.about, ink.PLAIN), (key.shown, ink.MUTED))) for key in found]
        self._lines.show(ListRows(rows or [hint("Nothing has these words.")]))
