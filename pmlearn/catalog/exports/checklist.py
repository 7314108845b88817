"""A curriculum as a Markdown checklist: headings, boxes, and what there is to know below each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlearn.model.progress import Status
from pmlearn.model.text import clean, clean_block, duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pmlearn.model.curriculum import Curriculum, Part, Resource, Step
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
    for module in curriculum.modules:
        lines += [f"## {_plain(module.title)}", ""]
        if module.summary:
            lines += [clean_block(module.summary), ""]
        for step in module.steps:
            lines += _step(step, standings or {})
    if gone:
        lines += [f"## {GONE}", ""]
        for each in gone:
            lines += [*_line(each.ref, each.title, (), each, 0), *_notes(each, 2)]
    return "\n".join(lines).rstrip("\n") + "\n"


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
    yield from _notes(standing, 2)
    for part in step.parts:
        yield from _line(part.ref, part.title, _facts(part), standings.get(part.ref), 2)
        yield from _notes(standings.get(part.ref), 4)
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


def _notes(standing: Standing | None, indent: int) -> Iterator[str]:
    for note in standing.notes if standing else ():
        yield from (f"{' ' * indent}> {line}".rstrip() for line in clean_block(note).split("\n"))
        yield ""


def _block(text: str) -> Iterator[str]:
    yield from (f"  {line}".rstrip() for line in clean_block(text).split("\n"))
    yield ""


def _plain(text: str) -> str:
    """A text in which nothing is taken for markup."""
    return _MARKUP.sub(r"\\\1", clean(text))
