"""pmlearn step: ticks and notes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import (
    complete_options,
    complete_questions,
    complete_refs,
    json_option,
    pass_services,
    tell,
)
from pmlearn.errors import InputError, StoreError, UnknownError

if TYPE_CHECKING:
    from pmlearn.wiring import Services

refs_argument = click.argument(
    "refs", metavar="REF...", nargs=-1, required=True, shell_complete=complete_refs
)
ref_argument = click.argument("ref", metavar="REF", shell_complete=complete_refs)

FRESH = 20
"""Items that are shown of what is fresh for a step."""

anyway_option = click.option("--anyway", is_flag=True, help="Go ahead where a step comes after others.")


@click.group("step")
def step_command() -> None:
    """Tick, skip, answer and annotate steps and their parts.

    A REF is curriculum/step or curriculum/step/part; it may be shortened while it is unique.
    """


@step_command.command()
@refs_argument
@click.option("--anyway", is_flag=True, help="Go ahead where a step comes after others, or has no answer.")
@pass_services
def done(services: Services, refs: tuple[str, ...], *, anyway: bool) -> None:
    """Tick: of a step with parts, every part that is open."""
    outcome = services.steps.tick([services.steps.resolve(ref) for ref in refs], anyway=anyway)
    tell(outcome)
    for twin in outcome.offers:
        output.note(f"the same elsewhere, {services.steps.title(twin)}: pmlearn step done {twin}")


@step_command.command()
@refs_argument
@anyway_option
@pass_services
def doing(services: Services, refs: tuple[str, ...], *, anyway: bool) -> None:
    """Mark as begun: of a step with parts, the first that is open."""
    tell(services.steps.start([services.steps.resolve(ref) for ref in refs], anyway=anyway))


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
        notes = services.checklists.detail(ref).notes
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
@click.argument("ref", metavar="REF", shell_complete=complete_questions)
@click.argument("option", required=False, shell_complete=complete_options)
@anyway_option
@json_option
@pass_services
def choose(services: Services, ref: str, option: str | None, *, anyway: bool, as_json: bool) -> None:
    """Take OPTION of a choice (curriculum/choice), or as the answer to a step or part that asks something.

    Without OPTION: what there is to choose from, and what was chosen.
    """
    if option is not None:
        tell(services.choices.choose(ref, option, anyway=anyway))
        return
    from pmlearn.cli.steptext import question_json, say_option

    question = services.choices.question(ref)
    if as_json:
        output.emit(question_json(question))
        return
    output.say(question.title)
    if question.why:
        output.say_block(question.why)
    for each in question.options:
        say_option(each, taken=each.id == question.answer)


@step_command.command()
@ref_argument
@click.argument("what")
@click.option("--remove", is_flag=True, help="Take it away again; a file itself stays.")
@pass_services
def evidence(services: Services, ref: str, what: str, *, remove: bool) -> None:
    """Attach WHAT, a file or an address that shows that a step was done."""
    ref = services.steps.resolve(ref)
    tell(services.evidence.remove(ref, what) if remove else services.evidence.attach(ref, what))


@step_command.command()
@ref_argument
@click.option("--answers", is_flag=True, help="Show the answers of its cards.")
@json_option
@pass_services
def show(services: Services, ref: str, *, answers: bool, as_json: bool) -> None:
    """Show a step: why, what to do, when it is done, links, notes, evidence, cards."""
    from pmlearn.cli.steptext import detail_json, say_detail

    # First: what is gone has its own ref, which may be the beginning of another.
    if gone := services.orphans.find(ref):
        where = f"see what you did with it: pmlearn curriculum show {services.orphans.curriculum_of(ref)}"
        raise UnknownError(f"{gone.ref} is not in its curriculum any more", where)
    detail = services.checklists.detail(services.steps.resolve(ref))
    from pmlearn.cli.freshtext import fresh_json, say_fresh

    fresh = services.matching.fresh(detail.ref, FRESH)
    if as_json:
        output.emit({**detail_json(detail), "fresh": [fresh_json(each) for each in fresh]})
        return
    say_detail(detail, answers=answers)
    if fresh:
        output.say()
        output.say("Fresh")
        say_fresh(fresh)
