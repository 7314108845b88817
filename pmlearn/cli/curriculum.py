"""pmlearn curriculum: what can be learnt."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import complete_curricula, json_option, pass_services, tell
from pmlearn.cli.steptext import MARKS, say_option
from pmlearn.model.route import LATER
from pmlearn.model.text import duration, plural

if TYPE_CHECKING:
    from pmlearn.wiring import Services

ids_argument = click.argument(
    "ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_curricula
)


class _Group(click.Group):
    """A group whose rarer commands are imported when they are called, each under its own name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands: first those of this file."""
        return [*super().list_commands(ctx), *_ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command, here or in the module that holds it."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"pmlearn.cli.{_ELSEWHERE[cmd_name]}")
        # Python keeps some names to itself: `import` is `import_command` there.
        command: click.Command = getattr(module, f"{cmd_name}_command", None) or getattr(module, cmd_name)
        return command


_ELSEWHERE = {
    "new": "writing",
    "schema": "writing",
    "check": "check",
    "preview": "preview",
    "import": "exchange",
    "export": "exchange",
    "install": "library",
    "update": "library",
    "uninstall": "library",
}
"""A command of this noun, and the module that has it: a function of its name, or with `_command` after."""


@click.group("curriculum", cls=_Group)
def curriculum_command() -> None:
    """See, follow, write and install curricula."""


@curriculum_command.command("list")
@json_option
@pass_services
def list_command(services: Services, *, as_json: bool) -> None:
    """List every curriculum, how far you have come, and where it comes from."""
    rows = services.curricula.list()
    if as_json:
        keys = ("id", "title", "steps", "done", "percent", "followed", "source", "path")
        output.emit({"curricula": [{key: getattr(row, key) for key in keys} for row in rows]})
    else:
        output.table(
            (
                (
                    "*" if row.followed else " ",
                    row.id,
                    row.title,
                    f"{row.done}/{row.steps}",
                    f"{row.percent}%",
                    duration(row.minutes) if row.minutes else "",
                    row.source.value,
                )
                for row in rows
            ),
            right=(3, 4, 5),
            stretch=2,
        )
    if broken := services.curricula.broken():
        output.note(f"{plural(len(broken), 'curriculum file')} cannot be read: run pmlearn doctor")


@curriculum_command.command()
@click.argument("id_", metavar="ID", shell_complete=complete_curricula)
@json_option
@pass_services
def show(services: Services, id_: str, *, as_json: bool) -> None:
    """Show the checklist of a curriculum."""
    curriculum = services.curricula.get(id_)
    checklist = services.checklists.of(curriculum.id)

    def status(ref: str) -> str:
        return checklist.status(ref).value

    if as_json:
        modules = [
            {
                "id": module.id,
                "title": module.title,
                "steps": [
                    {
                        "ref": step.ref,
                        "title": step.title,
                        "kind": step.kind.value,
                        "status": status(step.ref),
                        "optional": step.optional,
                        "minutes": step.minutes or None,
                        "waits": step.ref in checklist.waiting,
                        "aside": checklist.aside.get(step.ref),
                        "parts": [
                            {"ref": part.ref, "title": part.title, "status": status(part.ref)}
                            for part in step.parts
                        ],
                    }
                    for step in module.steps
                ],
            }
            for module in curriculum.modules
        ]
        choices = [
            {
                "ref": choice.ref,
                "title": choice.title,
                "why": choice.why or None,
                "options": [{"id": option.id, "title": option.title} for option in choice.options],
                "answer": checklist.answer_to(choice) or None,
            }
            for choice in curriculum.choices
        ]
        orphans = [
            {"ref": each.ref, "title": each.title, "status": each.status.value, "retired": each.retired}
            for each in checklist.orphans
        ]
        content = {"id": curriculum.id, "title": curriculum.title, "modules": modules}
        output.emit(content | {"choices": choices, "orphans": orphans})
        return
    output.say(curriculum.title)
    if curriculum.summary:
        output.say_block(curriculum.summary)
    for choice in curriculum.choices:
        output.say()
        output.say(f"{choice.title} · {choice.ref}")
        for option in choice.options:
            say_option(option, taken=option.id == checklist.answer_to(choice))
    for module in curriculum.modules:
        output.say()
        output.say(module.title)
        for step in module.steps:
            optional = " (optional)" if step.optional else ""
            minutes = f" · {duration(step.minutes)}" if step.minutes else ""
            why = ""
            if step.ref in checklist.aside:
                why = f" · {checklist.aside[step.ref].words}"
            elif step.ref in checklist.waiting:
                why = f" · {LATER}"
            output.say(f"{MARKS[status(step.ref)]} {step.title}{optional}{minutes}{why}", 2)
            output.say(step.ref, 6)
            for part in step.parts:
                output.say(f"{MARKS[status(part.ref)]} {part.title} · {part.ref.rpartition('/')[2]}", 6)
    for at, orphan in enumerate(checklist.orphans):
        if not at:
            output.say()
            output.say("No longer in it")
        output.say(f"{MARKS[orphan.status.value]} {orphan.title}{' · retired' if orphan.retired else ''}", 2)
        output.say(orphan.ref, 6)


@curriculum_command.command()
@ids_argument
@pass_services
def follow(services: Services, ids: tuple[str, ...]) -> None:
    """Follow curricula: their next steps come up in today."""
    tell(services.curricula.follow(ids))
    feeds = {feed.url: feed for id_ in ids for feed in services.curricula.get(id_).feeds}
    for offer in services.feeds.offers(list(feeds.values())):
        output.note(f"a feed for it, {offer.title}: pmlearn feed add {offer.url}")


@curriculum_command.command()
@ids_argument
@pass_services
def unfollow(services: Services, ids: tuple[str, ...]) -> None:
    """Follow curricula no longer; progress stays."""
    tell(services.curricula.unfollow(ids))
