"""pmlearn search: in everything, by words."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services
from pmlearn.errors import UnknownError
from pmlearn.model.text import clean, plural

if TYPE_CHECKING:
    from pmlearn.services.search import Found
    from pmlearn.wiring import Services

KINDS = ("item", "step", "note")


@click.command("search")
@click.argument("words", metavar="[WORD...]", nargs=-1)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only these; repeatable.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="How many of each kind at most.")
@click.option("--build", is_flag=True, help="Index everything first, however long it takes (for cron).")
@json_option
@pass_services
def search_command(
    services: Services,
    words: tuple[str, ...],
    kinds: tuple[str, ...],
    limit: int,
    *,
    build: bool,
    as_json: bool,
) -> None:
    """Search in titles, texts, notes and steps, archived items too.

    What is found has every WORD; the last one may go on. "Several words" in quotes follow each other, and
    what has -WORD is left out: put -- before the first one that begins so.
    """
    if build:
        _build(services)
        if not words:
            return
    results = services.search.find(" ".join(words), kinds or KINDS, limit)
    coverage = results.coverage
    if as_json:
        found = [
            asdict(each) | {name: getattr(each, name) or None for name in ("id", "ref", "state", "medium")}
            for each in results.found
        ]
        output.emit({"found": found, "indexed": coverage.done, "feeds": coverage.total})
    else:
        for each in results.found:
            _say(each)
    if not coverage.whole:
        output.note(
            f"still indexing: {coverage.done:,} of {plural(coverage.total, 'feed')}; "
            "pmlearn search --build does the rest"
        )
    if not results.found:
        raise UnknownError(
            f"nothing has all of these words: {clean(' '.join(words))}",
            "try one word less, or the beginning of one",
        )


def _build(services: Services) -> None:
    os.nice(5)  # a key that the learner presses in the app comes first
    coverage = None
    for coverage in services.search.build():
        output.progress(f"indexing: {coverage.done:,} of {plural(coverage.total, 'feed')}")
    output.progress()
    if coverage is not None:
        output.note(f"indexed {plural(coverage.total, 'feed')}")


def _say(found: Found) -> None:
    facts = [found.id or found.ref, found.kind, found.state, found.where]
    output.say(found.title)
    output.say(" · ".join(fact for fact in facts if fact), 2)
    if found.snippet:
        output.say(found.snippet, 2)
