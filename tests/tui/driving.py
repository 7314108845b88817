"""Driving the app without a terminal."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from pmlearn.tui.app import PmlearnApp
from pmlearn.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from pmlearn.wiring import Services

WATCHDOG = 20
"""Seconds after which something that does not happen fails the test."""


class Driver:
    """A person at the keys."""

    def __init__(self, pilot: Pilot[Any], app: PmlearnApp) -> None:
        self.pilot = pilot
        self.app = app

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)

    async def until(self, seen: Callable[[], bool]) -> None:
        """Wait until something is so."""
        end = time.monotonic() + WATCHDOG
        while not seen():
            if self.app.crash is not None:
                raise self.app.crash
            if time.monotonic() > end:
                raise AssertionError("not seen:\n" + self.text())
            await self.pilot.pause()

    async def shows(self, *texts: str) -> None:
        """Wait until texts are on the screen."""
        await self.until(lambda: all(text in self.text() for text in texts))

    async def at(self, text: str) -> None:
        """Wait until the cursor is on a row that holds a text."""
        await self.until(lambda: text in self.row())

    def text(self) -> str:
        """What a person would see."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    def row(self) -> str:
        """The row that the cursor is on."""
        return next((line for line in self.text().splitlines() if line.startswith((" ▸ ", " > "))), "")

    @property
    def lines(self) -> Lines:
        """The list of this page."""
        return self.app.screen.query_one(Lines)

    def said(self) -> str:
        """The line above the footer."""
        assert self.app.page is not None
        return self.app.page.line.message[0]


@asynccontextmanager
async def driving_app(app: PmlearnApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The app, running, and someone at its keys; it is left at the end."""
    try:
        async with app.run_test(size=size) as pilot:
            driver = Driver(pilot, app)
            await driver.until(lambda: app.page is not None and app.page.is_attached)
            yield driver
            app.exit()
    finally:
        app.close()


@asynccontextmanager
async def driving(services: Services, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The app of these services."""
    async with driving_app(PmlearnApp(services), size) as driver:
        yield driver
