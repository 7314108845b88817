"""pmlearn curriculum: what can be learnt."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.checklisttext import checklist_json, orphans_json, say_checklist, say_orphans
from pmlearn.cli.options import complete_curricula, json_option, pass_services, tell
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
        output.emit(
            {
                "curricula": [
                    {**{key: getattr(row, key) for key in keys}, "level": row.level or None} for row in rows
                ]
            }
        )
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
    for id_ in services.orphans.by_curriculum():
        output.note(f"{id_} is not here any more, and what you did of it is: pmlearn curriculum show {id_}")


@curriculum_command.command()
@click.argument("id_", metavar="ID", shell_complete=complete_curricula)
@json_option
@pass_services
def show(services: Services, id_: str, *, as_json: bool) -> None:
    """Show the checklist of a curriculum, and what was done of steps that are gone."""
    # First: what is gone has its own id, which may be the beginning of another.
    if gone := services.orphans.by_curriculum().get(id_):
        if as_json:
            output.emit(
                {"id": id_, "title": id_, "modules": [], "choices": [], "orphans": orphans_json(gone)}
            )
        else:
            output.say(f"{id_} is not here any more; what you did of it:")
            say_orphans(gone)
        return
    checklist = services.checklists.of(services.curricula.get(id_).id)
    if as_json:
        output.emit(checklist_json(checklist))
    else:
        say_checklist(checklist)


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
    for feed in services.spare.feeds([services.curricula.get(id_).id for id_ in ids]):
        output.note(f"nothing else needs {feed.title or feed.url}: pmlearn feed remove {feed.id}")
