"""The first questions: where one is, how many hours a week, what to follow; the answers are one action."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pmlearn.errors import InputError
from pmlearn.model.curriculum import LEVELS
from pmlearn.model.stage import STAGES
from pmlearn.services.profile import check_hours
from pmlearn.services.welcome import Answers
from pmlearn.tui import welcomerows
from pmlearn.tui.listpage import ListPage
from pmlearn.tui.told import told
from pmlearn.tui.widgets.lines import GUTTER, Lines

if TYPE_CHECKING:
    from textual import events

    from pmlearn.services.welcome import Questions
    from pmlearn.wiring import Services

STAGE, HOURS, FOLLOW = range(3)
POINT = "full_stop"
"""The key, as Textual names it."""
AROUND = 4
"""Rows of the header, the line for messages and the footer."""
LONGEST = 5
"""Characters of a number of hours that is typed."""


class WelcomePage(ListPage):
    """One question after the other; nothing is written before the last one.

    Args:
        again: the learner asked for the questions; else they come by themselves, and go as soon as something
            was done elsewhere.
    """

    NAME = "welcome"
    PLACE = "today"
    UP = "today"

    def __init__(self, *, again: bool = False) -> None:
        super().__init__()
        self.lines = Choices()
        self.lines.add_class("main")
        self._again = again
        self._asks = STAGE
        self._answers = Answers()
        self._stage = ""  # the id of the one that is marked
        self._hours = ""  # the key of the row that is marked
        self._typed = ""  # of another number of hours
        self._anew = False  # what is typed next begins another one
        self._turned: set[str] = set()  # ids of the curricula whose mark was turned by hand
        self._ending = False  # the answers are being kept
        self._room = (0, 0)  # cells of a row, and rows; as long as there is no window, not known

    def fetch(self, services: Services) -> Questions:
        """Read what is asked."""
        return services.welcome.questions()

    def accept(self, data: Questions) -> None:
        """Show the question that one is at."""
        first = not hasattr(self, "_questions")
        self._questions = data
        if first and self._again:
            self._recall(data)
        self._show()
        if not (first or self._again or self._ending or data.wanted):
            self._ending = True
            self.shell.run_worker(self._leave(""))

    def _recall(self, data: Questions) -> None:
        profile = data.profile
        self._stage = profile.stage.id if profile.stage else ""
        if profile.hours:
            self._type(f"{profile.hours:g}")
        self._at = ""  # each question puts the cursor on its own

    def _show(self) -> None:
        way, of = ["Welcome"], f"{self._asks + 1} of 3"
        if self._asks == STAGE:
            self._at = self._at or self._stage
            rows, above = welcomerows.stage_rows(self._stage, self._room, again=self._again)
            way += [welcomerows.WHERE] * above
            self.show(rows)
        elif self._asks == HOURS:
            self._at = self._at or self._hours or "5"
            self.show(welcomerows.hours_rows(self._hours, self._typed, self._questions.set_hours))
        else:
            every, stage = self._questions.curricula, self._answers.stage
            levels = stage.levels if stage else LEVELS
            self.show(welcomerows.curriculum_rows(every, self._suggested(), self._wanted(), levels))
        self.head.set(*way, right=of)

    def _fit(self) -> None:
        super()._fit()
        width, height = self.app.size
        before, self._room = self._room, (width - GUTTER - 1, height - AROUND)
        if before != self._room and self._asks == STAGE and hasattr(self, "_questions"):
            self._show()

    def _suggested(self) -> tuple[str, ...]:
        stage = self._answers.stage
        return self._questions.suggested[stage.id] if stage else ()

    def _wanted(self) -> frozenset[str]:
        followed = {row.id for row in self._questions.curricula if row.followed}
        return frozenset((followed or set(self._suggested())) ^ self._turned)

    # Answering.

    def action_type(self, key: str) -> None:
        """Mark the answer of a number, or type a number of hours."""
        if self._asks == STAGE and key.isdecimal() and 0 < int(key) <= len(STAGES):
            self._stage = self._at = STAGES[int(key) - 1].id
        elif self._asks == HOURS and (key.isdecimal() or key == POINT):
            before = "" if self._anew else self._typed
            self._type(before + ("." if key == POINT else key))
        self._show()

    def action_rub_out(self) -> None:
        """Take back the last character of the number."""
        if self._asks == HOURS:
            self._type(self._typed[:-1])
            self._show()

    def _type(self, typed: str) -> None:
        self._typed, self._anew = typed[:LONGEST], False
        self._hours = self._typed if self._typed in welcomerows.HOURS else welcomerows.OTHER
        self._at = self._hours

    def action_choose(self) -> None:
        """Mark what the cursor is on; what to follow can be several."""
        key = self.lines.key
        if self._asks == STAGE:
            self._stage = key
        elif self._asks == HOURS:
            self._hours, self._anew = key, True
        elif key:
            self._turned ^= {key}
        self._show()

    def on_lines_selected(self) -> None:
        """Go on with what the cursor is on or, of what to follow, with what is marked."""
        if self._ending:
            return
        if self._asks == STAGE:
            self._stage = self.lines.key
            stage = next((each for each in STAGES if each.id == self._stage), None)
            self._go_on(replace(self._answers, stage=stage))
        elif self._asks == FOLLOW:
            self._go_on(replace(self._answers, follow=self._wanted()))
        else:
            self._hours = self.lines.key
            try:
                self._go_on(replace(self._answers, hours=self._number()))
            except InputError as error:
                self._show()
                self.shell.fail(error)

    def _number(self) -> float:
        number = self._typed if self._hours == welcomerows.OTHER else self._hours
        try:
            return check_hours(float(number))
        except ValueError as error:
            raise InputError(
                "no number of hours yet", told("type it, then {open}; {skip} skips the question", "welcome")
            ) from error

    def action_skip(self) -> None:
        """Skip this question."""
        if not self._ending:
            skipped: tuple[dict[str, Any], ...] = ({"stage": None}, {"hours": None}, {"follow": None})
            self._go_on(replace(self._answers, **skipped[self._asks]))

    def action_before(self) -> None:
        """Go back a question."""
        if self._asks > STAGE and not self._ending:
            self._ask(self._asks - 1)

    def action_skip_all(self) -> None:
        """Skip what was not answered yet."""
        if not self._ending:
            self._end(self._answers)

    def _go_on(self, answers: Answers) -> None:
        self._answers = answers
        if self._asks == FOLLOW:
            self._end(answers)
        else:
            self._ask(self._asks + 1)

    def _ask(self, question: int) -> None:
        self._asks, self._anew = question, True
        self.lines.cursor, self.lines.top = -1, 0
        self.shell.say("")
        self._show()

    # The end.

    def _end(self, answers: Answers) -> None:
        self._ending = True  # a key that is typed ahead answers nothing any more
        # The app's worker, not this page's: it goes on when the page is gone.
        self.shell.run_worker(self._keep(answers))

    async def _keep(self, answers: Answers) -> None:
        if self._again and answers == Answers():
            await self._leave("")
            return
        outcome = await self.shell.change(lambda s: s.welcome.answer(answers))
        if outcome is not None:
            if answers == Answers():
                await self._leave(told("skipped: {palette} finds the questions again"))
            else:
                await self._leave(outcome.message, then=told("{undo} takes it back"))
        elif answers == Answers():
            # Whoever wants to be asked nothing is not held up by a disk that cannot keep that.
            said = self.line.message[0]
            await self._leave(said, bad=True)
        else:
            self._ending = False

    async def _leave(self, said: str, *, bad: bool = False, then: str = "") -> None:
        if not self.is_current:
            return
        await self.shell.action_out()
        if said:
            await self.shell.action_go("today")
            self.shell.say(said, bad=bad, then=then)


class Choices(Lines):
    """A list in which a click marks, as the space bar does."""

    def on_click(self, event: events.Click) -> None:
        """Mark what was clicked."""
        event.prevent_default()
        index = self.top + event.y
        if index < len(self.rows) and (key := self.rows.key(index)):
            self.put(key)
            self.app.call_later(self.app.run_action, "choose", self.screen)
