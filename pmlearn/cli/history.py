"""pmlearn undo, redo, history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services, tell

if TYPE_CHECKING:
    from pmlearn.wiring import Services


@click.command("undo")
@pass_services
def undo_command(services: Services) -> None:
    """Take back the last action of this device."""
    tell(services.history.undo())


@click.command("redo")
@pass_services
def redo_command(services: Services) -> None:
    """Take back the last undo, if nothing was done since."""
    tell(services.history.redo())


@click.command("history")
@click.option("--limit", default=30, show_default=True, type=click.IntRange(1), help="How many actions.")
@json_option
@pass_services
def history_command(services: Services, limit: int, *, as_json: bool) -> None:
    """Show what was done on all devices, newest first."""
    rows = services.history.list(limit)
    if as_json:
        keys = ("id", "at", "device", "kind", "summary", "undone")
        output.emit({"actions": [{key: getattr(row, key) for key in keys} for row in rows]})
        return
    output.table(
        (
            (row.at[:16].replace("T", " "), row.device, row.kind, row.summary, "undone" if row.undone else "")
            for row in rows
        ),
        stretch=3,
    )
    if not rows:
        output.note("nothing was done yet: tick a step with pmlearn step done REF")
