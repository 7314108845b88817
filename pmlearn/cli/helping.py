"""pmlearn queue not-for, count: how items and steps go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmlearn.cli.options import complete_items, complete_refs, pass_services, tell

if TYPE_CHECKING:
    from pmlearn.wiring import Services

id_argument = click.argument("id_", metavar="ID", shell_complete=complete_items)
step_argument = click.argument("step", metavar="[STEP]", required=False, shell_complete=complete_refs)


@click.command("not-for")
@id_argument
@step_argument
@click.option("--off", is_flag=True, help="Take it back.")
@pass_services
def not_for(services: Services, id_: str, step: str | None, *, off: bool) -> None:
    """Say that an item is not for STEP, else for the current step that it helps with.

    It is not shown for the step any more, and what is like it comes lower there.
    """
    tell(services.helping.not_for([id_], services.steps.resolve(step) if step else "", off=off))


@click.command("count")
@id_argument
@step_argument
@click.option("--note", default="", help="What you took from it, Markdown.")
@click.option("--off", is_flag=True, help="Let it count no more.")
@pass_services
def count(services: Services, id_: str, step: str | None, note: str, *, off: bool) -> None:
    """Let an item count for STEP, else for the current step that it helps with."""
    tell(services.helping.count(id_, services.steps.resolve(step) if step else "", note, off=off))
