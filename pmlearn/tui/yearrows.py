"""The rows of the stats: sections with a picture and its numbers as text, each a list of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model import telling
from pmlearn.model.text import duration, plural
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.charts import curve, week_columns, year_map
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import DOT, FOLDED, UNFOLDED
from pmlearn.tui.widgets.rows import BLANK, Cells, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from pmlearn.model.stats import Month, Week
    from pmlearn.services.stats import FeedReads, StatsView

Row = Text | Cells

YEAR, WEEKS, READING = "section:year", "section:weeks", "section:reading"
"""The keys of the headings that unfold; those of the rows below them go on with a colon and a date."""

CURRICULUM, FEED = "curriculum:", "feed:"
"""Before the ids in the keys of rows that open something."""

COURSE = (
    Column(12, grow=1),  # its title
    Column(12),  # how far it had come, month by month
    Column(4, right=True),  # how far it has
    Column(7, right=True, rank=1),  # units done of all
    Column(19, rank=2),  # when it may be done
)
NUMBERS = (
    Column(11),  # the month, or the Monday of the week
    Column(8, right=True),  # the time learnt
    Column(9, right=True),  # ticks
    Column(8, right=True, rank=2),  # days, or whether the goal was met
    Column(12, right=True, rank=1),  # the time read, or the items where that is unknown
)
FEEDS = (Column(16, grow=1), Column(10, right=True), Column(7, right=True, rank=1))

SPAN = 12
"""Weeks whose sum is said."""

SHOWN = 4
"""Feeds of a kind that are shown while the section is folded."""


def year(view: StatsView, unfolded: Container[str]) -> Iterator[Row]:
    """A year of days, and what they add up to."""
    until = "" if view.until == view.today else f" up to {telling.day(view.until, view.today)}"
    yield _section(f"A year{until}", YEAR, unfolded)
    yield from year_map(view.days, view.goal, view.today)
    totals = view.totals
    yield _said(telling.days(totals, view.until, view.today))
    if runs := telling.runs(totals, now=view.until == view.today):
        yield _said(runs)
    yield _said(telling.done_in_all(totals))
    if YEAR in unfolded:
        for month in reversed(view.months):
            yield Cells(
                f"{YEAR}:{month.date}",
                NUMBERS,
                (
                    (telling.month(month.date), ink.PLAIN),
                    (duration(month.minutes), ink.PLAIN),
                    (plural(month.units, "tick"), ink.MUTED),
                    (plural(month.learnt, "day"), ink.MUTED),
                    (_read(month), ink.MUTED),
                ),
            )


def weeks(view: StatsView, unfolded: Container[str]) -> Iterator[Row]:
    """The minutes of the last weeks beside the goal."""
    yield _section("Minutes a week", WEEKS, unfolded)
    yield from week_columns([(week.date, week.minutes) for week in view.weeks], view.goal, view.today)
    *before, last = view.weeks[-SPAN - 1 :]
    if view.until == view.today:
        yield _said(f"This week {duration(last.minutes)} of {duration(view.goal)}")
    whole = sum(week.minutes for week in before)
    met = sum(week.minutes >= view.goal for week in before)
    goal = f" {DOT} goal met in {met}" if met else ""
    if before:
        share = duration(round(whole / len(before)))
        yield _said(f"{share} a week in the {plural(len(before), 'week')} before{goal}")
    if WEEKS in unfolded:
        for week in reversed(view.weeks[-2 * SPAN - 2 :]):
            yield Cells(
                f"{WEEKS}:{week.date}",
                NUMBERS,
                (
                    (telling.day(week.date, view.today), ink.PLAIN),
                    (duration(week.minutes), ink.GOOD if week.minutes >= view.goal else ink.PLAIN),
                    (plural(week.units, "tick"), ink.MUTED),
                    ("goal met" if week.minutes >= view.goal else "", ink.MUTED),
                    (_read(week), ink.MUTED),
                ),
            )


def courses(view: StatsView) -> Iterator[Row]:
    """How far each curriculum came, month by month."""
    yield heading("Curricula")
    if not view.courses:
        yield hint(told("None is followed yet. Press {learn} to choose what to learn."), 0)
        return
    for course in view.courses:
        yield Cells(
            f"{CURRICULUM}{course.id}",
            COURSE,
            (
                (course.title, ink.PLAIN),
                curve(point.percent for point in course.history),
                (f"{course.history[-1].percent}%", ink.PLAIN),
                (f"{course.done:,}/{course.units:,}", ink.MUTED),
                (telling.finish(course.finish) if course.finish else "", ink.MUTED),
            ),
            words=course.title,
        )
    first = telling.month(view.courses[0].history[0].date)
    ahead = ", and when it may be done at this pace" if any(course.finish for course in view.courses) else ""
    yield hint(f"Each month since {first}{ahead}.", 0)


def reading(view: StatsView, unfolded: Container[str]) -> Iterator[Row]:
    """What the queue takes: time beside the time learnt, what came in, and of which feeds."""
    yield _section("Reading and listening", READING, unfolded)
    if view.totals.items:
        yield from week_columns([(week.date, week.read_minutes) for week in view.weeks], 0, view.today)
        lately = view.weeks[-SPAN:]
        read, learnt = sum(week.read_minutes for week in lately), sum(week.minutes for week in lately)
        yield _said(f"{telling.read(view.totals)} in the year")
        yield _said(f"{duration(read)} in the last {SPAN} weeks, beside {duration(learnt)} learnt")
    intake = view.intake
    parts = [
        (intake.read, "read"),
        (intake.dropped, "dropped"),
        (intake.archived, "put away by itself"),
        (intake.left, "left over"),
    ]
    became = ", ".join(f"{count:,} {words}" for count, words in parts if count)
    came = f"{intake.came_in:,} came in during the last four weeks"
    yield _said(f"{came}: {became}" if became else came)
    many = READING in unfolded
    yield from _feeds("Most read", view.most_read if many else view.most_read[:SHOWN])
    yield from _feeds("Never read from", view.never_read if many else view.never_read[:SHOWN])


def _feeds(name: str, feeds: tuple[FeedReads, ...]) -> Iterator[Row]:
    if feeds:
        yield BLANK
        yield heading(name)
    for feed in feeds:
        read = f"{feed.read:,} read" if feed.read else plural(feed.entries, "entry", "entries")
        yield Cells(
            f"{FEED}{feed.id}" if feed.entries else "",
            FEEDS,
            (
                (feed.title, ink.PLAIN),
                (read, ink.MUTED),
                (duration(feed.minutes) if feed.minutes else "", ink.MUTED),
            ),
            words=feed.title,
        )


def nothing() -> Iterator[Row]:
    """What will be here, and what to press."""
    yield heading("Nothing yet")
    yield hint(
        "A year of learning will stand here: each day, the minutes of each week, how far each curriculum "
        "came, and what you read.",
        0,
    )
    yield hint(
        told("Tick a first step: {today} says what to do next, {learn} lets you choose what to learn."), 0
    )


def _read(those: Month | Week) -> str:
    time = duration(those.read_minutes) if those.read_minutes else f"{those.items:,}"
    return f"{time} read" if those.items else ""


def _section(name: str, key: str, unfolded: Container[str]) -> Text:
    mark = UNFOLDED if key in unfolded else FOLDED
    return Text(f"{mark} {name}", ink.HEADING, key, name)


def _said(text: str) -> Text:
    return Text(text, indent=0)
