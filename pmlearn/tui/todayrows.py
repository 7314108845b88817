"""The rows of Today: steps, what is fresh for them, the queue and the week, all in the same columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from pmlearn.model.progress import Status
from pmlearn.model.text import duration, plural
from pmlearn.tui.dates import DAY, brief_day
from pmlearn.tui.reasons import brief
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.bar import bar, sparkline
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import BOXES, DOT, KINDS, STAR
from pmlearn.tui.widgets.ink import Pieces
from pmlearn.tui.widgets.rows import BLANK, Cells, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pmlearn.services.matching import Fresh
    from pmlearn.services.plan import NextStep
    from pmlearn.services.today import TodayView

STEP, ITEM, PLACE = "step:", "item:", "place:"
"""How the keys of rows begin: by what they are."""

SOURCE = 12
"""Cells of the curriculum's or feed's name, at most."""

GRID = (
    Column(3),  # a box, or what kind it is
    Column(24, grow=1, gap=1),  # what to do, or to read
    Column(SOURCE, rank=2),  # of which curriculum, or who published it
    Column(7, right=True, gap=1, rank=1),  # how long it takes
    Column(DAY, right=True, rank=3),  # how far the curriculum has come, or when it came out
)

FACTS = (Column(9), Column(16, grow=1))


def rows(view: TodayView, now: datetime, *, beside: bool = False) -> list[Text | Cells]:
    """All rows of the page; what a second pane says `beside` them is left out."""
    curricula = {step.curriculum_title for step in view.next}
    # One curriculum is named once, and its steps' titles have the room.
    alone = curricula.pop() if len(curricula) == 1 else ""
    sources = [step.curriculum_title for step in view.next if not alone]
    sources += [fresh.item.feed_title for fresh in view.fresh]
    source = min(SOURCE, max(map(cell_len, sources), default=0))
    # Where nothing is begun and nothing came, no row has anything to say at its end.
    last = not beside and (bool(view.fresh) or not view.suggested)
    given = {2: source, 4: DAY if last else 0}
    grid = _grid(given)
    # Steps of one curriculum have the source's room as well: nothing would stand there.
    steps = _grid({**given, 2: 0}) if alone else grid
    return [
        *_next(view, steps, alone, whole=beside),
        BLANK,
        *_fresh(view, grid, now),
        BLANK,
        *_facts(view),
    ]


def _grid(given: dict[int, int]) -> tuple[Column, ...]:
    return tuple(
        replace(column, width=given[at], gap=column.gap if given[at] else 0) if at in given else column
        for at, column in enumerate(GRID)
    )


def _next(view: TodayView, grid: tuple[Column, ...], alone: str, *, whole: bool) -> Iterator[Text | Cells]:
    if not view.next:
        yield heading("Next")
        done = (
            "Everything you follow is done."
            if not view.suggested
            else "There is no curriculum to follow yet."
        )
        yield hint(told("{done} Press {learn} to choose what to learn.", done=done))
        return
    name = "Start here" if view.suggested else "Next"
    yield heading(f"{name} {DOT} {alone}" if alone else name)
    for step in view.next:
        yield _step(step, grid, alone=bool(alone), begun=not view.suggested, whole=whole)
    if view.suggested:
        yield BLANK
        opens = "{open:up} opens a step, {tick} ticks it. Press {learn} to choose what to follow."
        yield hint(told(opens, "today"))


def _step(step: NextStep, grid: tuple[Column, ...], *, alone: bool, begun: bool, whole: bool) -> Cells:
    status = Status.DOING if step.under_way else Status.TODO
    # What it is a part of is muted: the part is what is to be done.
    of = f" {DOT} {step.step_title}" if step.step_title != step.unit_title and not whole else ""
    title = Pieces(((step.unit_title, ink.PLAIN), (of, ink.MUTED)))
    return Cells(
        STEP + step.ref,
        grid,
        (
            (BOXES[status], ink.UNDERWAY if step.under_way else ink.PLAIN),
            title,
            ("" if alone else step.curriculum_title, ink.MUTED),
            (duration(step.minutes) if step.minutes else "", ink.PLAIN),
            (f"{step.percent}%" if begun else "", ink.MUTED),
        ),
        main=1,
        words=f"{step.name} {step.curriculum_title}",
        wraps=whole,  # in a wide terminal there is height for it, too
        button=0,
        action="tick",
    )


def _fresh(view: TodayView, grid: tuple[Column, ...], now: datetime) -> Iterator[Text | Cells]:
    yield heading("Fresh for these steps")
    for fresh in view.fresh:
        yield _item(fresh, grid, now)
    if not view.fresh:
        if view.inbox_items or view.queue_items:
            none = "Nothing that helps with them. Press {refresh} to ask the feeds, {queue} for the rest."
            yield hint(told(none))
        elif view.offered:
            feeds = plural(view.offered, "feed")
            them = "it" if view.offered == 1 else "them"
            comes = "What you follow comes with {count} of articles and podcasts: {add-offers} adds {them}."
            yield hint(told(comes, "today", count=feeds, them=them))
        elif view.feeds:
            none = "Nothing came from {count} yet. Press {refresh} to ask again, {feeds} to see how they are."
            yield hint(told(none, "today", count=plural(view.feeds, "feed")))
        else:
            helps = "What helps with them will stand here. Press {feeds} to add feeds, or {learn} to follow."
            yield hint(told(helps))


def _item(fresh: Fresh, grid: tuple[Column, ...], now: datetime) -> Cells:
    item = fresh.item
    why = brief(fresh.why)
    return Cells(
        ITEM + item.id,
        grid,
        (
            (f" {STAR if item.starred else KINDS[item.kind]} ", ink.ACCENT),
            Pieces(((item.title or item.link, ink.PLAIN), (f"  {why}" if why else "", ink.MUTED))),
            (item.feed_title, ink.MUTED),
            (duration(item.minutes) if item.minutes else "", ink.PLAIN),
            (brief_day(item.published, now), ink.MUTED),
        ),
        main=1,
        words=f"{item.title} {item.feed_title}",
    )


def _facts(view: TodayView) -> Iterator[Text | Cells]:
    waiting = plural(view.queue_items, "item")
    if view.queue_minutes:
        waiting += f" {DOT} {duration(view.queue_minutes)}"
    if view.inbox_items:
        waiting += f" {DOT} {view.inbox_items:,} new"
    yield _fact(f"{PLACE}queue", "Queue", (waiting, ink.PLAIN))
    week = view.week
    said = f"{duration(week.minutes)} of {duration(week.goal)}"
    done = bar(min(100, 100 * week.minutes // week.goal) if week.goal else 0, 7)
    days = (f"  {sparkline(week.days, week.today)}", ink.MUTED)
    yield _fact("", "This week", Pieces((*done, (f"  {said}", ink.PLAIN), days)))
    if view.problems:
        files = plural(view.problems, "curriculum file")
        yield BLANK
        yield Text(told("! {files} cannot be read: {learn} says why", files=files), ink.BAD, indent=0)


def _fact(key: str, name: str, cell: ink.Cell) -> Cells:
    return Cells(key, FACTS, ((name, ink.HEADING), cell), main=1)
