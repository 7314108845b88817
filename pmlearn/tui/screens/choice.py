"""One question with its options: a choice about the way to go, or a step that is done by answering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.model.curriculum import curriculum_of, step_of
from pmlearn.services.progress import choice_of
from pmlearn.tui import sections
from pmlearn.tui.listpage import ListPage
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import TAKEN, UNTAKEN
from pmlearn.tui.widgets.lines import GUTTER, Lines
from pmlearn.tui.widgets.markdown import blocks
from pmlearn.tui.widgets.rows import BLANK, Text, hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.geometry import Region

    from pmlearn.services.choice import Question
    from pmlearn.tui.widgets.rows import Cells
    from pmlearn.wiring import Services


AROUND = 5
"""Rows of the header, of what there is below, of the line for messages and the footer."""


class Asked(NamedTuple):
    """A question, and where it stands among those of its step."""

    question: Question
    far: str  # how far it is, "2 of 13"; "" where it is the only one


class ChoicePage(ListPage):
    """The options, with whom each fits; a step whose parts ask is answered from one to the next."""

    NAME = "choice"
    PLACE = "learn"
    UP = "checklist"

    def __init__(self, ref: str, at: str = "") -> None:
        super().__init__(at)
        self.lines = Options()
        self.lines.add_class("main")
        self._ref = ref
        self._shown = ""  # the ref of the question whose options are shown
        self._answer = ""
        self._answered: list[str] = []  # the refs of the questions that led on to this one
        self._taken = False  # an option is being taken
        self._question: Question | None = None
        self._room = (0, 0)  # cells of a row, and rows; as long as there is no window, not known

    def body(self) -> Iterator[Widget]:
        """The list, and how many options are below what is seen of it."""
        yield from super().body()
        assert isinstance(self.lines, Options)
        yield self.lines.more

    def fetch(self, services: Services) -> Asked:
        """Read what is asked: of a step with parts, the first that has no answer."""
        if choice_of(self._ref):
            return Asked(services.choices.question(self._ref), "")
        ref = services.steps.resolve(self._ref)
        every, open_ = services.steps.asking(step_of(ref)), services.steps.unanswered(step_of(ref))
        if self._answered and self._answered[-1] in open_:
            ref = self._answered[-1]  # its answer was taken back since
        elif ref not in every:
            ref = (open_ or every or (ref,))[0]
        far = f"{every.index(ref) + 1} of {len(every)}" if len(every) > 1 else ""
        return Asked(services.choices.question(ref), far)

    def accept(self, data: Asked) -> None:
        """Show it; the cursor begins on the option that was taken."""
        question = data.question
        self._answer, self._question = question.answer, question
        self.head.set("Learn", question.curriculum.title, "Choose", right=data.far)
        if question.ref != self._shown:
            self._ref = self._shown = question.ref
            if self._answered[-1:] == [question.ref]:
                self._answered.pop()
            self.lines.cursor, self.lines.top = -1, 0  # options of two questions may have the same ids
            self._at = self._at or question.answer
        self.show(rows_of(question, self._room))

    def _fit(self) -> None:
        super()._fit()
        width, height = self.app.size
        before, self._room = self._room, (width - GUTTER - 1, height - AROUND)
        if before != self._room and self._question is not None:
            self.show(rows_of(self._question, self._room))

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
        """Take the option that the cursor is on, and go on; the taken one again takes the answer back.

        It goes on to the next part that has no answer, and after the last one back. Of a step that waits for
        others, an option is taken when it is chosen once more.
        """
        if self.lines.key and not self._taken:
            self._taken = True  # a key that is typed ahead does not take it back again
            # The app's worker, not this page's: it goes on when the page is gone.
            option = "" if self.lines.key == self._answer else self.lines.key
            self.shell.run_worker(self._take(self._shown, option))

    async def _take(self, ref: str, option: str) -> None:
        outcome = await self.shell.choose(ref, option)
        if outcome is not None and self.is_current:
            onward = await self.shell.attempt(lambda s: _onward(s, ref)) if option else None
            if onward:
                self._answered.append(ref)
                self._ref = onward
                await self.reload()
            else:
                await self.shell.action_out()
                self.shell.say(outcome.message)
        self._taken = False


class Options(Lines):
    """The options; whenever others of them are seen, the line below is drawn anew."""

    def __init__(self) -> None:
        self.more = More(self)
        super().__init__()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw again, and the line below with it where rows may have moved."""
        if not regions:
            self.more.refresh()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def below(self) -> str:
        """What there is below the rows that are seen, in words."""
        self._fit()
        hidden = range(self.top + self.size.height, len(self.rows))
        count = sum(1 for index in hidden if self.rows.key(index))
        return f"{count} more below" if count else "more below" if hidden else ""


class More(Widget):
    """A line that says what there is below a list."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.styles.height = 1
        self._options = options

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the line."""
        words = self._options.below()
        line = [Segment(" " * GUTTER), Segment(words, ink.MUTED)] if words else []
        return Strip(line).adjust_cell_length(self.size.width)


def _onward(services: Services, ref: str) -> str:
    """The question that comes after one: the next of its step that has no answer, else the first; or ""."""
    if choice_of(ref):
        return ""
    every, open_ = services.steps.asking(step_of(ref)), services.steps.unanswered(step_of(ref))
    later = [each for each in open_ if every.index(each) > every.index(ref)]
    return next(iter(later or open_), "")


def rows_of(question: Question, room: tuple[int, int] = (0, 0)) -> list[Text | Cells]:
    """The question and its options; what it is for leaves them half of the window at least.

    Args:
        question: what is asked.
        room: the cells of a row, and how many rows there are; 0 and 0 where that is not known.
    """
    title = Text(question.title, ink.STRONG, indent=0)
    why = [hint("".join(text for text, _ in block.pieces)) for block in blocks(question.why, [])]
    options = list(_options(question))
    width, height = room
    if why and height and sum(len(row.fit(width)) for row in (title, *why, *options)) > height:
        most = max(1, height // 2 - len(title.fit(width)) - 1)
        why = [hint(" ".join(row.text for row in why), 0, most)]
    return [title, *why, *options]


def _options(question: Question) -> Iterator[Text]:
    # Options of a line each stand together: all of them are seen at once.
    apart = any(any(sections.fits(option.fits)) for option in question.options)
    for at, option in enumerate(question.options):
        if apart or not at:
            yield BLANK
        box = TAKEN if option.id == question.answer else UNTAKEN
        yield Text(
            f"{box} {option.title}", key=option.id, words=option.title, indent=0, hang=4, action="take"
        )
        for line in sections.fits(option.fits):
            yield Text(line, ink.MUTED, indent=4, hang=2)
