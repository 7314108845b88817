"""An app whose work is done by services, on a thread of their own; what other windows do shows here, too."""

from __future__ import annotations

import os
from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from rich.cells import cell_len
from textual.app import App
from textual.worker import WorkerFailed

from pmlearn.errors import PmlearnError
from pmlearn.model.text import clean
from pmlearn.tui import joy, modes, ticking
from pmlearn.tui.drafting import Drafting
from pmlearn.tui.driver import Terminal
from pmlearn.tui.ear import Ear
from pmlearn.tui.refresh import Refresh
from pmlearn.tui.ticking import Offer, Waits
from pmlearn.tui.undo import UndoStack
from pmlearn.tui.widgets.columns import fit
from pmlearn.tui.widgets.glyphs import DOT, MARK
from pmlearn.tui.worker import ServiceThread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.worker import WorkType

    from pmlearn.services.outcome import Outcome
    from pmlearn.wiring import Services

T = TypeVar("T")

BRIEF = 24
"""Cells of what is said of an action over a thin line, where the row that it was about is seen anyway."""


class ServiceApp(App[None], inherit_bindings=False):
    """See the module. Everything given to `attempt` and `change` runs on the services' thread."""

    def __init__(self, services: Services) -> None:
        super().__init__(driver_class=Terminal, ansi_color=True)
        self.services = services
        self.thread = ServiceThread()
        chosen = services.settings.thrifty
        self.thrifty = modes.far(os.environ) if chosen is None else chosen
        self.refresh_feeds = Refresh(self.say, pause=1.0 if self.thrifty else 0.25)
        self.drafting = Drafting(self)  # notes and evidence that are not kept yet
        self.vain: frozenset[str] = frozenset()  # actions that footers do not offer: nothing can be kept
        self._undo = UndoStack()
        self._offer = Offer()  # what the line above the footer offers
        self._ear: Ear | None = None

    @abstractmethod
    def say(self, text: str, *, bad: bool = False, then: str = "", offer: Offer | None = None) -> None:
        """Show a line above the footer, until there is another."""

    @abstractmethod
    def tell(self, news: str) -> None:
        """Say what nobody asked for, behind what is being said."""

    @abstractmethod
    def here(self) -> str:
        """The page that is on top, as the registry of keys calls it."""

    @abstractmethod
    async def renew(self, back: Sequence[str] = ()) -> None:
        """Show again what may have changed; `back` are the refs of what was undone."""

    async def attempt(self, work: Callable[[Services], T]) -> T | None:
        """Let the services work; what fails is said in the line for messages, and None comes back."""
        try:
            return await self.thread.submit(work, self.services)
        except PmlearnError as error:
            self.fail(error)
            return None

    def fail(self, error: PmlearnError) -> None:
        """Say what failed."""
        self.say(error.message, bad=True, then=error.hint)

    async def change(self, work: Callable[[Services], Outcome]) -> Outcome | None:
        """Do something that can be undone, say what came of it, and show it."""
        return await self._act(self._undo.did, work)

    async def change_quietly(self, work: Callable[[Services], Outcome]) -> None:
        """Do something that can be undone, and comes with something else that is shown anyway."""
        if (outcome := await self.attempt(work)) is not None:
            self._undo.did(outcome)

    async def action_undo(self) -> None:
        """Take back what this window did last."""
        if not self._undo.done:
            self.say("nothing to undo in this window")
            return
        action = self._undo.done[-1]
        await self._act(partial(self._undo.took_back, action), lambda s: s.history.undo(action), back=True)

    async def action_redo(self) -> None:
        """Do again what this window took back last."""
        if not self._undo.undone:
            self.say("nothing to redo in this window")
            return
        action = self._undo.undone[-1]
        await self._act(partial(self._undo.did_again, action), lambda s: s.history.redo(action))

    async def _act(
        self, then: Callable[[Outcome], None], work: Callable[[Services], Outcome], *, back: bool = False
    ) -> Outcome | None:
        outcome = await self.attempt(work)
        if outcome is not None:
            await self._acted(then, outcome, back=back)
        return outcome

    async def _acted(self, then: Callable[[Outcome], None], outcome: Outcome, *, back: bool = False) -> None:
        then(outcome)
        twins = outcome.offers
        what = await self.attempt(lambda s: ticking.same_elsewhere(s, twins)) if twins else None
        far = await self.attempt(lambda s: joy.so_far(s, outcome.changed, brief=self.thrifty))
        await self.renew(outcome.changed if back else ())
        # Said last, so that the news and what is said of it are one paint.
        said = fit(clean(outcome.message), BRIEF) if self.thrifty else outcome.message
        if far == MARK:
            said, far = f"{said} {MARK}", ""
        self.say(said, then=what or far or "", offer=Offer(twins=twins) if what else None)

    async def toggle(self, ref: str) -> bool:
        """Tick a step or part, or take the tick away; False where it asks something, and nothing was done.

        A step that waits for others is ticked when this is called once more, with nothing else in between.
        """
        try:
            came = await self._go_ahead(Offer(ref), partial(ticking.toggle, ref=ref))
        except PmlearnError as error:
            self.fail(error)
            return True
        return came is not None

    async def toggle_all(self, refs: Sequence[str]) -> bool:
        """Tick steps and parts in one action, or take the ticks away; False where nothing was done yet.

        Where one waits for a step that is not among them, they are ticked when this is called once more.
        """
        try:
            came = await self._go_ahead(Offer(" ".join(refs)), partial(ticking.toggle_all, refs=refs))
        except PmlearnError as error:
            self.fail(error)
            return False
        return not isinstance(came, Waits)

    async def choose(self, ref: str, option: str) -> Outcome | None:
        """Take an option of a question, or the answer back with ""; None where nothing was done.

        Of a step that waits for others, it is taken when this is called once more, as in `toggle`.
        """
        offer = Offer(f"{ref} {option}", ("take", "select"))
        try:
            came = await self._go_ahead(offer, partial(ticking.choose, ref=ref, option=option))
        except PmlearnError as error:
            self.fail(error)
            return None
        return None if isinstance(came, Waits) else came

    async def _go_ahead(
        self, offer: Offer, work: Callable[..., Outcome | Waits | None]
    ) -> Outcome | Waits | None:
        """Do what may have to wait; where it is offered already, it is done anyway."""
        anyway = self._offer.anyway == offer.anyway
        came = await self.thread.submit(partial(work, anyway=anyway), self.services)
        if isinstance(came, Waits):
            again = ticking.again(self.here())
            room = self.size.width - cell_len(again) - 5
            said = came.sentence if cell_len(came.sentence) <= room else came.brief
            self.say(said, then=again, offer=offer)
        elif came is not None:
            await self._acted(self._undo.did, came)
        return came

    async def action_tick_twins(self) -> None:
        """Tick the same elsewhere, where that is offered."""
        if twins := self._offer.twins:
            await self.change(lambda s: s.steps.tick(twins, anyway=True))
        else:
            self.say("nothing is taught elsewhere of what was ticked last")

    async def run_action(self, action: Any, *arguments: Any, **options: Any) -> bool:
        """Run an action; what waits is done by the same key twice in a row alone."""
        if self._offer.anyway and action not in self._offer.actions:
            self.say("")
        return await super().run_action(action, *arguments, **options)

    def action_refresh_feeds(self, *ids: str) -> None:
        """Ask feeds for what is new, all of them where none is named."""
        self.run_worker(self._refresh_feeds(ids))

    async def _refresh_feeds(self, ids: Sequence[str]) -> None:
        await self.refresh_feeds.run(ids)
        await self.renew()

    async def watch_others(self) -> None:
        """Hear of what other windows and commands write, and of what is to be known about the disk."""
        watcher = await self.attempt(lambda s: s.watcher())
        if watcher is not None:
            self._ear = Ear(watcher, self._stirred)
        why_not = await self.attempt(lambda s: s.why_not_kept())
        if why_not:
            self.vain = frozenset(("undo",))
            self.screen.query("Footer").refresh()
        else:
            await self.attempt(lambda s: s.archive.backup_if_due())
        notices = await self.attempt(lambda s: s.notices()) or ()
        if said := list(dict.fromkeys(filter(None, (why_not, *notices)))):
            self.tell(f" {DOT} ".join(said))

    async def look_around(self) -> None:
        """Take in what others wrote, where the kernel cannot tell that they did."""
        if self._ear is None or self._ear.deaf:
            await self.attempt(lambda s: s.catch_up())

    def _stirred(self, names: set[str]) -> None:  # noqa: ARG002 - whatever it was
        if self.is_running:
            # Not called here: an app that closes meanwhile would let a coroutine go that nobody awaited.
            catch_up: WorkType[None] = self._catch_up
            self.run_worker(catch_up, group="catch-up")

    async def _catch_up(self) -> None:
        if await self.attempt(lambda s: s.catch_up()):
            await self.renew()

    def close_services(self) -> None:
        """Let the services go: after the end of the loop."""
        self.drafting.close()
        if self._ear is not None:
            self._ear.close()
        self.thread.run(self.services.save)
        self.thread.close()

    @property
    def crash(self) -> BaseException | None:
        """A mistake of our own that ended the app."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _fatal_error(self) -> None:
        # Textual's own prints every local variable, the learner's notes among them.
        self._close_messages_no_wait()
