"""A step as a text to read: why, what to do, when it is done, notes and numbered links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model.progress import Status, unit_minutes
from pmlearn.model.query import QueueFilter
from pmlearn.model.queue import State
from pmlearn.model.text import duration, plural
from pmlearn.tui.dates import day
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import BOXES, DOT
from pmlearn.tui.widgets.markdown import Block, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pmlearn.model.curriculum import Module, Resource
    from pmlearn.model.progress import Tally
    from pmlearn.services.checklist import StepDetail
    from pmlearn.wiring import Services

WORDS = {Status.TODO: "to do", Status.DOING: "doing", Status.DONE: "done", Status.SKIPPED: "skipped"}
OPEN = frozenset({State.INBOX, State.QUEUED, State.READING})


@dataclass(frozen=True)
class Detail:
    """What is shown of a step or part."""

    step: StepDetail
    fresh: int  # open queue items on its topics
    now: datetime

    @property
    def title(self) -> str:
        """The part's title, or the step's."""
        return (self.step.part or self.step.step).title


def read(services: Services, ref: str) -> Detail:
    """Read what is shown of a step; on the services' thread.

    Raises:
        UnknownError: there is no such step.
    """
    step = services.checklists.detail(ref)
    topics = step.step.topics
    fresh = services.queue.page(QueueFilter(states=OPEN, topics=topics), 0).total if topics else 0
    return Detail(step, fresh, services.now())


def text(detail: Detail, links: list[str]) -> Iterator[Block]:
    """The step as blocks; the addresses of its links are added to `links`, in the order of their numbers."""
    step = detail.step.step
    # The step's own links have the first numbers, those within its texts the next.
    links.extend(dict.fromkeys(resource.url for resource in step.resources if resource.url))
    yield Block(((detail.title, ink.STRONG),), space=0)
    if detail.step.part is not None:
        yield Block(((step.title, ink.MUTED),), space=0)
    yield Block(((_facts(detail), ink.MUTED),), space=0)
    for note in detail.step.notes:
        yield from _labelled("Note", note.text, links)
    if detail.step.part is None and step.parts:
        yield Block((("Parts", ink.ACCENT_STRONG),))
        for part in step.parts:
            box = BOXES[detail.step.statuses.get(part.ref, Status.TODO)]
            yield Block(((part.title, None),), f"{box} ", " " * 4, space=0)
    yield from _labelled("Why", step.why, links)
    yield from _labelled("Do", step.do, links)
    yield from _labelled("Done when", step.done_when, links)
    if step.resources:
        yield Block((("Links", ink.ACCENT_STRONG),))
        for resource in step.resources:
            yield _link(resource, links)
    if detail.fresh:
        yield Block((("Fresh", ink.ACCENT_STRONG),))
        yield Block(
            ((f"{plural(detail.fresh, 'item')} in the queue on {', '.join(step.topics)}", None),), space=0
        )


def module_text(module: Module, count: Tally) -> Iterator[Block]:
    """A module as blocks: how far it has come, and what it is about."""
    yield Block(((module.title, ink.STRONG),), space=0)
    left = f"{duration(count.minutes_left)} left" if count.minutes_left else ""
    facts = (f"{count.done} of {plural(count.steps, 'step')}", left)
    yield Block(((f" {DOT} ".join(fact for fact in facts if fact), ink.MUTED),), space=0)
    yield from blocks(module.summary, [])


def _facts(detail: Detail) -> str:
    step = detail.step.step
    status = WORDS[detail.step.status]
    if detail.step.done_at:
        status = f"done {day(detail.step.done_at, detail.now)}"
    minutes = unit_minutes(step, detail.step.part or step)
    facts = [
        status,
        duration(minutes) if minutes else "",
        str(step.kind),
        "optional" if step.optional else "",
    ]
    facts += [step.provider, step.level, step.cost]
    return f" {DOT} ".join(fact for fact in facts if fact)


def _labelled(label: str, markdown: str, links: list[str]) -> Iterator[Block]:
    if not markdown:
        return
    yield Block(((label, ink.ACCENT_STRONG),))
    for at, block in enumerate(blocks(markdown, links)):
        yield Block(block.pieces, block.first, block.rest, block.space if at else 0, block.wrap)


def _link(resource: Resource, links: list[str]) -> Block:
    number = "  - "
    if resource.url:
        number = f"{links.index(resource.url) + 1:3d} "
    about = [
        resource.by,
        resource.type,
        resource.cost,
        resource.isbn and f"ISBN {resource.isbn}",
        resource.note,
    ]
    facts = f" {DOT} ".join(fact for fact in about if fact)
    pieces = [(resource.title, ink.LINK if resource.url else None)]
    if facts:
        pieces.append((f"  {facts}", ink.MUTED))
    return Block(tuple(pieces), number, " " * 4, space=0)
