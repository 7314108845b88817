"""pmlearn backup, export, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmlearn.cli.options import pass_services, tell

if TYPE_CHECKING:
    from pmlearn.wiring import Services


@click.command("backup")
@pass_services
def backup_command(services: Services) -> None:
    """Write a backup of what you did and of your own curricula."""
    tell(services.archive.backup())


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@pass_services
def export_command(services: Services, file: Path) -> None:
    """Write everything to one new FILE, to move to another machine or to keep."""
    tell(services.archive.export(file))


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@pass_services
def import_command(services: Services, file: Path) -> None:
    """Take in a FILE that export or backup wrote: what is here stays, what is missing comes."""
    tell(services.archive.import_(file))
