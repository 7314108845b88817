"""What stands beside the rows of Today and Learn: an item, what waits in the queue, a curriculum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.text import duration, plural
from pmlearn.tui import reasons
from pmlearn.tui.dates import day
from pmlearn.tui.sections import BOXED, hint, joined, label
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.bar import bar
from pmlearn.tui.widgets.glyphs import BOXES, HELPS, KINDS
from pmlearn.tui.widgets.markdown import Block, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pmlearn.model.queue import QueueItem
    from pmlearn.services.checklist import Checklist
    from pmlearn.services.matching import Fresh

WAITING = 8
"""Items of the queue that are named beside its row."""


FAR = 5
"""Cells of how far a module has come, before its title."""


def item_text(fresh: Fresh, step: str, now: datetime) -> Iterator[Block]:
    """An item as blocks: where it is from, which step it helps with and why, and what it is about."""
    item = fresh.item
    yield Block(((item.title or item.link, ink.STRONG),), space=0)
    minutes = duration(item.minutes) if item.minutes else ""
    facts = joined(f"{KINDS[item.kind]} {item.feed_title}", item.author, minutes, day(item.published, now))
    yield Block(((facts, ink.MUTED),), space=0)
    yield Block(((step, ink.PLAIN),), f"{HELPS} ", "  ")
    yield Block(reasons.pieces(fresh.why), "  ", "  ", space=0)
    if item.summary:
        yield Block(((item.summary, ink.PLAIN),))


def queue_text(items: Sequence[QueueItem], total: int) -> Iterator[Block]:
    """The queue as blocks: what comes first in it."""
    yield Block((("Queue", ink.STRONG),), space=0)
    yield Block(((plural(total, "item"), ink.MUTED),), space=0)
    for at, item in enumerate(items):
        minutes = f"  {duration(item.minutes)}" if item.minutes else ""
        title = (item.title or item.link, ink.PLAIN)
        yield Block((title, (minutes, ink.MUTED)), f"{KINDS[item.kind]} ", "  ", space=int(not at))
    if not items:
        waits = "Nothing waits. {queue} shows what came in; {later} puts an item into the queue."
        yield hint(told(waits, "queue"))


def curriculum_text(checklist: Checklist, level: str) -> Iterator[Block]:
    """A curriculum as blocks: how far it has come, what it is about, what comes next, and its modules."""
    curriculum, count = checklist.curriculum, checklist.tally()
    yield Block(((curriculum.title, ink.STRONG),), space=0)
    left = f"{duration(count.minutes_left)} left" if count.minutes_left else ""
    far = f"{count.done} of {plural(count.steps, 'step')}"
    yield Block(((joined(far, left, level), ink.MUTED),), space=0)
    yield Block((*bar(count.percent, 20),), space=0)
    yield from blocks(curriculum.summary, [])
    if (ref := checklist.next()) and (count.done or count.units_done):
        step = next(step for step in curriculum.steps() if any(unit.ref == ref for unit in step.units()))
        unit = next(unit for unit in step.units() if unit.ref == ref)
        yield label("Next")
        yield Block(((unit.title, None),), f"{BOXES[checklist.status(ref)]} ", BOXED, space=0)
        if unit is not step:
            yield Block(((step.title, ink.MUTED),), BOXED, BOXED, space=0)
    yield label("Modules")
    for module in curriculum.modules:
        each = checklist.tally(module.steps)
        done = each.done == each.steps and each.steps
        far = f"{each.done}/{each.steps}".rjust(FAR) + "  "
        yield Block(((module.title, ink.MUTED if done else None),), far, " " * len(far), space=0)
