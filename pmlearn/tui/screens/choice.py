"""One question with its options: a choice about the way to go, or a step that is done by answering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.model.curriculum import curriculum_of
from pmlearn.services.progress import choice_of
from pmlearn.tui import sections
from pmlearn.tui.listpage import ListPage
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import TAKEN, UNTAKEN
from pmlearn.tui.widgets.markdown import blocks
from pmlearn.tui.widgets.rows import BLANK, Text, hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.services.choice import Question
    from pmlearn.tui.widgets.rows import Cells
    from pmlearn.wiring import Services


class ChoicePage(ListPage):
    """The options, with whom each fits."""

    NAME = "choice"
    PLACE = "learn"
    UP = "checklist"

    def __init__(self, ref: str, at: str = "") -> None:
        super().__init__(at)
        self._ref = ref
        self._answer = ""
        self._taken = False  # an option is being taken

    def fetch(self, services: Services) -> Question:
        """Read what is asked."""
        return services.choices.question(self._ref)

    def accept(self, data: Question) -> None:
        """Show it; the cursor begins on the option that was taken."""
        self._answer = data.answer
        self.head.set("Learn", data.curriculum.title, "Choose")
        if not self.lines.key:
            self._at = self._at or data.answer
        self.show(list(_rows(data)))

    def address(self) -> dict[str, Any]:
        """What is asked, and the option that the cursor is on."""
        return {"ref": self._ref, **super().address()}

    def up_address(self) -> dict[str, Any]:
        """The checklist, with the cursor on what is asked."""
        return {"curriculum": curriculum_of(choice_of(self._ref) or self._ref), "at": self._ref}

    def on_lines_selected(self) -> None:
        """Take the option."""
        self.action_take()

    def action_take(self) -> None:
        """Take the option that the cursor is on, and go back; the taken one again takes the answer back.

        Of a step that waits for others, an option is taken when it is chosen once more.
        """
        if self.lines.key and not self._taken:
            self._taken = True  # a key that is typed ahead does not take it back again
            # The app's worker, not this page's: it goes on when the page is gone.
            self.shell.run_worker(self._take("" if self.lines.key == self._answer else self.lines.key))

    async def _take(self, option: str) -> None:
        outcome = await self.shell.choose(self._ref, option)
        self._taken = False
        if outcome is not None and self.is_current:
            await self.shell.action_out()
            self.shell.say(outcome.message)


def _rows(question: Question) -> Iterator[Text | Cells]:
    yield Text(question.title, ink.STRONG, indent=0)
    for block in blocks(question.why, []):
        yield hint("".join(text for text, _ in block.pieces))
    for option in question.options:
        yield BLANK
        box = TAKEN if option.id == question.answer else UNTAKEN
        yield Text(f"{box} {option.title}", key=option.id, words=option.title, indent=0, hang=4)
        for line in sections.fits(option.fits):
            yield Text(line, ink.MUTED, indent=4, hang=2)
