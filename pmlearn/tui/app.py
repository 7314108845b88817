"""The app: places and the pages upon them, one thread for the services, and an end that is always clean."""

from __future__ import annotations

import asyncio
import os
import signal
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual._compositor import CompositorUpdate
from textual.app import App

from pmlearn.errors import PmlearnError
from pmlearn.tui import editor, ending, keymap, places
from pmlearn.tui.driver import Terminal
from pmlearn.tui.page import Page
from pmlearn.tui.paint import Painter
from pmlearn.tui.refresh import Refresh
from pmlearn.tui.undo import UndoStack
from pmlearn.tui.widgets.glyphs import Ascii, ascii_wanted
from pmlearn.tui.worker import ServiceThread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType
    from textual.binding import BindingType
    from textual.filter import LineFilter
    from textual.screen import Screen

    from pmlearn.services.outcome import Outcome
    from pmlearn.storage.watch import Watcher
    from pmlearn.wiring import Services

T = TypeVar("T")


def run(services: Services) -> int:
    """Run the app in the terminal until it is left; the exit status."""
    app = PmlearnApp(services)
    try:
        app.run()
    finally:
        app.close()
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0


def _same(page: Page) -> Page:
    return page


class PmlearnApp(App[None], inherit_bindings=False):
    """The app; see the module."""

    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings("app")
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self, services: Services) -> None:
        self.painter = Painter()
        super().__init__(driver_class=Terminal, ansi_color=True)
        self.animation_level = "none"
        self.services = services
        settings = services.settings
        self.thrifty = settings.thrifty or "SSH_CONNECTION" in os.environ
        self._ascii = Ascii(enabled=settings.ascii or ascii_wanted(os.environ))
        self._thread = ServiceThread()
        self._undo = UndoStack()
        self._refresh = Refresh(self.say, pause=1.0 if self.thrifty else 0.25)
        self._watcher: Watcher | None = None
        # What was open last is read before the loop starts, so that the first paint is the whole page.
        self._first = self._thread.run(self._reopen)
        self._place: dict[str, Any] = {}
        self._modes_of = {self._first.PLACE: self.DEFAULT_MODE}

    # Pages.

    @property
    def page(self) -> Page | None:
        """The page that is on top, below what may cover it for a moment."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Page)), None)

    def get_default_screen(self) -> Screen[None]:
        """The page that is painted first."""
        return self._first

    async def open(self, name: str, **arguments: Any) -> None:
        """Open a page upon this one."""
        page = await self._prepare(name, **arguments)
        if page is not None:
            await self.push_screen(page)

    async def action_go(self, name: str) -> None:
        """Go to a place: to where one was in it, or, from within it, to its first page."""
        if name not in self._modes_of:
            page = await self._prepare(name)
            if page is None:
                return
            self._modes_of[name] = name
            self.add_mode(name, partial(_same, page))
        mode = self._modes_of[name]
        if mode != self.current_mode:
            await self.switch_mode(mode)
            await self._renew()
            return
        with self.batch_update():
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            if (page := self.page) is not None and name != page.NAME:
                await self._replace(name)

    async def action_back(self) -> None:
        """Go back a page; from a place, leave."""
        page = self.page
        if len(self.screen_stack) > 1:
            await self.pop_screen()
            await self._renew()
        elif page is not None and page.UP:
            await self._replace(page.UP, **page.up_address())
        else:
            self.exit()

    async def action_escape(self) -> None:
        """Cancel what is asked or fetched; else go back, but never leave."""
        page = self.page
        if self._refresh.running:
            self._refresh.cancel()
        elif page is not None and await page.escape():
            return
        elif len(self.screen_stack) > 1 or (page is not None and page.UP):
            await self.action_back()

    async def action_feeds(self) -> None:
        """Open the feeds."""
        if self.page is not None and self.page.NAME != "feeds":
            await self.open("feeds")

    async def action_keys(self) -> None:
        """Show every key of this page."""
        if self.page is not None and self.page.NAME != "keys":
            await self.open("keys", where=self.page.NAME)

    def action_palette(self) -> None:
        """Find something to do by its name."""
        if self.page is not None and self.screen is self.page:
            from pmlearn.tui.screens.palette import Palette  # noqa: PLC0415 - imported when first shown

            self.push_screen(Palette(self.page.NAME), self._run_chosen)

    async def _run_chosen(self, action: str | None) -> None:
        name = (action or "").partition("(")[0]
        for target in (self.screen.focused, self.page, self):
            if action and target is not None and hasattr(target, f"action_{name}"):
                await self.run_action(action, target)
                return

    async def _prepare(self, name: str, **arguments: Any) -> Page | None:
        page = places.make(name, **arguments)
        data = await self.attempt(page.fetch, self.services)
        if data is None:
            return None
        page.accept(data)
        return page

    async def _replace(self, name: str, **arguments: Any) -> None:
        page = await self._prepare(name, **arguments)
        if page is not None:
            await self.switch_screen(page)

    async def _renew(self) -> None:
        if self.page is not None:
            await self.page.reload()

    # The services.

    async def store(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function of the services on their thread."""
        return await self._thread.submit(function, *arguments)

    async def attempt(self, function: Callable[..., T], *arguments: Any) -> T | None:
        """The same; what fails is said in the line for messages, and None comes back."""
        try:
            return await self.store(function, *arguments)
        except PmlearnError as error:
            self.say(f"{error.message}: {error.hint}" if error.hint else error.message, bad=True)
            return None

    async def change(self, function: Callable[..., Outcome], *arguments: Any) -> Outcome | None:
        """Do something that can be undone, say what came of it, and show it."""
        return await self._act(self._undo.did, function, *arguments)

    async def action_undo(self) -> None:
        """Take back what this window did last."""
        if self._undo.done:
            await self._act(self._undo.took_back, self.services.history.undo, self._undo.done[-1])
        else:
            self.say("nothing to undo in this window")

    async def action_redo(self) -> None:
        """Do again what this window took back last."""
        if self._undo.undone:
            await self._act(self._undo.did_again, self.services.history.redo, self._undo.undone[-1])
        else:
            self.say("nothing to redo in this window")

    async def _act(
        self, then: Callable[[Outcome], None], function: Callable[..., Outcome], *arguments: Any
    ) -> Outcome | None:
        outcome = await self.attempt(function, *arguments)
        if outcome is not None:
            then(outcome)
            self.say(outcome.message)
            await self._renew()
        return outcome

    def say(self, text: str, *, bad: bool = False) -> None:
        """Show a line above the footer, until there is another."""
        if self.page is not None:
            self.page.line.say(text, bad=bad)

    def action_refresh_feeds(self, *ids: str) -> None:
        """Ask feeds for what is new, all of them where none is named."""
        self.run_worker(self._refresh_feeds(ids))

    async def _refresh_feeds(self, ids: Sequence[str]) -> None:
        await self._refresh.run(ids)
        await self._renew()

    def annotate(self, ref: str) -> None:
        """Let the learner write a note on a step, in an editor or, where that cannot be, in a line."""
        self.run_worker(self._annotate(ref))

    async def _annotate(self, ref: str) -> None:
        detail = await self.attempt(self.services.steps.detail, ref)
        if detail is None or self.page is None:
            return
        text: str | None = "\n\n".join(note.text for note in detail.notes)
        if (words := editor.command(os.environ)) and self._driver is not None and self._driver.can_suspend:
            with self.suspend():
                text = await editor.edit(words, text or "")
            if text is None:
                self.say(f"{words[0]} ended without a note: nothing was changed", bad=True)
        else:
            text = await self.page.ask("Note", text or "")
        if text is not None:
            await self.change(self.services.steps.note, ref, text)

    def open_link(self, links: Sequence[str]) -> None:
        """Open a link; where there are several, ask for the number of one."""
        self.run_worker(self._open_link(links))

    async def _open_link(self, links: Sequence[str]) -> None:
        if not links or self.page is None:
            self.say("there is no link here")
            return
        number = 1
        if len(links) > 1:
            answer = await self.page.ask(f"Link 1 to {len(links)}, enter for 1:")
            if answer is None:
                return
            if answer.strip() and not (answer.strip().isdecimal() and 0 < int(answer) <= len(links)):
                self.say(f"there is no link {answer}", bad=True)
                return
            number = int(answer or 1)
        if said := await self.attempt(self.services.links.open, links[number - 1]):
            self.say(said)

    # Other windows.

    async def _watch(self) -> None:
        watcher = self._watcher = await self.attempt(self.services.watcher)
        if watcher is not None and watcher.fd >= 0:
            asyncio.get_running_loop().add_reader(watcher.fd, self._stirred)

    def _stirred(self) -> None:
        if self._watcher is not None and self._watcher.names():
            self.run_worker(self._catch_up(), group="catch-up")

    async def _catch_up(self) -> None:
        if await self.attempt(self.services.catch_up):
            await self._renew()

    # The terminal.

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and ours for terminals that show ASCII alone."""
        filters = super().get_line_filters()
        return [*filters, self._ascii] if self._ascii.enabled else filters

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        # Textual's own would write everything that it drew; the painter writes what differs.
        driver = self._driver
        if not isinstance(renderable, CompositorUpdate) or driver is None or self.is_headless:
            super()._display(screen, renderable)
        elif self._running and not self._closed and not self._batch_count:
            if data := self.painter.paint(renderable, self.size):
                driver.write(data)
            self.post_display_hook()

    def delay_update(self, delay: float = 0.05) -> None:
        """Do not wait: a page has its data before it is shown."""

    # The end.

    @property
    def crash(self) -> BaseException | None:
        """A mistake of our own that ended the app."""
        return self._exception

    def _fatal_error(self) -> None:
        # Textual's own prints every local variable, the learner's notes among them.
        self._close_messages_no_wait()

    def on_mount(self) -> None:
        """Listen to signals and to other windows."""
        if not self.is_headless:
            ending.listen(asyncio.get_running_loop(), self.end)
        self.run_worker(self._watch())

    def action_leave(self) -> None:
        """Leave."""
        self.exit()

    def action_interrupt(self) -> None:
        """Leave, as ctrl+c does anywhere."""
        self.end(128 + signal.SIGINT)

    def end(self, status: int) -> None:
        """End the program with a status, whatever the terminal still takes."""
        ending.insist(status, getattr(self._driver, "attrs_before", None))
        self.exit(return_code=status)

    def close(self) -> None:
        """Keep where the learner was, and let the services go."""
        self._refresh.cancel()
        if self._watcher is not None:
            self._watcher.close()
        self._thread.run(self.services.place.save, self._place)
        self._thread.run(self.services.save)
        self._thread.close()

    def exit(self, *arguments: Any, **options: Any) -> None:
        """Leave; where the learner was is kept."""
        if (page := self.page) is not None:
            self._place = {"page": page.NAME, **page.address()}
        super().exit(*arguments, **options)

    def _reopen(self) -> Page:
        place = self.services.place.load()
        name = place.pop("page", "today")
        try:
            page = places.make(name, **place)
            page.accept(page.fetch(self.services))
        except (PmlearnError, KeyError, TypeError):
            # What was open last is gone, or was written by another version.
            page = places.make("today")
            page.accept(page.fetch(self.services))
        return page
