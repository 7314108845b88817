"""A curriculum as a Markdown checklist: headings, boxes, and what there is to know below each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlearn.model.progress import Status
from pmlearn.model.standing import PIECE_LIMIT
from pmlearn.model.text import TITLE_LIMIT, clean, clean_block, duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pmlearn.model.curriculum import Choice, Curriculum, Part, Resource, Step
    from pmlearn.model.standing import Standing

GONE = "No longer in it"
"""The heading of what has progress and no curriculum any more."""

_MARKUP = re.compile(r"([\\`*_\[\]<>|~])")
_UNLINKED = re.compile(r"[()<>\\\s]")


def to_markdown(
    curriculum: Curriculum, standings: Mapping[str, Standing] | None = None, gone: Sequence[Standing] = ()
) -> str:
    """Return the checklist of a curriculum.

    Args:
        curriculum: what is exported.
        standings: how the learner stands with each ref that they did something to; None without progress.
        gone: what the learner did and the curriculum does not have any more.
    """
    lines = [f"# {_plain(curriculum.title)}", ""]
    if curriculum.summary:
        lines += [clean_block(curriculum.summary), ""]
    if standings is not None and curriculum.choices:
        lines += ["## Choices", ""]
        for choice in curriculum.choices:
            lines += _choice(choice, standings.get(choice.ref))
    for module in curriculum.modules:
        lines += [f"## {_plain(module.title)}", ""]
        if module.summary:
            lines += [clean_block(module.summary), ""]
        for step in module.steps:
            lines += _step(step, standings or {})
    if gone:
        lines += [f"## {GONE}", ""]
        for each in gone:
            lines += _gone(each)
    return "\n".join(lines).rstrip("\n") + "\n"


def _choice(choice: Choice, standing: Standing | None) -> Iterator[str]:
    yield from (f"**{_plain(choice.title)}** · `{clean(choice.ref)}`", "")
    if choice.why:
        yield from (clean_block(choice.why), "")
    answer = standing.answer if standing else ""
    titles = [option.title for option in choice.options]
    if answer and answer not in titles:
        titles.append(answer)  # it was an option when it was taken
    yield from (f"- {'(x)' if title == answer else '( )'} {_plain(title)}" for title in titles)
    yield ""


def _gone(standing: Standing) -> Iterator[str]:
    if standing.asked:
        yield f"- (x) {_plain(standing.title)}: {_plain(standing.answer)} · `{clean(standing.ref)}`"
    else:
        yield from _line(standing.ref, standing.title, (), standing, 0)
        yield from _below(standing, 2)


def _step(step: Step, standings: Mapping[str, Standing]) -> Iterator[str]:
    standing = standings.get(step.ref)
    facts = [step.kind.value, *_facts(step), *filter(None, (step.cost, step.provider))]
    yield from _line(step.ref, f"**{_plain(step.title)}**", facts, standing, 0, marked=True)
    for name, text in (("Why", step.why), ("Done when", step.done_when), ("Keep", step.evidence)):
        if text:
            yield from _block(f"{name}: {text}")
    if step.do:
        yield from _block(step.do)
    if step.resources:
        yield from _block("Links: " + "; ".join(map(_resource, step.resources)))
    for text in _kept(standing):
        yield from _block(text)
    yield from _notes(standing, 2)
    for part in step.parts:
        yield from _line(part.ref, part.title, _facts(part), standings.get(part.ref), 2)
        yield from _below(standings.get(part.ref), 4)
    yield from [""] if step.parts else []


def _line(
    ref: str,
    title: str,
    facts: Sequence[str],
    standing: Standing | None,
    indent: int,
    *,
    marked: bool = False,
) -> Iterator[str]:
    box = "x" if standing and standing.status is Status.DONE else " "
    told = [*map(_plain, facts), standing.told if standing else "", f"`{clean(ref)}`"]
    named = title if marked else _plain(title)
    yield " " * indent + f"- [{box}] {named} · " + " · ".join(filter(None, told))
    if marked:
        yield ""


def _facts(unit: Step | Part) -> list[str]:
    found = [duration(unit.minutes)] if unit.minutes else []
    return [*found, "optional"] if unit.optional else found


def _resource(resource: Resource) -> str:
    by = f", {_plain(resource.by)}" if resource.by else ""
    if not resource.url:
        return f"{_plain(resource.title)}{by} (ISBN {resource.isbn})"
    url = _UNLINKED.sub(lambda found: f"%{ord(found[0]):02X}", resource.url)
    return f"[{_plain(resource.title)}]({url}){by}"


def _kept(standing: Standing | None) -> Iterator[str]:
    """The answer that was given and the evidence that was attached, a paragraph each."""
    if standing and standing.answer:
        yield f"Answer: {_plain(standing.answer)}"
    for piece in standing.evidence if standing else ():
        yield f"Evidence: {_plain(piece, PIECE_LIMIT)}"


def _below(standing: Standing | None, indent: int) -> Iterator[str]:
    """What stands below a line of its own; without a blank line between, a paragraph would be part of it."""
    for text in _kept(standing):
        yield from ("", f"{' ' * indent}{text}")
    if standing and (standing.answer or standing.evidence):
        yield ""
    yield from _notes(standing, indent)


def _notes(standing: Standing | None, indent: int) -> Iterator[str]:
    for note in standing.notes if standing else ():
        yield from (f"{' ' * indent}> {line}".rstrip() for line in clean_block(note).split("\n"))
        yield ""


def _block(text: str) -> Iterator[str]:
    yield from (f"  {line}".rstrip() for line in clean_block(text).split("\n"))
    yield ""


def _plain(text: str, limit: int = TITLE_LIMIT) -> str:
    """A text in which nothing is taken for markup."""
    return _MARKUP.sub(r"\\\1", clean(text, limit))
