"""A step as text and as JSON, for `pmlearn step show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pmlearn.cli import output
from pmlearn.model.text import duration
from pmlearn.services.checklist import given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pmlearn.model.curriculum import Card, Option, Part, Resource
    from pmlearn.model.fold import Note
    from pmlearn.services.checklist import Related, StepDetail
    from pmlearn.services.choice import Question
    from pmlearn.services.reads import Read

T = TypeVar("T")

MARKS = {"todo": "[ ]", "doing": "[~]", "done": "[x]", "skipped": "[-]"}


def detail_json(detail: StepDetail) -> dict[str, object]:
    """Return what --json prints of a step."""
    step = detail.step
    return {
        "ref": detail.ref,
        "title": (detail.part or step).title,
        "kind": step.kind.value,
        "status": detail.status.value,
        "optional": step.optional or bool(detail.part and detail.part.optional),
        "curriculum": detail.curriculum.id,
        "module": detail.module.title,
        "step": step.ref,
        "why": step.why,
        "do": step.do,
        "done_when": step.done_when,
        "minutes": (detail.part or step).minutes or None,
        "cost": step.cost or None,
        "provider": step.provider or None,
        "level": step.level or None,
        "topics": list(step.topics),
        "verified_on": step.verified_on or None,
        "done_at": detail.done_at or None,
        "notes": notes_json(detail.notes),
        "parts": [
            {
                "ref": part.ref,
                "title": part.title,
                "status": detail.statuses[part.ref].value,
                "minutes": part.minutes or None,
                "optional": part.optional,
                "answer": detail.answers.get(part.ref),
            }
            for part in step.parts
        ],
        "resources": [
            {
                "type": r.type,
                "title": r.title,
                "url": r.url or None,
                "by": r.by or None,
                "isbn": r.isbn or None,
                "language": r.language,
                "cost": r.cost or None,
                "checked": r.checked or None,
                "note": r.note or None,
            }
            for r in step.resources
        ],
        "waits_for": _related_json(detail.waits),
        "aside": detail.aside.value if detail.aside else None,
        "alternatives": _related_json(detail.alternatives),
        "same_as": _related_json(detail.twins),
        "options": [{"id": option.id, "title": option.title} for option in (detail.part or step).options],
        "answer": detail.answer or None,
        "evidence_wanted": step.evidence or None,
        "evidence": list(detail.evidence),
        "read": [{"item": each.item, **each.value()} for each in detail.reads],
        "cards": [{"id": card.id, "question": card.question, "answer": card.answer} for card in step.cards],
    }


def notes_json(notes: Iterable[Note]) -> list[dict[str, object]]:
    """Return what --json prints of notes."""
    return [{"id": each.id, "text": each.text, "at": each.at, "device": each.device} for each in notes]


def question_json(question: Question) -> dict[str, object]:
    """Return what --json prints of a choice, or of what a step or part asks."""
    return {
        "ref": question.ref,
        "title": question.title,
        "why": question.why or None,
        "options": [
            {
                "id": option.id,
                "title": option.title,
                "fits": {name: getattr(option.fits, name) or None for name in option.fits.names()},
                "steps": list(option.steps),
            }
            for option in question.options
        ],
        "answer": question.answer or None,
    }


def say_detail(detail: StepDetail, *, answers: bool) -> None:
    """Print a step; the answers of its cards where they are asked for."""
    step = detail.step
    output.say(f"{MARKS[detail.status]} {(detail.part or step).title}")
    output.say(" · ".join(fact for fact in _facts(detail) if fact), 4)
    _say_related("First", detail.waits)
    for title, text in (("Why", step.why), ("Do", step.do), ("Done when", step.done_when)):
        if text:
            _heading(title)
            output.say_block(text)
    _say_list(
        "Answers",
        (detail.part or step).options,
        lambda each: say_option(each, taken=each.id == detail.answer),
    )
    _say_list("Parts", step.parts, lambda part: _say_part(detail, part))
    _say_list("Links", step.resources, _say_resource)
    _say_related("One of these is enough", detail.alternatives)
    _say_related("The same elsewhere", detail.twins)
    if step.evidence or detail.evidence:
        _heading("Evidence")
        if step.evidence:
            output.say_block(step.evidence)
        for piece in detail.evidence:
            output.say(piece, 2)
    _say_list("Read for it", detail.reads, _say_read)
    _say_list("Cards", step.cards, lambda card: _say_card(card, answer=answers))
    for note in detail.notes:
        _heading(f"Note, {note.at[:10]}")
        output.say_block(note.text)


def _facts(detail: StepDetail) -> tuple[str, ...]:
    step = detail.step
    minutes = (detail.part or step).minutes
    return (
        step.kind.value,
        detail.curriculum.title,
        detail.module.title,
        duration(minutes) if minutes else "",
        step.cost,
        step.provider,
        step.level,
        step.verified_on and f"checked {step.verified_on}",
        detail.aside.words if detail.aside else "",
    )


def say_option(option: Option, *, taken: bool) -> None:
    """Print an option and whom it suits."""
    output.say(f"{'(x)' if taken else '( )'} {option.title} · {option.id}", 2)
    for name in option.fits.names():
        if text := getattr(option.fits, name):
            output.say(f"{name}: {text}", 6)


def _say_part(detail: StepDetail, part: Part) -> None:
    output.say(f"{MARKS[detail.statuses[part.ref]]} {part.title}", 2)
    title, place = given(part.options, detail.answers.get(part.ref, ""))
    if title:
        output.say(f"{title} · {place}", 6)


def _say_resource(resource: Resource) -> None:
    language = "" if resource.language == "en" else resource.language
    about = (resource.type, language, resource.cost, resource.checked and f"checked {resource.checked}")
    by = f", {resource.by}" if resource.by else ""
    output.say(f"{resource.title}{by} ({', '.join(fact for fact in about if fact)})", 2)
    output.say(resource.url or f"ISBN {resource.isbn}", 4)


def _say_read(read: Read) -> None:
    output.say(" · ".join(filter(None, (read.title, read.link))), 2)
    if read.note:
        output.say_block(f"    {read.note}")


def _say_card(card: Card, *, answer: bool) -> None:
    output.say_block(card.question)
    if answer:
        output.say_block(f"  {card.answer}")


def _say_list(title: str, things: Iterable[T], say: Callable[[T], None]) -> None:
    for at, thing in enumerate(things):
        if not at:
            _heading(title)
        say(thing)


def _heading(text: str) -> None:
    output.say()
    output.say(text)


def _say_related(title: str, related: Iterable[Related]) -> None:
    _say_list(title, related, _say_other)


def _say_other(other: Related) -> None:
    why = f": {other.why}" if other.why else ""
    output.say(f"{MARKS[other.status]} {other.title} ({other.curriculum}){why}", 2)
    output.say(other.ref, 6)


def _related_json(related: Iterable[Related]) -> list[dict[str, object]]:
    return [
        {
            "ref": other.ref,
            "title": other.title,
            "curriculum": other.curriculum,
            "status": other.status.value,
            "why": other.why or None,
        }
        for other in related
    ]
