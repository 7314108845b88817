"""pmlearn find: where something is taught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services
from pmlearn.errors import UnknownError
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from pmlearn.wiring import Services


@click.command("find")
@click.argument("words", metavar="WORD...", nargs=-1, required=True)
@json_option
@pass_services
def find_command(services: Services, words: tuple[str, ...], *, as_json: bool) -> None:
    """Find curricula, steps, parts and choices that have every WORD in their titles."""
    found = services.finding.titles().find(" ".join(words))
    if as_json:
        keys = ("ref", "title", "kind", "curriculum")
        output.emit({"found": [{key: getattr(title, key) for key in keys} for title in found]})
    else:
        output.table(
            (
                (
                    title.title
                    if title.kind == "curriculum"
                    else f"{title.curriculum_title} · {title.title}",
                    title.ref,
                )
                for title in found
            ),
            stretch=0,
        )
    if not found:
        raise UnknownError(
            f"nothing has all of these words in its title: {clean(' '.join(words))}",
            "try one word less, or the beginning of one",
        )
