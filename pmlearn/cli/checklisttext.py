"""A curriculum as text and as JSON, for `pmlearn curriculum show`."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from pmlearn.cli import output
from pmlearn.cli.steptext import MARKS, notes_json, say_option
from pmlearn.model.route import LATER
from pmlearn.model.text import duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.model.curriculum import Module, Step
    from pmlearn.services.checklist import Checklist
    from pmlearn.services.orphan import Orphan


def checklist_json(checklist: Checklist) -> dict[str, object]:
    """Return what --json prints of a curriculum."""
    curriculum = checklist.curriculum
    return {
        "id": curriculum.id,
        "title": curriculum.title,
        "modules": [
            {
                "id": module.id,
                "title": module.title,
                "steps": [_step_json(checklist, step) for step in module.steps],
            }
            for module in curriculum.modules
        ],
        "choices": [
            {
                "ref": choice.ref,
                "title": choice.title,
                "why": choice.why or None,
                "options": [{"id": option.id, "title": option.title} for option in choice.options],
                "answer": checklist.answer_to(choice) or None,
            }
            for choice in curriculum.choices
        ],
        "orphans": orphans_json(checklist.orphans),
    }


def orphans_json(orphans: Sequence[Orphan]) -> list[dict[str, object]]:
    """Return what --json prints of what was done of steps that are gone."""
    return [
        {
            "ref": each.ref,
            "title": each.title,
            "status": each.status.value,
            "at": each.at or None,
            "retired": each.retired,
            "answer": each.answer or None,
            "notes": notes_json(each.notes),
            "evidence": list(each.evidence),
        }
        for each in orphans
    ]


def say_checklist(checklist: Checklist) -> None:
    """Print a curriculum."""
    curriculum = checklist.curriculum
    output.say(curriculum.title)
    if curriculum.summary:
        output.say_block(curriculum.summary)
    for module in curriculum.modules:
        for choice in curriculum.choices_above(module):
            output.say()
            output.say(f"{choice.title} · {choice.ref}")
            for option in choice.options:
                say_option(option, taken=option.id == checklist.answer_to(choice))
        _say_module(checklist, module)
    if checklist.orphans:
        output.say()
        output.say("No longer in it")
        say_orphans(checklist.orphans)


def say_orphans(orphans: Sequence[Orphan]) -> None:
    """Print what was done of steps that are gone."""
    for orphan in orphans:
        mark = "(x)" if orphan.asked else MARKS[orphan.status.value]
        at = orphan.at[:10] if orphan.asked or not orphan.at else f"{orphan.status.value} {orphan.at[:10]}"
        said = [orphan.title, orphan.answer, at, "retired" if orphan.retired else ""]
        output.say(f"{mark} {' · '.join(filter(None, said))}", 2)
        output.say(orphan.ref, 6)
        for piece in orphan.evidence:
            output.say(f"evidence: {piece}", 6)
        for note in orphan.notes:
            output.say(f"note, {note.at[:10]}:", 6)
            output.say_block(indent(note.text, " " * 8))


def _say_module(checklist: Checklist, module: Module) -> None:
    output.say()
    output.say(module.title)
    for step in module.steps:
        said = [f"{step.title} (optional)" if step.optional else step.title]
        if step.minutes:
            said.append(duration(step.minutes))
        if step.ref in checklist.aside:
            said.append(checklist.aside[step.ref].words)
        elif step.ref in checklist.waiting:
            said.append(LATER)
        output.say(f"{MARKS[checklist.status(step.ref).value]} {' · '.join(said)}", 2)
        output.say(step.ref, 6)
        for part in step.parts:
            mark = MARKS[checklist.status(part.ref).value]
            output.say(f"{mark} {part.title} · {part.ref.rpartition('/')[2]}", 6)


def _step_json(checklist: Checklist, step: Step) -> dict[str, object]:
    return {
        "ref": step.ref,
        "title": step.title,
        "kind": step.kind.value,
        "status": checklist.status(step.ref).value,
        "optional": step.optional,
        "minutes": step.minutes or None,
        "waits": step.ref in checklist.waiting,
        "aside": checklist.aside.get(step.ref),
        "parts": [
            {"ref": part.ref, "title": part.title, "status": checklist.status(part.ref).value}
            for part in step.parts
        ],
    }
