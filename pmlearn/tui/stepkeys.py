"""What the keys for a step do, on every page that shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.tui import linkkeys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.services.checklist import StepDetail


class StepKeys(linkkeys.LinkKeys):
    """A page with a step, or a part, in hand; see the module."""

    def ref(self) -> str:
        """The ref of what is in hand; "" where it is something else, which the line then says."""
        raise NotImplementedError

    async def action_tick(self) -> None:
        """Tick, or take the tick away; what asks something that is open is answered instead."""
        if (ref := self.ref()) and not await self.shell.toggle(ref):
            await self.shell.open("choice", ref=ref)

    async def action_skip(self) -> None:
        """Skip, or take the skip back."""
        if ref := self.ref():
            await self.shell.change(lambda s: s.steps.toggle_skip([ref]))

    def action_annotate(self) -> None:
        """Write a note."""
        if ref := self.ref():
            self.shell.annotate(ref)

    def action_attach(self) -> None:
        """Attach what shows that it was done."""
        if ref := self.ref():
            self.shell.attach(ref)

    async def action_choose(self) -> None:
        """Answer what it asks: of a step with parts, the first that has no answer."""
        if (found := await self._detail()) is None:
            return
        units = (found.part,) if found.part else found.step.units()
        if any(unit.options for unit in units):
            await self.shell.open("choice", ref=found.ref)
        else:
            self.shell.say("there is nothing to choose here")

    async def action_practise(self) -> None:
        """Practise with its cards."""
        if (found := await self._detail()) is None:
            return
        if found.step.cards:
            await self.shell.open("cards", ref=found.step.ref)
        else:
            self.shell.say("there is nothing to practise here: this step has no cards")

    async def links(self) -> Sequence[str] | None:
        """Those of the step."""
        ref = self.ref()
        return await self.shell.attempt(lambda s: linkkeys.of_step(s, ref)) if ref else None

    async def action_fresh(self) -> None:
        """See what is fresh for it."""
        if found := await self._detail():
            await self.shell.open("fresh", ref=found.step.ref)

    async def _detail(self) -> StepDetail | None:
        ref = self.ref()
        return await self.shell.attempt(lambda s: s.checklists.detail(ref)) if ref else None
