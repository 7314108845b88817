"""What the cursor is on, as a text to read: a step, a module, a choice, or what is no longer there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model.progress import Status, unit_minutes
from pmlearn.model.text import duration, plural
from pmlearn.tui import reasons, sections
from pmlearn.tui.dates import day, on
from pmlearn.tui.sections import items, joined, label, labelled
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import BULLET
from pmlearn.tui.widgets.markdown import Block, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pmlearn.model.curriculum import Choice, Module
    from pmlearn.model.progress import Tally
    from pmlearn.services.checklist import StepDetail
    from pmlearn.services.matching import Fresh
    from pmlearn.services.orphan import Orphan
    from pmlearn.wiring import Services

WORDS = {Status.TODO: "to do", Status.DOING: "doing", Status.DONE: "done", Status.SKIPPED: "skipped"}
FRESH = 5
"""Items that are named on the page of a step; f shows all of them."""


@dataclass(frozen=True)
class Detail:
    """What is shown of a step or part."""

    step: StepDetail
    fresh: tuple[Fresh, ...]  # open items that help with it, the best first
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
    return Detail(services.checklists.detail(ref), services.matching.fresh(ref), services.now())


def text(detail: Detail, links: list[str], *, beside: bool = False) -> Iterator[Block]:
    """The step as blocks; the addresses of its links are added to `links`, in the order of their numbers.

    Beside a list, what is fresh is counted, and not named.
    """
    found = detail.step
    step, unit = found.step, found.part or found.step
    # The step's own links have the first numbers, those within its texts the next.
    links.extend(dict.fromkeys(resource.url for resource in step.resources if resource.url))
    yield Block(((detail.title, ink.STRONG),), space=0)
    if found.part is not None:
        yield Block(((step.title, ink.MUTED),), space=0)
    yield Block(((_facts(detail), ink.MUTED),), space=0)
    yield from sections.first(found)
    for note in found.notes:
        yield from labelled("Note", note.text, links)
    yield from sections.parts(found)
    if unit.options:
        yield label("Answers")
        yield from sections.options(unit.options, found.answer)
        yield sections.hint(told("{choose} answers it", "step"))
    yield from labelled("Why", step.why, links)
    yield from labelled("Do", step.do, links)
    yield from labelled("Done when", step.done_when, links)
    yield from items("Links", (sections.link(resource, links) for resource in step.resources))
    yield from sections.evidence(found, links)
    yield from sections.reads(found, links)
    here = found.curriculum.title
    yield from items("One of these is enough", (sections.other(each, here) for each in found.alternatives))
    yield from items("The same elsewhere", (sections.other(each) for each in found.twins))
    yield from sections.cards(step.cards)
    if detail.fresh:
        yield label("Fresh")
        yield Block(((reasons.kinds(detail.fresh), None),), space=0)
        yield from () if beside else reasons.lines(detail.fresh[:FRESH])


def module_text(module: Module, count: Tally) -> Iterator[Block]:
    """A module as blocks: how far it has come, and what it is about."""
    yield Block(((module.title, ink.STRONG),), space=0)
    left = f"{duration(count.minutes_left)} left" if count.minutes_left else ""
    facts = joined(f"{count.done} of {plural(count.steps, 'step')}", left)
    yield Block(((facts, ink.MUTED),), space=0)
    yield from blocks(module.summary, [])


def choice_text(choice: Choice, answer: str) -> Iterator[Block]:
    """A choice as blocks: what hangs on it, and its options."""
    yield Block(((choice.title, ink.STRONG),), space=0)
    yield from blocks(choice.why, [])
    yield label("Options")
    yield from sections.options(choice.options, answer)
    yield sections.hint(told("{open} chooses", "checklist"))


def orphan_text(orphan: Orphan, now: datetime) -> Iterator[Block]:
    """What is no longer in a curriculum as blocks: what it was, and what the learner kept of it."""
    yield Block(((orphan.title, ink.STRONG),), space=0)
    yield Block(((orphan_facts(orphan, now), ink.MUTED),), space=0)
    for note in orphan.notes:
        yield from labelled("Note", note.text, [])
    pieces = (Block(((piece, None),), f"{BULLET} ", "  ", space=0) for piece in orphan.evidence)
    yield from items("Evidence", pieces)


def orphan_facts(orphan: Orphan, now: datetime) -> str:
    """What became of it, in a line."""
    at = day(orphan.at, now)
    status = WORDS[orphan.status]
    why = "retired by its authors" if orphan.retired else "gone from the curriculum"
    return joined(f"{status} {at}" if at and orphan.status is not Status.TODO else status, why)


def _facts(detail: Detail) -> str:
    found = detail.step
    step = found.step
    status = WORDS[found.status]
    if found.done_at:
        status = f"done {day(found.done_at, detail.now)}"
    minutes = unit_minutes(step, found.part or step)
    optional = step.optional or bool(found.part and found.part.optional)
    # What a tick changes comes last: over a thin line nothing after it is sent again.
    return joined(
        duration(minutes) if minutes else "",
        str(step.kind),
        "optional" if optional else "",
        step.provider,
        step.level,
        step.cost,
        step.verified_on and f"checked {on(step.verified_on)}",
        found.aside.words if found.aside else "",
        status,
    )
