"""Keys that are typed ahead: what is pressed while a page opens is for that page, and waits for it.

A key reaches the app before the widgets that act on it, so that the next one would be on its way to the page
that is being left. Therefore what follows a key that opens something is kept until it is there.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual import events
    from textual.message_pump import MessagePump
    from textual.worker import WorkType

    from pmlearn.tui.app import PmlearnApp

OPENING = frozenset((
    "go", "keys", "palette", "search", "feeds", "back", "out", "select", "fresh", "choose", "practise",
    "chapters", "contents", "highlights", "filter", "item", "next", "find", "minutes", "add", "keep_view",
    "snooze", "annotate", "attach", "count_for", "submit", "open_link", "copy_link", "show_link",
))  # fmt: skip
"""Actions after which other keys are meant for what they open, or ask."""

AT_ONCE = frozenset(("leave", "interrupt", "escape", "suspend_process"))
"""Actions that wait for nothing."""


class Ahead:
    """The keys that wait; see the module.

    Args:
        app: whose keys these are.
        deliver: gives a key to the widget that has the focus.
    """

    def __init__(self, app: PmlearnApp, deliver: Callable[[events.Key], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._waiting: deque[events.Key] = deque()
        self._busy = False  # something opens, or keys that waited are being given out
        self._held = 0  # questions that are about to be there
        self._there = asyncio.Event()

    def take(self, event: events.Key) -> bool:
        """Whether a key is kept for later; one that opens something has the next ones kept."""
        actions = self._actions(event.key)
        if self._busy:
            if actions & AT_ONCE:
                self._waiting.clear()
                return False
            self._waiting.append(event)
            return True
        if actions & OPENING:
            self._busy = True
            # Begun when the key itself was given on.
            self._app.call_later(self._begin, self._pumps())
        return False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep keys while a question is being put on the page."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            if not self._held:
                self._there.set()

    def _actions(self, key: str) -> set[str]:
        """What a key may do here, whoever takes it."""
        chain = self._app.screen._modal_binding_chain  # noqa: SLF001 - Textual has no other way to ask
        found = (binding for _, bindings in chain for binding in bindings.key_to_bindings.get(key, ()))
        return {binding.action.partition("(")[0] for binding in found}

    def _pumps(self) -> list[MessagePump]:
        """Who hands a key on, one to the next, from the widget that has the focus to the app."""
        first = self._app.focused or self._app.screen
        return list(first.ancestors_with_self)

    def _begin(self, pumps: list[MessagePump]) -> None:
        # Not called here: an app that closes meanwhile would let a coroutine go that nobody awaited.
        give_out: WorkType[None] = partial(self._give_out, pumps)
        self._app.run_worker(give_out, group="ahead")

    async def _give_out(self, pumps: list[MessagePump]) -> None:
        try:
            await self._settled(pumps)
            while self._waiting:
                event = self._waiting.popleft()
                opens, pumps = bool(self._actions(event.key) & OPENING), self._pumps()
                await self._deliver(event)
                if opens:
                    await self._settled(pumps)
        finally:
            self._busy = False

    async def _settled(self, pumps: list[MessagePump]) -> None:
        """Wait until a key was acted upon, and what that opened is there and has the focus."""
        for pump in pumps:
            await _done(pump)
        while self._held:
            self._there.clear()
            await self._there.wait()
        for pump in (self._app.screen, self._app):
            await _done(pump)


async def _done(pump: MessagePump) -> None:
    """Wait until all that a widget was told is done, and what it told itself meanwhile."""
    for _ in range(2):
        done = asyncio.Event()
        # One that is gone has nothing to do any more.
        if not pump.is_running or not pump.call_later(done.set):
            return
        closing = asyncio.ensure_future(done.wait())
        while not closing.done() and pump.is_running:
            await asyncio.wait((closing,), timeout=0.1)
        closing.cancel()
