"""What is wrong with a file, as a panel: each mistake with its place, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.model.problem import Severity
from pmlearn.model.text import plural
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import fit
from pmlearn.tui.widgets.glyphs import DOT, RULE
from pmlearn.tui.widgets.markdown import Block
from pmlearn.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from pmlearn.model.problem import Problem

INKS = {Severity.ERROR: ink.BAD, Severity.WARNING: ink.UNDERWAY}


class Problems(Vertical):
    """The panel; it is as high as it needs to be, and no higher than it may."""

    def __init__(self) -> None:
        super().__init__()
        self._title = _Title()
        self.prose = Prose()

    def compose(self) -> ComposeResult:
        """Set the heading above the text."""
        yield self._title
        yield self.prose

    def show(self, problems: Sequence[Problem], *, about: str, first: str) -> None:
        """Show what is wrong.

        Args:
            problems: in the order in which they are shown.
            about: what that means for what is seen beside it, in a few words; "" for nothing.
            first: a sentence before all of them; "" for none.
        """
        said = f"{count(problems)} {DOT} {about}" if about else count(problems)
        self._title.show(said, ruled=bool(problems))
        self.prose.show(_blocks(problems, first))
        self.prose.display = bool(problems)
        self.prose.refresh(layout=True)

    def on_descendant_focus(self) -> None:
        """Say that keys move this text."""
        self._title.focused(here=True)

    def on_descendant_blur(self) -> None:
        """Say that they do no longer."""
        self._title.focused(here=False)


class _Title(Widget):
    """A rule with words in it."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._ruled = False
        self._here = False

    def show(self, words: str, *, ruled: bool) -> None:
        """Say something else; the rule is for what stands below it."""
        if (words, ruled) != (self._words, self._ruled):
            self._words, self._ruled = words, ruled
            self.refresh()

    def focused(self, *, here: bool) -> None:
        """Stand out where the keys go to what is below."""
        self._here = here
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the words, and the rule behind them."""
        width = self.size.width
        if not self._ruled:
            return Strip([Segment(f"   {fit(self._words, width - 4)}", ink.MUTED)]).adjust_cell_length(width)
        words = fit(self._words, width - 4)
        rule = RULE * max(0, width - cell_len(words) - 4)
        style = ink.ACCENT_STRONG if self._here else ink.STRONG
        pieces = (RULE * 2, ink.MUTED), (f" {words} ", style), (rule, ink.MUTED)
        return Strip([Segment(*piece) for piece in pieces]).adjust_cell_length(width)


def count(problems: Sequence[Problem]) -> str:
    """How many mistakes there are of each kind."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    found = [plural(errors, "error")] * bool(errors) + [plural(warnings, "warning")] * bool(warnings)
    return ", ".join(found) or "no problems"


def _blocks(problems: Sequence[Problem], first: str) -> Iterator[Block]:
    if first:
        yield Block(((first, None),))
    for at, problem in enumerate(problems):
        place = f"{problem.line}:{problem.column} "
        severity = (f"{problem.severity}: ", INKS[problem.severity])
        yield Block(
            ((place, ink.MUTED), severity, (problem.message, None)),
            "",
            "  ",
            space=int(bool(first) and not at),
        )
        if problem.hint:
            yield Block(((problem.hint, ink.MUTED),), "    ", "    ", space=0)
