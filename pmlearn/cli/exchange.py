"""pmlearn curriculum import, export: curricula from other programs' files, and for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import complete_curricula, pass_services, tell
from pmlearn.services.exchange import FORMATS

if TYPE_CHECKING:
    from pmlearn.wiring import Services


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--id", "id_", metavar="ID", default="", help="The id of the curriculum; made of its title otherwise."
)
@click.option("--output", "to", metavar="FILE", type=click.Path(path_type=Path), help="The file to write.")
@pass_services
def import_command(services: Services, file: Path, id_: str, to: Path | None) -> None:
    """Make a curriculum file of a Markdown list or table, an OPML outline or a CSV table."""
    done, *notes = services.exchange.import_(file, id_, to)
    tell(done)
    for note in notes:
        output.note(note.message)


@click.command("export")
@click.argument("id_", metavar="ID", shell_complete=complete_curricula)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    help="What to write.",
)
@click.option("--progress", is_flag=True, help="With what you did, when, your answers, evidence and notes.")
@click.option("--output", "to", metavar="FILE", default="-", help="A new file; - prints it.")
@pass_services
def export_command(services: Services, id_: str, form: str, *, progress: bool, to: str) -> None:
    """Write a curriculum as a Markdown checklist, as CSV or as the YAML of its format."""
    text = services.exchange.export(id_, form, progress=progress)
    if to == "-":
        output.say_file(text)
    else:
        services.exchange.write(Path(to), text)
        output.say(f"exported: {to}")
