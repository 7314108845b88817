"""pmlearn curriculum preview: a file as learners will see it, while it is being written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmlearn.cli.options import pass_services
from pmlearn.cli.terminal import at_terminal, can_show
from pmlearn.errors import InputError, PmlearnError
from pmlearn.services.paths import path_of

if TYPE_CHECKING:
    from pmlearn.wiring import Services


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@pass_services
@click.pass_context
def preview(ctx: click.Context, services: Services, file: Path) -> None:
    """Show a curriculum file as learners will see it, again whenever it is saved."""
    file = path_of(str(file))
    if file.is_dir():
        raise InputError(f"{file} is a directory", f"name a file in it: {file / 'mine.yaml'}")
    if not file.exists():
        raise InputError(f"no file {file}", f"write one with: pmlearn curriculum new {file}")
    if not at_terminal():
        raise PmlearnError("a preview needs a terminal", f"without one, use: pmlearn curriculum check {file}")
    if not can_show():
        ctx.exit(1)
    from pmlearn.tui.run import run_preview
    from pmlearn.wiring.preview import previewing

    with previewing(services, file) as throwaway:
        ctx.exit(run_preview(throwaway))
