"""pmlearn queue chapters, transcript: what comes with a recording."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import complete_items, json_option, pass_services
from pmlearn.model.recording import clock

if TYPE_CHECKING:
    from pmlearn.wiring import Services


@click.command("chapters")
@click.argument("id_", metavar="ID", shell_complete=complete_items)
@json_option
@pass_services
def chapters_command(services: Services, id_: str, *, as_json: bool) -> None:
    """List the chapters of a recording."""
    chapters = services.chapters.fetch(id_)
    if as_json:
        output.emit({"chapters": [asdict(chapter) | {"link": chapter.link or None} for chapter in chapters]})
        return
    output.table(((clock(chapter.start), chapter.title) for chapter in chapters), right=(0,), stretch=1)
    if not chapters:
        output.note("it comes without chapters")


@click.command("transcript")
@click.argument("id_", metavar="ID", shell_complete=complete_items)
@json_option
@pass_services
def transcript_command(services: Services, id_: str, *, as_json: bool) -> None:
    """Show what is said in a recording."""
    text = services.chapters.transcript(id_)
    if as_json:
        output.emit({"text": text})
    else:
        output.page(text)


def extras(services: Services, id_: str) -> list[str]:
    """Lines that say what else comes with a recording, and how far it was heard."""
    heard = services.listening.heard(id_)
    lines = [f"{one.url} (transcript)" for one in services.chapters.transcripts(id_)]
    return [*lines, f"heard to {clock(heard)}"] if heard else lines


def extras_json(services: Services, id_: str) -> dict[str, object]:
    """The same for scripts."""
    transcripts = [asdict(one) for one in services.chapters.transcripts(id_)]
    return {"heard": services.listening.heard(id_) or None, "transcripts": transcripts}


COMMANDS = (chapters_command, transcript_command)
"""What `pmlearn queue` has of these."""
