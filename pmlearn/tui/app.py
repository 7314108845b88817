"""The app: its first page, what is said on all of them, and an end that is always clean."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events

from pmlearn.errors import PmlearnError
from pmlearn.tui import dressing, ending, errands, glance, keymap, noting, places
from pmlearn.tui.ahead import Ahead
from pmlearn.tui.driver import Terminal
from pmlearn.tui.navigation import NavigatedApp, same
from pmlearn.tui.paintedapp import PaintedApp
from pmlearn.tui.screencells import kept, without_news
from pmlearn.tui.ticking import Offer
from pmlearn.tui.told import told
from pmlearn.tui.widgets.glyphs import DOT, Ascii

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.screen import Screen

    from pmlearn.tui.page import Page
    from pmlearn.wiring import Services


class PmlearnApp(PaintedApp, NavigatedApp):
    """The app; see the module."""

    CSS_PATH = "app.tcss"
    DEFAULT_MODE = "first"  # of Textual's own default one, there is no coming back to
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(
        self,
        services: Services,
        open_first: Callable[[Services], Page] = places.reopen,
        lacks: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(services)
        keymap.bind(self, "app")
        self.ahead = Ahead(self, super().on_event)
        self.lacks = lacks  # names of actions that are not to be had
        self.animation_level = "none"
        self.ascii = Ascii.of(os.environ, wanted=services.settings.ascii)
        self.wear(dressing.first_theme(self))
        # The first page is read before the loop starts, so that the first paint is the whole page.
        self._first = self.thread.run(open_first, services)
        self._modes_of = {self._first.PLACE: self.DEFAULT_MODE}
        self._place: dict[str, Any] = {}
        self._last = b""  # what the screen showed at the end
        self._parting: list[Callable[[Services], object]] = []  # what pages keep at the end
        self._recent: list[str] = []  # what was chosen in the palette, the last first

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Whether there is such a thing to do."""
        return action not in self.lacks

    async def on_event(self, event: events.Event) -> None:
        """Keep keys for the page that is about to be there; those after the end are for nobody."""
        if isinstance(event, events.Key) and self._exit:
            return
        if isinstance(event, events.Key) and not event.is_forwarded and self.ahead.take(event):
            return
        await super().on_event(event)

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        # Nothing shows through a page. Textual would lay out those below as well, and while the window's edge
        # is dragged they would tell each other of its sizes for ever.
        return []

    def get_default_screen(self) -> Screen[None]:
        """The page that is painted first, whole."""
        return self._first

    def action_palette(self) -> None:
        """Find something by its name: what can be done here, curricula, and what is in them."""
        if self.page is not None and self.screen is self.page:
            from pmlearn.tui.everything import everything  # noqa: PLC0415 - imported when first shown
            from pmlearn.tui.screens.palette import Palette  # noqa: PLC0415 - as above

            # Nowhere to go to, nothing to find: a preview is of one file.
            gather = partial(self.attempt, everything) if "go" not in self.lacks else None
            self._palette = Palette(self.page.NAME, self.lacks, gather, self._recent)
            self.push_screen(self._palette, partial(errands.run_chosen, self))

    async def action_theme(self) -> None:
        """Show the next theme."""
        await dressing.next_theme(self)

    async def _refresh_feeds(self, ids: Sequence[str]) -> None:
        here = self.page.NAME if self.page else ""
        self.refresh_feeds.why = "the list says why" if here == "feeds" else told("{feeds} says why")
        self.refresh_feeds.where = "" if here == "queue" else told(" · {queue} has what is new")
        await super()._refresh_feeds(ids)

    def say(self, text: str, *, bad: bool = False, then: str = "", offer: Offer | None = None) -> None:
        """Show a line above the footer, until there is another; what it offers is there as long."""
        self._offer = offer or Offer()
        if self.page is not None:
            self.page.line.say(text, bad=bad, then=then)

    def tell(self, news: str) -> None:
        """Say what nobody asked for, behind the answer to a key that was typed meanwhile."""
        if self.page is not None:
            line = self.page.line
            said = line.message[0]
            line.say(f"{said} {DOT} {news}" if said else news, bad=True, then=line.then if said else "")

    def show_playing(self) -> None:
        """Show on this page what is played."""
        if self.page is not None:
            self.page.playing.show(self.playing)

    def annotate(self, ref: str) -> None:
        """Let the learner write a note on a step."""
        self.run_worker(noting.write_note(self, ref))

    def attach(self, ref: str) -> None:
        """Ask for what shows that a step was done."""
        self.run_worker(errands.attach(self, ref))

    # The start and the end.

    def on_load(self) -> None:
        """Listen to signals, before the terminal is changed."""
        if not self.is_headless:
            ending.listen(asyncio.get_running_loop(), self.end)

    def on_mount(self) -> None:
        """Listen to other windows, and let one come back to the place that was opened first."""
        self.add_mode(self.DEFAULT_MODE, partial(same, self._first))
        self.run_worker(self.watch_others())

    def action_leave(self) -> None:
        """Leave."""
        self.exit()

    def action_interrupt(self) -> None:
        """Leave, as ctrl+c does anywhere."""
        self.end(128 + signal.SIGINT)

    def end(self, status: int) -> None:
        """End the program with a status, whatever the terminal still takes."""
        if isinstance(driver := self._driver, Terminal):
            if driver.aside and status == 128 + signal.SIGINT:
                return  # it was meant for the program that has the terminal
            ending.insist(status, driver.attrs_before, driver.leave)
        self.exit(return_code=status)

    def exit(self, *arguments: Any, **options: Any) -> None:
        """Leave; where the learner was is kept, and a refresh ends."""
        self.refresh_feeds.cancel()
        page = self.page if self.is_running and self.screen_stack else None
        if page is not None:
            self._place = {"page": page.NAME, **page.address(), "top": page.scrolled()}
            if self.screen is page:  # what covers it is not what will be opened
                self._last = kept(without_news(page, self.painter), thrifty=self.thrifty)
            self._parting = self._partings()
        super().exit(*arguments, **options)

    def close(self) -> None:
        """Keep where the learner was, and let the services go, with what was being written."""
        try:
            if self._place:
                self.thread.run(self.services.place.save, self._place)
                self.thread.run(self.services.place.keep_screen, glance.NAME, self._last)
            for keep in self._parting:
                # What the disk refuses now, nobody is there to be told.
                with suppress(PmlearnError):
                    self.thread.run(keep, self.services)
        finally:
            self.close_services()
