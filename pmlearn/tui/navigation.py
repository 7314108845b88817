"""The way about the app: places, the pages upon them, and back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pmlearn.tui import places
from pmlearn.tui.page import Page
from pmlearn.tui.player import PlayerApp
from pmlearn.tui.ticking import Offer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmlearn.tui.screens.palette import Palette
    from pmlearn.wiring import Services

PASSING = frozenset({"feeds", "found", "keys"})
"""Pages that are opened upon any place, and belong to none of the way there."""


def same(page: Page) -> Page:
    """The page itself: what a mode of Textual's begins with is made by a function."""
    return page


class NavigatedApp(PlayerApp):
    """See the module. A place is a mode of Textual's: a stack of pages of its own."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._modes_of: dict[str, str] = {}  # the mode of each place where one was
        self._palette: Palette | None = None  # the last one that was opened

    @property
    def page(self) -> Page | None:
        """The page that is on top, below what may cover it for a moment."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Page)), None)

    def here(self) -> str:
        """Its name, as the keymap calls it."""
        return self.page.NAME if self.page is not None else "app"

    async def open(self, name: str, **arguments: Any) -> None:
        """Open a page upon this one."""
        page = await self._prepare(name, **arguments)
        if page is not None:
            self._offer = Offer()
            await self.push_screen(page)

    async def action_go(self, name: str) -> None:
        """Go to a place: to where one was in it, or, from within it, to its first page."""
        if name not in self._modes_of:
            page = await self._prepare(name)
            if page is None or name in self._modes_of:  # the key was pressed twice, and this is the second
                return
            self._modes_of[name] = name
            self.add_mode(name, partial(same, page))
        await self._part()
        mode = self._modes_of[name]
        if mode != self.current_mode:
            await self._close_passing()
            await self.switch_mode(mode)
            self.say("")
            await self.renew()
            return
        with self.batch_update():
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            if (page := self.page) is not None and name != page.NAME:
                await self._replace(name)
        self.say("")
        await self.renew()

    async def _close_passing(self) -> None:
        # What was opened upon a place for a moment, and what upon that: who comes back means the place.
        names = [getattr(screen, "NAME", "") for screen in self.screen_stack]
        keep = next((at for at, name in enumerate(names) if at and name in PASSING), len(names))
        with self.batch_update():
            while len(self.screen_stack) > keep:
                await self.pop_screen()

    async def action_back(self) -> None:
        """Go back: to everything where a part was looked for, else a page; from a place, leave."""
        if self.page is not None and await self.page.escape():
            return
        if not await self._up():
            self.exit()

    async def action_out(self) -> None:
        """Go back a page, if there is one."""
        await self._up()

    async def action_escape(self) -> None:
        """Cancel what is asked or fetched; else go back, but never leave."""
        if self.refresh_feeds.running or self.downloads.running:
            self.refresh_feeds.cancel()
            self.downloads.cancel()
        elif self.page is None or not await self.page.escape():
            await self._up()

    async def action_feeds(self) -> None:
        """Open the feeds."""
        if self.page is not None and self.page.NAME != "feeds":
            await self.open("feeds")

    async def action_search(self) -> None:
        """Open the search."""
        if self.page is not None and self.page.NAME != "search":
            await self.open("search")

    async def action_keys(self) -> None:
        """Show every key of this page."""
        if self.page is not None and self.page.NAME != "keys":
            await self.open("keys", where=self.page.NAME)

    async def action_welcome(self) -> None:
        """Ask the first questions again."""
        if self.page is not None and self.page.NAME != "welcome":
            await self.open("welcome", again=True)

    async def _part(self) -> None:
        """Keep what the pages of this place have to keep, before they are left: those below as well."""
        for keep in self._partings():
            await self.attempt(keep)

    def _partings(self) -> list[Callable[[Services], object]]:
        pages = (one for one in self.screen_stack if isinstance(one, Page))
        return [keep for page in pages if (keep := page.parting())]

    async def _up(self) -> bool:
        page = self.page
        await self._part()
        if len(self.screen_stack) > 1:
            await self.pop_screen()
            # What was said there before was about something else than what was done meanwhile.
            self.say("")
            await self.renew()
        elif page is not None and page.UP:
            await self._replace(page.UP, **page.up_address())
        else:
            return False
        return True

    async def _prepare(self, name: str, **arguments: Any) -> Page | None:
        page = places.make(name, **arguments)
        data = await self.attempt(page.fetch)
        if data is None:
            return None
        page.accept(data)
        return page

    async def _replace(self, name: str, **arguments: Any) -> None:
        page = await self._prepare(name, **arguments)
        if page is not None:
            await self.switch_screen(page)

    async def renew(self, back: Sequence[str] = ()) -> None:
        """Read and show the page again; the cursor goes to what comes back of what was undone."""
        await self.look_around()
        if self.page is not None:
            self.page.await_back(back)
            await self.page.reload()
        if self._palette is not None:
            await self._palette.reload()
