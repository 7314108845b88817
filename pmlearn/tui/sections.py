"""The sections of a step's page, each as blocks under its label; one that holds nothing is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.bare import opening
from pmlearn.model.progress import Status
from pmlearn.model.text import plural
from pmlearn.services.checklist import given
from pmlearn.tui.dates import on
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.glyphs import BOXES, BULLET, DOT, TAKEN, UNTAKEN
from pmlearn.tui.widgets.markdown import Block, blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmlearn.model.curriculum import Card, Fits, Option, Resource
    from pmlearn.services.checklist import Related, StepDetail
    from pmlearn.tui.widgets.ink import Piece

BOXED = " " * 4
"""What stands below a line that begins with a box."""


def joined(*facts: str) -> str:
    """Facts in a row, those that are known."""
    return f" {DOT} ".join(fact for fact in facts if fact)


def label(text: str) -> Block:
    """What a section begins with."""
    return Block(((text, ink.HEADING),))


def labelled(name: str, markdown: str, links: list[str]) -> Iterator[Block]:
    """A text under its label, where there is one."""
    for at, block in enumerate(blocks(markdown, links)):
        if not at:
            yield label(name)
        yield Block(block.pieces, block.first, block.rest, block.space if at else 0, block.wrap)


def items(name: str, lines: Iterable[Block]) -> Iterator[Block]:
    """Blocks under a label, where there are some."""
    for at, block in enumerate(lines):
        if not at:
            yield label(name)
        yield block


def hint(text: str) -> Block:
    """What can be done about the section above."""
    return Block(((text, ink.MUTED),), space=0)


def first(detail: StepDetail) -> Iterator[Block]:
    """What comes first, and why; it can be overridden."""
    for at, related in enumerate(detail.waits):
        if not at:
            yield label("First")
        yield other(related, detail.curriculum.title)
        if related.why:
            yield Block(((related.why, ink.MUTED),), BOXED, BOXED, space=0)
    if detail.waits:
        asks = any(unit.options for unit in ((detail.part,) if detail.part else detail.step.units()))
        what = "an answer, chosen twice, is taken" if asks else "{tick}, pressed twice, ticks this"
        yield hint(told(f"{what} all the same", "step"))


def parts(detail: StepDetail) -> Iterator[Block]:
    """The parts of a step, each with its box, and with the answer that was given to it."""
    if detail.part is None:
        for at, part in enumerate(detail.step.parts):
            if not at:
                yield label("Parts")
            box = BOXES[detail.statuses.get(part.ref, Status.TODO)]
            title = f"{part.title} (optional)" if part.optional else part.title
            yield Block(((title, None),), f"{box} ", BOXED, space=0)
            if answer := joined(*given(part.options, detail.answers.get(part.ref, ""))):
                yield Block(((answer, ink.MUTED),), BOXED, BOXED, space=0)
        if any(part.options for part in detail.step.parts):
            yield hint(told("{choose} answers the first that is open", "step"))


def options(every: Sequence[Option], answer: str) -> Iterator[Block]:
    """The options, the one that was taken marked, and whom each fits."""
    for option in every:
        box = TAKEN if option.id == answer else UNTAKEN
        yield Block(((option.title, None),), f"{box} ", BOXED, space=0)
        for line in fits(option.fits):
            yield Block(((line, ink.MUTED),), BOXED, BOXED + "  ", space=0)


def fits(held: Fits) -> Iterator[str]:
    """Whom an option suits, a line for each thing that is known."""
    for name in held.names():
        if said := getattr(held, name):
            yield f"{name}: {said}"


def link(resource: Resource, links: Sequence[str]) -> Block:
    """A link under its number, or a printed thing."""
    number = f"{links.index(resource.url) + 1:3d} " if resource.url else "  - "
    facts = joined(
        resource.by,
        resource.type,
        "" if resource.language in ("", "en") else f"in {resource.language}",
        resource.cost,
        resource.isbn and f"ISBN {resource.isbn}",
        resource.note,
        resource.checked and f"checked {on(resource.checked)}",
    )
    pieces: list[Piece] = [(resource.title, ink.LINK if resource.url else None)]
    if facts:
        pieces.append((f"  {facts}", ink.MUTED))
    return Block(tuple(pieces), number, BOXED, space=0)


def evidence(detail: StepDetail, links: list[str]) -> Iterator[Block]:
    """What to keep, and what was attached; addresses are links with a number."""
    if detail.step.evidence:
        yield from labelled("Evidence", detail.step.evidence, links)
    elif detail.evidence:
        yield label("Evidence")
    for piece in detail.evidence:
        start = f"  {BULLET} "
        if piece.startswith(("http://", "https://")):
            if piece not in links:
                links.append(piece)
            start = f"{links.index(piece) + 1:3d} "
        yield Block(((piece, None),), start, BOXED, space=0)
    if detail.step.evidence and not (detail.evidence or detail.reads):
        yield hint(told("{evidence} attaches a file or an address", "step"))


def reads(detail: StepDetail, links: list[str]) -> Iterator[Block]:
    """What was read for the step, its address under a number, with the learner's note."""
    for at, read in enumerate(detail.reads):
        if not at:
            yield label("Read for it")
        start = f"  {BULLET} "
        if read.link:
            if read.link not in links:
                links.append(read.link)
            start = f"{links.index(read.link) + 1:3d} "
        yield Block(((read.title, ink.LINK if read.link else None),), start, BOXED, space=0)
        for block in blocks(read.note, links):
            yield Block(block.pieces, BOXED + block.first, BOXED + block.rest, space=0)


def other(related: Related, here: str = "") -> Block:
    """Another step with its box, and its curriculum where that is not this one."""
    pieces: list[Piece] = [(related.title, None)]
    if related.curriculum != here:
        pieces.append((f"  {related.curriculum}", ink.MUTED))
    return Block(tuple(pieces), f"{BOXES[related.status]} ", BOXED, space=0)


def cards(every: Sequence[Card]) -> Iterator[Block]:
    """The questions; their answers are for the page that asks them."""
    if every:
        yield label("Cards")
        for card in every:
            yield Block(((opening(card.question), None),), f"  {BULLET} ", BOXED, space=0)
        count = "it" if len(every) == 1 else plural(len(every), "card")
        yield hint(told("{practise} practises {count}", "step", count=count))
