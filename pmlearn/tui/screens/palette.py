"""The palette: everything that can be done here, and everything in the curricula, found by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Label

from pmlearn.model.fuzzy import INSIDE, SCATTERED, fit
from pmlearn.services.finding import ORDER
from pmlearn.tui import keymap
from pmlearn.tui.matched import matched
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.bars import Status
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import DOT
from pmlearn.tui.widgets.line import Line
from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.rows import Cells, ListRows, hint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual import events
    from textual.app import ComposeResult

    from pmlearn.services.finding import Title, Titles
    from pmlearn.tui.keymap import Key
    from pmlearn.tui.widgets.rows import Text

INNER = ("move", "page", "first", "last", "g", "palette", "type", "rub_out", "escape", "interrupt")
"""Actions that make no sense to choose by name."""

MOST = 50
"""Rows of what was found in the curricula: who sees more types another word."""

FEW = 5
"""Where fewer titles have the words, as many follow that have their letters, those that fit best."""

RANKED = 200
"""Where more titles have the words, they stay in the order of what they are: nobody reads so far."""

RECENT = 5
"""Choices that are remembered, for as long as the app runs."""

WIDEST = 16
"""Cells for the curriculum that something is in."""

COMMAND = (Column(20, grow=1), Column(9, right=True, rank=1))
"""What can be done, and the key that does it."""


class Palette(Screen["str | Title"], inherit_bindings=False):
    """Returns the action, or what was found, that was chosen; None where it was left.

    Args:
        where: the page that it is opened upon.
        lacks: names of actions that are not to be had.
        gather: brings what can be found in the curricula, or None where it cannot be read; to be left out
            where there is nothing to find.
        recent: what was chosen before, the last first; what is chosen is put there.
    """

    AUTO_FOCUS = "Input"

    def __init__(
        self,
        where: str,
        lacks: frozenset[str],
        gather: Callable[[], Awaitable[Titles | None]] | None = None,
        recent: list[str] | None = None,
    ) -> None:
        super().__init__()
        self._keys = [key for key in keymap.keys_of(where, lacks) if key.name not in INNER]
        self._recent = recent if recent is not None else []
        self._gather = gather
        self._titles: Titles | None = None
        self._awaited = gather is not None  # the titles are on their way
        self._entered = False  # what is found first is to be chosen when they are here
        self._found: dict[str, Title] = {}  # what is shown of them, by the keys of the rows
        self._input = Line(placeholder="type a word or two; esc goes back", compact=True)
        self._input.cursor_blink = False
        self._lines = Lines()

    def compose(self) -> ComposeResult:
        """Set the words above what they find."""
        finds = ", or to find" if self._gather is not None else ""
        yield Label(Content(f"What would you like to do{finds}?"))
        yield Status()  # which has nothing to say, and is a rule
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
            if key:
                self._recent[:] = [key, *(known for known in self._recent if known != key)][:RECENT]
            self.dismiss(self._found.get(key) or key or None)

    def _show(self) -> None:
        words = self._input.value
        keys, titles = self._fitting_keys(words), self._fitting_titles(words)
        # A choice and a step may have one ref, and a curriculum the name of something to do.
        self._found = {f"{title.kind}:{title.ref}": title for title in titles[:MOST]}
        if not words.strip():
            self._found = {key: title for key, title in self._known().items() if key in self._recent}
        rows = [*(_command(key, words) for key in keys)]
        sources = [cell_len(_of(title)) for title in self._found.values()]
        columns = (
            Column(20, grow=1),
            Column(min(WIDEST, max(sources, default=0)), rank=2),
            Column(max((cell_len(title.kind) for title in self._found.values()), default=0), rank=1),
        )
        rows += [_title(key, title, words, columns) for key, title in self._found.items()]
        # What was chosen before comes first, the last of it on top.
        rows.sort(key=lambda row: self._recent.index(row.key) if row.key in self._recent else RECENT)
        shown: list[Cells | Text] = [*rows]
        if len(titles) > MOST:
            shown.append(hint(f"and {len(titles) - MOST:,} more: another word finds fewer"))
        if words.strip() and self._awaited:
            shown.append(hint("Looking through the curricula …"))
        self._lines.show(
            ListRows(shown or [hint("Nothing has these words. Fewer letters find more; esc goes back.")])
        )

    def _known(self) -> dict[str, Title]:
        every = self._titles.every if self._titles is not None and self._recent else ()
        return {f"{title.kind}:{title.ref}": title for title in every}

    def _fitting_keys(self, words: str) -> list[Key]:
        """What can be done and has the words: in its sentence, or some of the letters of its name."""
        found = []
        for key in self._keys:
            whole = fit(words, f"{key.about}\n{key.words}")
            if whole is not None and whole.worst < SCATTERED:
                found.append(((whole.worst, whole.gaps), key))
            elif fit(words, key.words) or fit(words, key.id):
                found.append(((SCATTERED, 0), key))
        return [key for _, key in sorted(found, key=lambda each: each[0])]

    def _fitting_titles(self, words: str) -> list[Title]:
        titles = self._titles
        if titles is None:
            return []
        found = titles.find(words)
        if len(found) < FEW:
            near = [title for title in titles.near(words) if title not in found]
            found += sorted(near, key=lambda title: _gaps(words, title))[:FEW]
        if len(found) > RANKED:
            return found

        def rank(title: Title) -> tuple[int, int, bool, int]:
            # What the title itself has counts: the rest is in what it is in, or in its step.
            fits = fit(words, title.title)
            worst, gaps = (fits.worst, fits.gaps) if fits else (INSIDE, 0)
            return (
                max(worst, INSIDE),
                ORDER[title.kind],
                not title.followed,
                gaps if worst == SCATTERED else 0,
            )

        return sorted(found, key=rank)


def _command(key: Key, words: str) -> Cells:
    return Cells(key.action, COMMAND, (matched(words, key.about), (key.shown, ink.MUTED)))


def _gaps(words: str, title: Title) -> int:
    found = fit(words, title.title)
    return found.gaps if found else 0


def _of(title: Title) -> str:
    """What it is in."""
    return title.curriculum_title if title.kind != "curriculum" else ""


def _title(key: str, title: Title, words: str, columns: tuple[Column, ...]) -> Cells:
    name = f"{title.title} {DOT} {title.step_title}" if title.step_title else title.title
    return Cells(key, columns, (matched(words, name), (_of(title), ink.MUTED), (title.kind, ink.MUTED)))
