"""The two keys by which a learner says how an item and a step go together, on every page that shows items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.tui import linkkeys
from pmlearn.tui.told import told
from pmlearn.tui.widgets.columns import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.wiring import Services

Choice = tuple[str, str]
"""A step's ref and its title."""

ASKING, LEAST = 26, 20
"""Cells that the question takes beside the titles, with the answer; and that one of these has at least."""

NONE = "move to an article or a recording first: this is about how one helps with a step"


class HelpKeys(linkkeys.LinkKeys):
    """A page with an item in hand; see the module."""

    def item_in_hand(self) -> tuple[str, str]:
        """The id of the item, "" for none, and the ref of the step that it was shown for, "" for none."""
        raise NotImplementedError

    async def links(self) -> Sequence[str] | None:
        """Those of the item."""
        item, _ = self.item_in_hand()
        return await self.shell.attempt(lambda s: linkkeys.of_item(s, item)) if item else ()

    async def action_not_for(self) -> None:
        """Say that it is not for the step: it is not shown for it any more, and its like come lower."""
        item, step = self.item_in_hand()
        if not item:
            self.shell.say(NONE)
        elif step or await self.helps(item):
            await self.shell.change(lambda s: s.helping.not_for([item], step))

    async def helps(self, item: str) -> bool:
        """Whether an item helps with a step that comes next; where it does not, say so."""
        found = await self.shell.attempt(lambda s: s.helping.steps(item))
        if found is not None and not found:
            self.shell.say("it is shown for no step that comes next: there is nothing to say it is not for")
        return bool(found)

    def action_count_for(self) -> None:
        """Let it count for a step, with a note."""
        item, step = self.item_in_hand()
        if not item:
            self.shell.say(NONE)
        else:
            self.run_worker(self._count_for(item, step))

    async def _count_for(self, item: str, step: str) -> None:
        choices = await self.shell.attempt(lambda s: _choices(s, item, step))
        if not choices:
            if choices is not None:
                none = "there is no step that it could count for: {learn} has curricula to follow"
                self.shell.say(told(none))
            return
        ref = await self._choose(choices)
        if ref is None:
            return
        title = fit(dict(choices)[ref], self.size.width // 3)
        note = await self.ask(f"What you take from it for “{title}”")
        if note is not None:
            await self.shell.change(lambda s: s.helping.count(item, ref, note))

    async def _choose(self, choices: Sequence[Choice]) -> str | None:
        # The question and the answer share a line: what is nearest is named, as far as there is room.
        room = self.size.width - ASKING
        choices = choices[: max(1, room // LEAST)]
        if len(choices) == 1:
            return choices[0][0]
        each = room // len(choices) - 4
        named = ", ".join(f"{number} {fit(title, each)}" for number, (_, title) in enumerate(choices, 1))
        answer = await self.ask(f"For {named}; enter for 1:")
        if answer is None:
            return None
        number = answer.strip() or "1"
        if not (number.isdecimal() and len(number) < 3 and 0 < int(number) <= len(choices)):
            self.shell.say(f"there is no step {number} to choose", bad=True)
            return None
        return choices[int(number) - 1][0]


def _choices(services: Services, item: str, step: str) -> list[Choice]:
    """The steps that it may count for: the one that it was shown for, what it helps with, what comes next."""
    refs = [step] if step else []
    refs += [ref for ref, _ in services.helping.steps(item)]
    refs += [services.steps.find(unit.ref)[0].ref for unit in services.plan.next()]
    return [(ref, services.steps.title(ref)) for ref in dict.fromkeys(refs)][:5]
