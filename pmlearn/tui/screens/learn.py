"""Learn: the curricula, the followed ones first, and the files that cannot be read."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmlearn.model.bare import opening
from pmlearn.model.text import duration, plural
from pmlearn.tui import besides
from pmlearn.tui.dates import date
from pmlearn.tui.marks import Marks
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.bar import bar
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import DOT, FOLDED, UNFOLDED
from pmlearn.tui.widgets.panes import Panes
from pmlearn.tui.widgets.rows import BLANK, Cells, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.widget import Widget

    from pmlearn.model.problem import Problem
    from pmlearn.services.curriculum import CurriculumRow
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.tui.widgets.markdown import Block
    from pmlearn.wiring import Services

COLUMNS = (
    Column(18, grow=1),
    Column(9, right=True, rank=2),  # steps
    Column(12, right=True, rank=3),  # time
    Column(10, rank=1),
)

FOLD = (Column(1), Column(18, grow=1, gap=1))

FINISHED = "finished:"
"""The key of the row that the finished ones are folded into: no id looks like it."""


class LearnPage(Marks):
    """The second place."""

    NAME = "learn"
    PLACE = "learn"

    def __init__(self, at: str = "", *, unfolded: bool = False) -> None:
        super().__init__(at)
        self.panes = Panes(self.lines, self.beside)
        self._rows: dict[str, CurriculumRow] = {}
        self._problems: list[Problem] = []
        self._unfolded = unfolded  # the finished ones are seen

    def body(self) -> Iterator[Widget]:
        """The list, and the second pane."""
        self._draw()
        self.lines.thrifty = self.shell.thrifty
        yield self.panes

    def fetch(self, services: Services) -> tuple[list[CurriculumRow], list[Problem], str]:
        """Read the curricula."""
        return services.curricula.list(), services.curricula.problems(), date(services.now())

    def accept(self, data: tuple[list[CurriculumRow], list[Problem], str]) -> None:
        """Show the curricula."""
        rows, self._problems, today = data
        self.head.place = "learn"
        self.head.set(right=today)
        self._rows = {row.id: row for row in rows}
        self._draw()
        self.panes.stale()

    def resized(self) -> None:
        """Leave to the second pane what curricula are about, where there is one."""
        self._draw()

    def address(self) -> dict[str, Any]:
        """The row of the cursor, and whether the finished ones are seen."""
        return {**super().address(), "unfolded": self._unfolded}

    async def beside(self, key: str) -> Iterable[Block] | None:
        """What stands beside a row."""
        if key not in self._rows:
            return ()
        found = await self.shell.attempt(lambda s: s.checklists.of(key))
        return None if found is None else besides.curriculum_text(found, self._rows[key].level)

    def _draw(self) -> None:
        rows = list(self._rows.values())
        finished = [row for row in rows if row.percent == 100]
        followed = [row for row in rows if row.followed and row.percent < 100]
        begun = [row for row in rows if row.begun and not row.followed and row.percent < 100]
        others = [row for row in rows if not row.followed and not row.begun]
        items: list[Text | Cells] = [
            *_group("Following", followed),
            *_group("Begun", begun),
            *self._finished(finished),
        ]
        for name, stage in groupby(others, _stage):
            items += _group(name, stage, about=not self.has_class("-wide"))
        if not rows:
            items += [heading("No curricula"), hint("Run pmlearn doctor to see where they are looked for.")]
        elif not any(row.followed for row in rows):
            follow = "Press {follow} to follow one: Today takes its next steps from it."
            items += [hint(told(follow, "learn"))]
        self.show([*items, *_problems(self._problems)])

    def _finished(self, rows: list[CurriculumRow]) -> Iterator[Text | Cells]:
        if not rows:
            return
        sign = (UNFOLDED if self._unfolded else FOLDED, ink.MUTED)
        title = ink.Pieces((("Finished", ink.STRONG), (f"  {len(rows)}", ink.MUTED)))
        yield Cells(FINISHED, FOLD, (sign, title), main=1, words="Finished")
        yield from map(_row, rows if self._unfolded else ())
        yield BLANK

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Open the curriculum, or what is finished."""
        if event.key == FINISHED:
            self._unfolded = not self._unfolded
            self._draw()
        elif not await self.panes.show_first():
            await self.shell.open("checklist", curriculum=event.key)

    def action_follow(self) -> None:
        """Follow the curriculum, or no longer; following offers its feeds."""
        if rows := [self._rows[id_] for id_ in self.take_marked()]:
            self.run_worker(self._follow(rows))

    def markable(self, key: str) -> bool:
        """Curricula are marked."""
        return key in self._rows

    async def _follow(self, rows: list[CurriculumRow]) -> None:
        ids = [row.id for row in rows if not row.followed]
        if not ids:
            await self._unfollow([row.id for row in rows])
            return
        if await self.shell.change(lambda s: s.curricula.follow(ids)) is None:
            return
        offers = await self.shell.attempt(
            lambda s: s.feeds.offers([feed for id_ in ids for feed in s.curricula.get(id_).feeds])
        )
        if not offers:
            return
        feeds, comes = plural(len(offers), "feed"), "It comes" if len(ids) == 1 else "They come"
        answer = await self.ask(
            f"{comes} with {feeds}. Enter adds {'it' if len(offers) == 1 else 'them'}, esc does not:"
        )
        if answer is not None and await self.shell.change(lambda s: s.feeds.add_offers(offers)):
            self.shell.action_refresh_feeds()

    async def _unfollow(self, ids: list[str]) -> None:
        if await self.shell.change(lambda s: s.curricula.unfollow(ids)) is None:
            return
        spare = await self.shell.attempt(lambda s: [feed.id for feed in s.spare.feeds(ids)])
        if not spare:
            return
        which = f"{plural(len(spare), 'feed')} that came with {'it' if len(ids) == 1 else 'them'}"
        if await self.ask(f"Nothing else needs {which}. Enter drops, esc keeps:") is not None:
            await self.shell.change(lambda s: s.feeds.remove(spare))


def _stage(row: CurriculumRow) -> str:
    """The heading that a curriculum stands under which is neither followed nor begun."""
    return f"To follow {DOT} {row.level}" if row.level else "To follow"


def _group(name: str, rows: Iterable[CurriculumRow], *, about: bool = False) -> Iterator[Text | Cells]:
    group = list(rows)
    if group:
        yield heading(name)
    for row in group:
        yield _row(row)
        if about:
            yield hint(opening(row.summary), 2, 1)
    if group:
        yield BLANK


def _row(row: CurriculumRow) -> Cells:
    left = duration(row.minutes_left) + " left" if row.begun and row.minutes_left else ""
    begun = row.followed or row.begun
    done = row.percent == 100
    return Cells(
        row.id,
        COLUMNS,
        (
            (row.title, ink.MUTED if done else ink.PLAIN),
            (f"{row.done}/{row.steps}" if begun else plural(row.steps, "step"), ink.MUTED),
            (left or (duration(row.minutes) if row.minutes else ""), ink.MUTED),
            bar(row.percent, 5) if begun else ("", ink.PLAIN),
        ),
        words=f"{row.title} {row.summary}",
    )


def _problems(problems: Iterable[Problem]) -> Iterator[Text]:
    files: dict[str, list[Problem]] = {}
    for problem in problems:
        files.setdefault(problem.file, []).append(problem)
    for file, found in files.items():
        first = found[0]
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        yield Text(f"! {Path(file).name}:{first.line}: {first.message}{more}", ink.BAD, indent=0)
    if files:
        yield hint("pmlearn curriculum check FILE says all that is wrong with a file.", 2)
