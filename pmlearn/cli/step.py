"""pmlearn step: ticks and notes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import complete_refs, json_option, pass_services, tell
from pmlearn.errors import InputError, StoreError
from pmlearn.model.text import duration

if TYPE_CHECKING:
    from pmlearn.services.step import StepDetail
    from pmlearn.wiring import Services

refs_argument = click.argument(
    "refs", metavar="REF...", nargs=-1, required=True, shell_complete=complete_refs
)
ref_argument = click.argument("ref", metavar="REF", shell_complete=complete_refs)

MARKS = {"todo": "[ ]", "doing": "[~]", "done": "[x]", "skipped": "[-]"}


@click.group("step")
def step_command() -> None:
    """Tick, skip and annotate steps and their parts.

    A REF is curriculum/step or curriculum/step/part; it may be shortened while it is unique.
    """


@step_command.command()
@refs_argument
@pass_services
def done(services: Services, refs: tuple[str, ...]) -> None:
    """Tick: of a step with parts, every part that is open."""
    tell(services.steps.tick([services.steps.resolve(ref) for ref in refs]))


@step_command.command()
@refs_argument
@pass_services
def doing(services: Services, refs: tuple[str, ...]) -> None:
    """Mark as begun: of a step with parts, the first that is open."""
    tell(services.steps.start([services.steps.resolve(ref) for ref in refs]))


@step_command.command()
@refs_argument
@pass_services
def todo(services: Services, refs: tuple[str, ...]) -> None:
    """Mark as still to do."""
    tell(services.steps.reopen([services.steps.resolve(ref) for ref in refs]))


@step_command.command()
@refs_argument
@pass_services
def skip(services: Services, refs: tuple[str, ...]) -> None:
    """Leave out: what is skipped does not count."""
    tell(services.steps.skip([services.steps.resolve(ref) for ref in refs]))


@step_command.command()
@ref_argument
@click.argument("text", required=False)
@pass_services
def note(services: Services, ref: str, text: str | None) -> None:
    """Write the note on a step: TEXT, or - for standard input, or in $EDITOR."""
    ref = services.steps.resolve(ref)
    base: list[str] | None = None
    if text == "-":
        text = sys.stdin.read()
    elif text is None:
        notes = services.steps.detail(ref).notes
        held, base = "\n\n".join(note.text for note in notes), [note.id for note in notes]
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise InputError(
                "no text for the note, and no terminal to edit one in", "give TEXT, or - to read it"
            )
        text = click.edit(held, extension=".md")
        if text is None:
            output.say("the note is as it was")
            return
    try:
        tell(services.steps.note(ref, text, base))
    except StoreError:
        # What was written in an editor is nowhere else.
        if base is not None:
            output.say_block(text)
        raise


@step_command.command()
@ref_argument
@json_option
@pass_services
def show(services: Services, ref: str, *, as_json: bool) -> None:
    """Show a step: why, what to do, when it is done, links, notes."""
    detail = services.steps.detail(services.steps.resolve(ref))
    if as_json:
        output.emit(_json(detail))
    else:
        _text(detail)


def _json(detail: StepDetail) -> dict[str, object]:
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
        "topics": list(step.topics),
        "verified_on": step.verified_on or None,
        "done_at": detail.done_at or None,
        "notes": [{"id": n.id, "text": n.text, "at": n.at, "device": n.device} for n in detail.notes],
        "parts": [
            {
                "ref": part.ref,
                "title": part.title,
                "status": detail.statuses[part.ref].value,
                "minutes": part.minutes or None,
                "optional": part.optional,
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
                "cost": r.cost or None,
                "checked": r.checked or None,
            }
            for r in step.resources
        ],
    }


def _text(detail: StepDetail) -> None:
    step, part = detail.step, detail.part
    output.say(f"{MARKS[detail.status]} {(part or step).title}")
    facts = [step.kind.value, detail.curriculum.title, detail.module.title]
    if minutes := (part or step).minutes:
        facts.append(duration(minutes))
    facts += [fact for fact in (step.cost, step.provider) if fact]
    output.say(" · ".join(facts), 4)
    for title, text in (("Why", step.why), ("Do", step.do), ("Done when", step.done_when)):
        if text:
            output.say()
            output.say(title)
            output.say_block(text)
    if step.parts:
        output.say()
        output.say("Parts")
        for other in step.parts:
            output.say(f"{MARKS[detail.statuses[other.ref]]} {other.title}", 2)
    if step.resources:
        output.say()
        output.say("Links")
        for resource in step.resources:
            by = f", {resource.by}" if resource.by else ""
            output.say(f"{resource.title}{by} ({resource.type})", 2)
            output.say(resource.url or f"ISBN {resource.isbn}", 4)
    for note in detail.notes:
        output.say()
        output.say(f"Note, {note.at[:10]}")
        output.say_block(note.text)
