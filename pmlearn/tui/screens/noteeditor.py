"""A note being written: several lines, wrapped as they will be read, and never lost."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.screen import Screen
from textual.widgets import TextArea

from pmlearn.model.text import clean, clean_block
from pmlearn.tui import keymap
from pmlearn.tui.subject import Left
from pmlearn.tui.widgets.bars import Header, Status
from pmlearn.tui.widgets.keyline import KeyLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from pmlearn.tui.app import PmlearnApp
    from pmlearn.tui.subject import Subject


class _Area(TextArea):
    """Several lines; what is pasted is text alone."""

    async def _on_paste(self, event: events.Paste) -> None:
        # Stopped here: Textual would hand the same event to its own handler next, as it came.
        event.stop()
        event.prevent_default()
        if text := clean_block(event.text):
            start, end = self.selection
            if result := self._replace_via_keyboard(text, start, end):
                self.move_cursor(result.end_location)


class NoteEditor(Screen["Left | None"], inherit_bindings=False):
    """Returns the note that is to be kept; None where it was left, with a draft or without.

    Args:
        on: what the note is on.
        text: what to begin with.
        base: the ids of the notes that the text was made of.
        drafted: it is a draft that was left before.
        own: the learner has an editor to go on in.
        said: what to say first.
    """

    AUTO_FOCUS = "TextArea"

    def __init__(
        self, on: Subject, text: str, base: tuple[str, ...], *, drafted: bool, own: bool, said: str
    ) -> None:
        super().__init__()
        keymap.bind(self, "note")
        self._on = on
        self._base = base
        self._without = {
            name for name, wanted in (("begin_again", drafted), ("elsewhere", own)) if not wanted
        }
        self._head = Header()
        self._area = _Area(clean_block(text), compact=True, highlight_cursor_line=False)
        self._area.cursor_blink = False
        self._begun = self._area.text
        self._line = Status()
        self._keys = KeyLine("note", self._without)
        if said or drafted:
            self._line.say(said or "your draft goes on here; it was not kept yet", bad=bool(said))

    def compose(self) -> ComposeResult:
        """Set the note below what it is on."""
        self._head.set("Note", clean(self._on.title))
        yield self._head
        yield self._area
        yield self._line
        yield self._keys

    def on_mount(self) -> None:
        """Go to the end of what is there."""
        self._area.move_cursor(self._area.document.end)

    def on_text_area_changed(self) -> None:
        """Remember it, should the line drop or the disk refuse."""
        if self._area.text == self._begun:
            return
        self._shell.drafting.put(self._on.key, self._area.text, self._base)
        if self._line.message[0]:
            self._line.say("")

    def action_keep(self) -> None:
        """Keep it."""
        self._once_typed(partial(self._end, elsewhere=False))

    def action_elsewhere(self) -> None:
        """Go on in the learner's own editor."""
        if "elsewhere" in self._without:
            self._line.say("no editor was found: set VISUAL or EDITOR", bad=True)
        else:
            self._once_typed(partial(self._end, elsewhere=True))

    def action_begin_again(self) -> None:
        """Begin again with the note as it is kept; ctrl+z takes that back."""
        self._area.select_all()
        self._area.replace(clean_block(self._on.text), *self._area.selection)
        self._base = self._on.base

    def action_leave(self) -> None:
        """Leave; what differs from the kept note stays as a draft."""
        self._once_typed(self._leave)

    async def _leave(self) -> None:
        if not self.is_current:
            return
        app, text = self._shell, self._area.text
        self.dismiss(None)
        if clean_block(text).strip() == clean_block(self._on.text).strip():
            await app.drafting.drop(self._on.key)
        else:
            app.say("left as a draft: the same key goes on with it")
            app.drafting.put(self._on.key, text, self._base)
            await app.drafting.save()

    @property
    def _shell(self) -> PmlearnApp:
        return cast("PmlearnApp", self.app)

    def _once_typed(self, then: Callable[[], object]) -> None:
        # These keys overtake those before them, which are on their way to the text still.
        self._area.call_later(self.call_later, then)

    def _end(self, *, elsewhere: bool) -> None:
        if self.is_current:
            self.dismiss(Left(clean_block(self._area.text), self._base, elsewhere))
