"""pmlearn today, next, prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services
from pmlearn.model.text import clean, duration, plural

if TYPE_CHECKING:
    from pmlearn.services.plan import NextStep
    from pmlearn.wiring import Services

PROMPT = 60
"""Cells of the line for a shell prompt."""


@click.command("today")
@json_option
@pass_services
def today_command(services: Services, *, as_json: bool) -> None:
    """Show next steps, what is fresh for them, the queue and the week."""
    view = services.today.view()
    if as_json:
        from pmlearn.cli.freshtext import fresh_json

        output.emit(
            {
                "next": [_json(step) for step in view.next],
                "suggested": view.suggested,
                "fresh": [fresh_json(each) for each in view.fresh],
                "inbox": view.inbox_items,
                "queue": {"items": view.queue_items, "minutes": view.queue_minutes},
                "week": {"minutes": view.week.minutes, "goal": view.week.goal, "days": list(view.week.days)},
            }
        )
        return
    output.say("Next" if not view.suggested else "Next (nothing is followed yet, so this is a suggestion)")
    _table(view.next)
    if not view.next:
        output.say("everything you follow is done: pmlearn curriculum list has more", 2)
    if view.fresh:
        output.say()
        output.say("Fresh for these steps")
        from pmlearn.cli.freshtext import say_fresh

        say_fresh(view.fresh)
    output.say()
    queue = plural(view.queue_items, "item")
    if view.queue_minutes:
        queue += f" · {duration(view.queue_minutes)}"
    if view.inbox_items:
        queue += f" · {view.inbox_items:,} in the inbox"
    if view.problems:
        output.note(f"{plural(view.problems, 'curriculum file')} cannot be read: run pmlearn doctor")
    output.table([("Queue", queue), ("Week", f"{duration(view.week.minutes)} of {duration(view.week.goal)}")])


class Next(click.Command):
    """Knows what somebody means who writes minutes without the option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse them; of a bare number, say where it belongs."""
        bare = next((each for each in args if each.isdecimal()), "")
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if not (bare and error.message.startswith("Got unexpected")):
                raise
            meant = f"did you mean pmlearn next --minutes {bare}?"
            raise click.UsageError(f"{error.message.rstrip('.')}: {meant}", ctx) from error


@click.command("next", cls=Next)
@click.option("--minutes", type=click.IntRange(1), help="Fill so many minutes.")
@json_option
@pass_services
def next_command(services: Services, minutes: int | None, *, as_json: bool) -> None:
    """Show what to do now; to fill some minutes, something to read or hear as well."""
    if minutes:
        from pmlearn.cli.freshtext import fresh_json, say_fresh

        session = services.sessions.fill(minutes)
        steps, items = list(session.steps), session.items
    else:
        steps, items = services.plan.next(), ()
    if as_json:
        told = {"next": [_json(step) for step in steps], "minutes": sum(step.minutes for step in steps)}
        output.emit(told | ({"items": [fresh_json(each) for each in items]} if minutes else {}))
        return
    _table(steps)
    if items:
        say_fresh(items)
    if not (steps or items):
        output.note("everything you follow is done: pmlearn curriculum list has more")


@click.command("prompt")
@json_option
@pass_services
def prompt_command(services: Services, *, as_json: bool) -> None:
    """Print one short line: where you are and what is next."""
    steps = services.plan.next()[:1]
    text = ""
    if steps:
        step = steps[0]
        minutes = f" {duration(step.minutes)}" if step.minutes else ""
        head = f"{step.percent}% "
        title = output.fit(clean(step.unit_title), PROMPT - len(head) - len(minutes))
        text = f"{head}{title}{minutes}"
    if as_json:
        output.emit({"text": text, "next": [_json(step) for step in steps]})
    elif text:
        output.say(text)


def _table(steps: list[NextStep] | tuple[NextStep, ...]) -> None:
    output.table(
        (
            (
                "",
                f"{step.curriculum_title} · {step.name}",
                duration(step.minutes) if step.minutes else "",
                f"{step.percent}%",
                step.ref,
            )
            for step in steps
        ),
        right=(2, 3),
        stretch=1,
    )


def _json(step: NextStep) -> dict[str, object]:
    return {
        "ref": step.ref,
        "title": step.unit_title,
        "step": step.step_title,
        "module": step.module_title,
        "curriculum": step.curriculum_id,
        "kind": step.kind.value,
        "minutes": step.minutes or None,
        "percent": step.percent,
        "topics": list(step.topics),
    }
