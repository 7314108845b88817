"""A list over the reader: its headings, or what is highlighted, to go to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Label

from pmlearn.model.text import clean
from pmlearn.tui import keymap
from pmlearn.tui.widgets.bars import Status
from pmlearn.tui.widgets.keyline import KeyLine
from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.rows import ListRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from pmlearn.tui.widgets.rows import Cells, Text

GO = "go"


class Jump(Screen["tuple[str, str] | None"], inherit_bindings=False):
    """Returns what is to be done with which row, by its key; None where the list was left.

    Args:
        title: what the list is of.
        rows: its rows.
        at: the key of the row that the cursor stands on first.
        verbs: what can be done besides going to a row.
    """

    AUTO_FOCUS = "Lines"

    def __init__(
        self,
        title: str,
        rows: Sequence[Cells | Text],
        at: str,
        verbs: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        keymap.bind(self, "jump")
        self._title = title
        self._rows = list(rows)
        self._at = at
        self._verbs = verbs
        self._lines = Lines()

    def compose(self) -> ComposeResult:
        """Set the title above the list, and the keys below it."""
        yield Label(Content(clean(self._title)))
        yield Status()  # which has nothing to say, and is a rule
        yield self._lines
        yield Status()
        yield KeyLine("jump", () if self._verbs else {"verb"}, {"select"})

    def on_mount(self) -> None:
        """Show the rows."""
        self._lines.show(ListRows(self._rows), self._at)

    def on_lines_selected(self, event: Lines.Selected) -> None:
        """Go to a row."""
        self._end((GO, event.key))

    def action_leave(self) -> None:
        """Go back to the text."""
        self._end(None)

    def action_verb(self, verb: str) -> None:
        """Do something else with the row that the cursor is on."""
        if verb in self._verbs and self._lines.key:
            self._end((verb, self._lines.key))

    def _end(self, what: tuple[str, str] | None) -> None:
        # A key that was typed ahead may have gone elsewhere meanwhile.
        if self.is_current:
            self.dismiss(what)
