"""The palette: everything that can be done here, and everything in the curricula, found by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Label

from pmlearn.tui import keymap
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import DOT
from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.rows import Cells, ListRows, hint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from pmlearn.services.finding import Title, Titles
    from pmlearn.tui.keymap import Key
    from pmlearn.tui.widgets.rows import Text

INNER = ("move", "page", "first", "last", "g", "palette", "type", "rub_out")
"""Actions that make no sense to choose by name."""

MOST = 50
"""Rows of what was found in the curricula: who sees more types another word."""

WIDEST = 20
"""Cells for the curriculum that something is in."""


class Palette(Screen["str | Title"], inherit_bindings=False):
    """Returns the action, or what was found, that was chosen; None where it was left.

    Args:
        where: the page that it is opened upon.
        lacks: names of actions that are not to be had.
        gather: brings what can be found in the curricula, or None where it cannot be read; to be left out
            where there is nothing to find.
    """

    AUTO_FOCUS = "Input"

    def __init__(
        self, where: str, lacks: frozenset[str], gather: Callable[[], Awaitable[Titles | None]] | None = None
    ) -> None:
        super().__init__()
        self._keys = [key for key in keymap.keys_of(where, lacks) if key.name not in INNER]
        self._gather = gather
        self._titles: Titles | None = None
        self._awaited = gather is not None  # the titles are on their way
        self._entered = False  # what is found first is to be chosen when they are here
        self._found: dict[str, Title] = {}  # what is shown of them, by the keys of the rows
        self._input = Input(placeholder="type a word or two; esc goes back", compact=True)
        self._input.cursor_blink = False
        self._lines = Lines()

    def compose(self) -> ComposeResult:
        """Set the words above what they find."""
        finds = ", or to find" if self._gather is not None else ""
        yield Label(Content(f"What would you like to do{finds}?"))
        yield self._input
        yield self._lines

    def on_mount(self) -> None:
        """Show everything that can be done; what is in the curricula is brought meanwhile."""
        self._lines.can_focus = False
        self._show()
        self.run_worker(self.reload())

    async def reload(self) -> None:
        """Find in the curricula as they are now."""
        if self._gather is None or not self.is_current:
            return
        titles = await self._gather()
        self._awaited = False
        if self.is_current:
            self._titles = titles or self._titles
            self._show()
            if self._entered:
                self.on_input_submitted()

    def on_input_changed(self) -> None:
        """Show what has the words, the cursor on the first."""
        self._entered = False
        self._show()
        self._lines.action_first()

    def on_input_submitted(self) -> None:
        """Choose what the cursor is on."""
        if self._lines.key or not self._awaited:
            self._leave(self._lines.key)
        else:
            self._entered = True

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
            self._leave("")

    def _leave(self, key: str) -> None:
        # A key that was typed ahead may have gone to another place meanwhile, which has no page to spare.
        if self.is_current:
            self.dismiss(self._found.get(key) or key or None)

    def _show(self) -> None:
        words = self._input.value
        wanted = words.casefold().split()
        keys = [
            key for key in self._keys if all(word in f"{key.words} {key.about}".casefold() for word in wanted)
        ]
        titles = self._titles.find(words) if self._titles is not None else []
        # A choice and a step may have one ref, and a curriculum the name of something to do.
        self._found = {f"{title.kind}:{title.ref}": title for title in titles[:MOST]}
        rows: list[Cells | Text] = [*_commands(keys), *_titles(self._found)]
        if len(titles) > MOST:
            rows.append(hint(f"and {len(titles) - MOST:,} more: another word finds fewer"))
        if wanted and self._awaited:
            rows.append(hint("Looking through the curricula …"))
        self._lines.show(ListRows(rows or [hint("Nothing has these words.")]))


def _commands(keys: Sequence[Key]) -> list[Cells]:
    widest = max((len(key.shown) for key in keys), default=0)
    columns = (Column(20, grow=1), Column(widest, right=True, rank=1))
    return [Cells(key.action, columns, ((key.about, ink.PLAIN), (key.shown, ink.MUTED))) for key in keys]


def _titles(found: dict[str, Title]) -> list[Cells]:
    said = {key: _where(title) for key, title in found.items()}
    widest = min(WIDEST, max(map(cell_len, said.values()), default=0))
    columns = (Column(12, grow=1), Column(widest, right=True, rank=1))
    return [
        Cells(key, columns, ((_name(title), ink.PLAIN), (said[key], ink.MUTED)))
        for key, title in found.items()
    ]


def _name(title: Title) -> str:
    return f"{title.title} {DOT} {title.step_title}" if title.step_title else title.title


def _where(title: Title) -> str:
    return "curriculum" if title.kind == "curriculum" else title.curriculum_title
