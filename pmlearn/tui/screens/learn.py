"""Learn: the curricula, the followed ones first, and the files that cannot be read."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.model.text import duration, plural
from pmlearn.tui.dates import date
from pmlearn.tui.listpage import ListPage
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.bar import bar
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import DOT
from pmlearn.tui.widgets.markdown import plain
from pmlearn.tui.widgets.rows import BLANK, Cells, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlearn.model.problem import Problem
    from pmlearn.services.curriculum import CurriculumRow
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.wiring import Services

COLUMNS = (
    Column(18, grow=1),
    Column(13, right=True, rank=2),  # steps
    Column(13, right=True, rank=3),  # time
    Column(10, rank=1),
)


SUMMARY = 2
"""Rows of a curriculum's summary: what it is about, and the next curriculum still in sight."""


class LearnPage(ListPage):
    """The second place."""

    NAME = "learn"
    PLACE = "learn"

    def fetch(self, services: Services) -> tuple[list[CurriculumRow], list[Problem], str]:
        """Read the curricula."""
        return services.curricula.list(), services.curricula.problems(), date(services.now())

    def accept(self, data: tuple[list[CurriculumRow], list[Problem], str]) -> None:
        """Show the curricula."""
        rows, problems, today = data
        self.head.place = "learn"
        self.head.set(right=today)
        self._rows = {row.id: row for row in rows}
        followed = [row for row in rows if row.followed]
        begun = [row for row in rows if row.begun and not row.followed]
        others = [row for row in rows if not row.followed and not row.begun]
        items: list[Text | Cells] = [
            *_group("Following", followed),
            *_group("Begun", begun),
            *(item for name, rows in groupby(others, _stage) for item in _group(name, rows)),
        ]
        if not rows:
            items += [heading("No curricula"), hint("Run pmlearn doctor to see where they are looked for.")]
        elif not followed:
            items += [hint("Press f to follow a curriculum: Today then takes its next steps from it.")]
        self.show([*items, *_problems(problems)])

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Open the curriculum."""
        await self.shell.open("checklist", curriculum=event.key)

    def action_follow(self) -> None:
        """Follow the curriculum, or no longer; following offers its feeds."""
        if row := self._rows.get(self.lines.key):
            self.run_worker(self._follow(row))

    async def _follow(self, row: CurriculumRow) -> None:
        if row.followed:
            await self._unfollow(row)
            return
        await self.shell.change(lambda s: s.curricula.follow([row.id]))
        offers = await self.shell.attempt(lambda s: s.feeds.offers(s.curricula.get(row.id).feeds))
        if not offers:
            return
        feeds = plural(len(offers), "feed")
        answer = await self.ask(
            f"It comes with {feeds}. Enter adds {'it' if len(offers) == 1 else 'them'}, esc does not:"
        )
        if answer is not None and await self.shell.change(lambda s: s.feeds.add_offers(offers)):
            self.shell.action_refresh_feeds()

    async def _unfollow(self, row: CurriculumRow) -> None:
        if await self.shell.change(lambda s: s.curricula.unfollow([row.id])) is None:
            return
        spare = await self.shell.attempt(lambda s: [feed.id for feed in s.spare.feeds([row.id])])
        if not spare:
            return
        which = f"{plural(len(spare), 'feed')} that came with it"
        if await self.ask(f"Nothing else needs {which}. Enter drops, esc keeps:") is not None:
            await self.shell.change(lambda s: s.feeds.remove(spare))


def _stage(row: CurriculumRow) -> str:
    """The heading that a curriculum stands under which is neither followed nor begun."""
    return f"To follow {DOT} {row.level}" if row.level else "To follow"


def _group(name: str, rows: Iterable[CurriculumRow]) -> Iterator[Text | Cells]:
    for at, row in enumerate(rows):
        if not at:
            yield heading(name)
        left = duration(row.minutes_left) + " left" if row.begun and row.minutes_left else ""
        yield Cells(
            row.id,
            COLUMNS,
            (
                (row.title, ink.PLAIN),
                (
                    f"{row.done} of {plural(row.steps, 'step')}" if row.begun else plural(row.steps, "step"),
                    ink.MUTED,
                ),
                (left or (duration(row.minutes) if row.minutes else ""), ink.MUTED),
                bar(row.percent, 5) if row.followed or row.begun else ("", ink.PLAIN),
            ),
            words=f"{row.title} {row.summary}",
        )
        yield hint(plain(row.summary), 2, SUMMARY)
        yield BLANK


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
