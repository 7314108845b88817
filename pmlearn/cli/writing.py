"""pmlearn curriculum new, schema: what helps authors to begin, and their editors to check."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import pass_services, tell

if TYPE_CHECKING:
    from pmlearn.wiring import Services


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@pass_services
def new(services: Services, file: Path) -> None:
    """Write a new curriculum FILE to begin with: an example with a comment on every key."""
    tell(services.writing.new(file))
    name = shlex.quote(str(file))
    schema = shlex.quote(str(services.writing.schema_file(file)))
    output.say("once, so that your editor completes and checks as you type:")
    output.say(f"pmlearn curriculum schema > {schema}", 4)
    output.say("then, as often as you like:")
    for verb in ("check", "preview", "install"):
        output.say(f"pmlearn curriculum {verb} {name}", 4)


@click.command()
@pass_services
def schema(services: Services) -> None:
    """Print the JSON Schema of a curriculum file, for editors that check and complete."""
    output.emit_document(services.writing.schema())
