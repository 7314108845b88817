"""Pictures of a year: its days as a map, its weeks as columns; where room is short, the last weeks.

Each row is a row of a list, which draws itself when it is seen; colour says nothing that the signs do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from pmlearn.model.stats import bounds, level, monday
from pmlearn.model.text import duration
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import DOT, EARLIER, RULE, SHADES, SPARKS
from pmlearn.tui.widgets.rows import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.segment import Segment

    from pmlearn.model.stats import Day
    from pmlearn.tui.widgets.ink import Piece

LABEL = 4
"""Cells at the left that hold the names of weekdays."""

WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")

HEIGHT = 4
"""Rows of the columns of weeks."""

PITCH = 2
"""Cells from one week to the next."""

WEEKS = 26
"""Weeks that are drawn as columns, at most."""


def _nothing(width: int) -> list[Segment]:  # noqa: ARG001 - what a picture draws is asked with a width
    return []


@dataclass(frozen=True, slots=True)
class Picture(Text):
    """A row that is drawn, and that the cursor passes over."""

    line: Callable[[int], list[Segment]] = _nothing  # draws it, so many cells wide

    def draw(self, width: int, *, current: bool) -> list[Segment]:  # noqa: ARG002 - no cursor comes here
        """The row."""
        return self.line(width)


# The map of days.


def year_map(days: Sequence[Day], goal: int, today: date) -> Iterator[Picture]:
    """A cell for each day: a column a week, Monday on top, months named above, what the cells mean below."""
    known = {day.date: day for day in days}
    last = monday(days[-1].date)
    count = (last - monday(days[0].date)).days // 7 + 1
    mark = f" {EARLIER}" if days[-1].date == today else ""

    def shown(width: int) -> list[date]:
        fitting = max(1, min(count, width - LABEL - len(mark)))
        return [last - timedelta(weeks=at) for at in reversed(range(fitting))]

    def month_names(width: int) -> list[Segment]:
        return ink.segments((" " * LABEL + _months(shown(width), 1), ink.MUTED))

    def of_weekday(at: int) -> Callable[[int], list[Segment]]:
        here = today.weekday() == at and bool(mark)

        def line(width: int) -> list[Segment]:
            name = f"{today:%a}" if here else WEEKDAYS[at]
            cells = [_cell(known.get(start + timedelta(days=at)), goal, today) for start in shown(width)]
            end = [(mark, ink.STRONG), (" today", ink.MUTED)] if here else []
            pieces = [(name.ljust(LABEL), ink.STRONG if here else ink.MUTED), *_joined(cells), *end]
            return _fitting(pieces, width)

        return line

    yield Picture(line=month_names)
    for at in range(7):
        yield Picture(line=of_weekday(at))
    yield Picture(line=lambda width: _legend(goal, width))


def _cell(day: Day | None, goal: int, today: date) -> Piece:
    if day is None:
        return " ", None
    at = level(day, goal)
    if day.date == today:
        return SHADES[at], ink.HERE
    return SHADES[at], ink.ACCENT if at else ink.MUTED


def _legend(goal: int, width: int) -> list[Segment]:
    low, middle, high = bounds(goal)
    told = (f"under {low}", f"under {middle}", f"under {high} min", "more")
    for said in (("none", *told), ("", "", f"{low} min", f"{middle} min", f"{high} min")):
        pieces: list[Piece] = [(" " * LABEL, None)]
        for at, (shade, words) in enumerate(zip(SHADES, said, strict=True)):
            after = f" {words}  " if words else " "
            pieces += [(shade, ink.ACCENT if at else ink.MUTED), (after, ink.MUTED)]
        if sum(cell_len(text) for text, _ in pieces) - 2 <= width:
            break
    return ink.segments(*pieces)


# The columns of weeks.


def week_columns(weeks: Sequence[tuple[date, int]], goal: int, today: date) -> Iterator[Picture]:
    """A column for each week, as high as its minutes; a line where the goal is, months named below.

    Args:
        weeks: the Monday of each and its minutes, oldest first.
        goal: minutes a week; 0 for no line.
        today: the week that goes on is not measured by the goal yet.
    """
    weeks = weeks[-WEEKS:]
    most = max([goal, 1, *(minutes for _, minutes in weeks)])
    steps = HEIGHT * len(SPARKS)
    heights = [-(-minutes * steps // most) for _, minutes in weeks]
    at_goal = (goal * steps // most - 1) // len(SPARKS) if goal else -1
    best = max((minutes for _, minutes in weeks), default=0)
    notes = {HEIGHT - 1: duration(best)} if best > goal else {}
    if goal:
        notes[at_goal] = f"{duration(goal)} goal"
    room = max([0, *map(cell_len, notes.values())]) + 1  # and a blank

    def fitting(width: int) -> int:
        return max(1, min(len(weeks), (width - LABEL - room) // PITCH))

    def of_row(row: int) -> Callable[[int], list[Segment]]:
        def line(width: int) -> list[Segment]:
            count = fitting(width)
            blank = (RULE, ink.MUTED) if row == at_goal else (" ", None)
            cells: list[Piece] = [(" " * LABEL, None)]
            for (start, minutes), height in list(zip(weeks, heights, strict=True))[-count:]:
                filled = min(len(SPARKS), max(0, height - row * len(SPARKS)))
                met = bool(goal) and minutes >= goal and start != monday(today)
                style = ink.GOOD if met else ink.ACCENT
                cells += [(SPARKS[filled - 1], style) if filled else blank, blank]
            if row in notes:
                cells.append((f" {notes[row]}", ink.MUTED))
            return _fitting(_joined(cells), width)

        return line

    for row in reversed(range(HEIGHT)):
        yield Picture(line=of_row(row))
    yield Picture(
        line=lambda width: ink.segments(
            (" " * LABEL + _months([start for start, _ in weeks[-fitting(width) :]], PITCH), ink.MUTED)
        )
    )


def curve(percents: Iterable[int]) -> ink.Pieces:
    """How far something had come, point by point: one cell each, of eight heights; a dot where at nothing."""
    points = list(percents)
    style = ink.GOOD if points[-1:] == [100] else ink.ACCENT
    cells = [
        (SPARKS[-(-point * len(SPARKS) // 100) - 1], style) if point else (DOT, ink.MUTED) for point in points
    ]
    return ink.Pieces(_joined(cells))


# What both have.


def _months(weeks: Sequence[date], pitch: int) -> str:
    """The names of months, each above or below the first week that has its first day."""
    line = ""
    for at, start in enumerate(weeks):
        end = start + timedelta(days=6)
        name = f"{end:%b}"
        first = start.month != end.month or start.day == 1
        if (first and at * pitch >= len(line)) and (len(weeks) - at) * pitch >= len(name):
            line = line.ljust(at * pitch) + name + " "
    return line.rstrip()


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces of one ink as one: fewer bytes."""
    return [
        ("".join(text for text, _ in group), style)
        for style, group in groupby(pieces, lambda piece: piece[1])
    ]


def _fitting(pieces: Iterable[Piece], width: int) -> list[Segment]:
    """The pieces, whole ones alone, as far as there is room."""
    shown: list[Piece] = []
    for text, style in pieces:
        width -= cell_len(text)
        if width < 0:
            break
        shown.append((text, style))
    return ink.segments(*shown)
