"""What reaches the terminal: only what differs from what it shows, and nothing that it need not be told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from textual._compositor import CompositorUpdate
from textual.app import App

from pmlearn.tui import colours, themes
from pmlearn.tui.paint import Painter
from pmlearn.tui.unbroken import Unbroken
from pmlearn.tui.widgets.glyphs import Ascii

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType
    from textual import events
    from textual.filter import LineFilter
    from textual.screen import Screen


class PaintedApp(App[None]):
    """An app that paints by itself what Textual drew.

    Attributes:
        painter: knows what the terminal shows.
        depth: how many colours the terminal has; None for none.
        wears: the theme.
        ascii: makes ASCII of what is shown, where it is enabled.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.depth = colours.depth(os.environ)
        self.wears = themes.themes_for(self.depth)[0]
        self.painter = Painter(themes.Wardrobe(self.wears, self.depth))
        self.ascii = Ascii(enabled=False)
        super().__init__(*arguments, **options)
        # The painter leaves colour out where NO_COLOR says so: Textual need not know.
        self.no_color = False

    @property
    def can_step_aside(self) -> bool:
        """Another program can have the terminal for a while."""
        return self._driver is not None and self._driver.can_suspend

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Ours alone, for terminals that cannot show every glyph; colours are the painter's."""
        return [self.ascii] if self.ascii.enabled else []

    def wear(self, theme: themes.Theme) -> None:
        """Show another theme."""
        self.wears = theme
        self.painter.wear(themes.Wardrobe(theme, self.depth))
        if self.is_running:
            self.screen.refresh()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        # Textual's own would write everything that it drew; the painter writes what differs.
        driver = self._driver
        if not isinstance(renderable, CompositorUpdate) or driver is None or self.is_headless:
            super()._display(screen, renderable)
        elif self._running and not self._closed and not self._batch_count and screen.size == self.size:
            # While the two differ, the screen is about to be laid out for the terminal's new size.
            if data := self.painter.paint(renderable, self.size):
                beyond = screen.beyond_cells() if isinstance(screen, Unbroken) else ""
                driver.write(data + self.painter.plainly(beyond))
            self.post_display_hook()

    def on_resize(self, event: events.Resize) -> None:
        """Paint everything again for a size that was painted already: Textual itself would do nothing.

        The program is back in front, or a window shrank and grew: what was beyond its edge is gone.
        """
        if event.size in (self._size, self.painter.size) and not self.painter.adopted:
            self.painter.forget()
            self.screen.refresh()

    def send(self, sequence: str) -> None:
        """Send the terminal what moves no cursor and changes no cell, as what a clipboard takes (OSC 52)."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)

    def copy_to_clipboard(self, text: str) -> None:
        """Keep what was cut in an input for this app: Textual's own would send it to the terminal as well."""
        self._clipboard = text

    def _set_pointer_shape(self, shape: str) -> None:
        # The mouse's pointer stays as it is: its shape would be a sequence at every click (OSC 22).
        pass

    def delay_update(self, delay: float = 0.05) -> None:
        """Do not wait: a page has its data before it is shown."""
