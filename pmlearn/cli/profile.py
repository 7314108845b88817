"""pmlearn profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services, tell
from pmlearn.model.stage import STAGES

if TYPE_CHECKING:
    from pmlearn.wiring import Services


def _complete_stages(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    return [stage.id for stage in STAGES if stage.id.startswith(incomplete)]


@click.command("profile")
@click.option("--hours", type=float, metavar="N", help="Hours a week that you mean to spend.")
@click.option("--stage", metavar="NAME", shell_complete=_complete_stages, help="Where you are now.")
@click.option("--ask", is_flag=True, help="Ask the first questions again when the app opens.")
@json_option
@pass_services
def profile_command(
    services: Services, *, hours: float | None, stage: str | None, ask: bool, as_json: bool
) -> None:
    r"""Show what you said of yourself, or say it: it sets the week's goal, and what is suggested.

    \b
    curious    I wonder whether this is for me
    switching  I have decided, and want to get in
    first-job  I am new in a product job
    manager    I am a product manager, and want to be a better one
    leading    I lead product people, or am about to
    """
    outcomes = [services.profile.say(stage, hours)] if hours is not None or stage is not None else []
    if ask:
        outcomes.append(services.profile.ask_again())
    said = services.profile.get()
    if as_json:
        output.emit(
            {
                "stage": said.stage.id if said.stage else None,
                "hours_a_week": services.profile.hours,
                "hours_from": services.profile.hours_from,
                "asked": bool(said.asked),
            }
        )
    elif outcomes:
        for outcome in outcomes:
            tell(outcome)
    else:
        origin = {"config": "config.toml says so", "answer": "you said so", "default": "nobody said how many"}
        where = f"{said.stage.id}: {said.stage.title}" if said.stage else "not said"
        output.table(
            [
                ("stage", where),
                ("hours", f"{services.profile.hours:g} a week: {origin[services.profile.hours_from]}"),
            ]
        )
