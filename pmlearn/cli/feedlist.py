"""pmlearn feed import, export: lists of feeds as OPML."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import pass_services, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.model.feed import FeedList
    from pmlearn.wiring import Services


@click.command("import")
@click.argument("file", metavar="FILE")
@click.option("--topic", "topics", multiple=True, help="A topic that all of them help with; repeatable.")
@click.option("--dry-run", is_flag=True, help="Only say what would be subscribed.")
@pass_services
def import_(services: Services, file: str, topics: tuple[str, ...], *, dry_run: bool) -> None:
    """Subscribe to the feeds of an OPML file; - is standard input."""
    body = _standard_input() if file == "-" else None
    found = services.discovery.read("standard input" if file == "-" else file, body)
    take(services, found, topics, dry_run=dry_run)


@click.command()
@pass_services
def export(services: Services) -> None:
    """Print the subscribed feeds as OPML."""
    output.say_file(services.feed_lists.export())


def take(services: Services, found: FeedList, topics: Sequence[str], *, dry_run: bool = False) -> None:
    """Subscribe to what a list holds, and say what became of it."""
    outcome = services.feed_lists.take(found, topics, dry_run=dry_run)
    if dry_run:
        for feed in found.feeds:
            output.say(f"{feed.title or feed.url}{f'  ({feed.folder})' if feed.folder else ''}")
    tell(outcome)
    if found.flaws:
        output.note(f"in the list: {'; '.join(found.flaws)}")
    if outcome.action:
        output.note("fetch them with: pmlearn feed refresh")


def _standard_input() -> bytes:
    # Bytes, whatever the locale: the list says itself how it is written.
    stream = getattr(sys.stdin, "buffer", sys.stdin)
    read = stream.read()
    return read if isinstance(read, bytes) else read.encode("utf-8", "surrogateescape")
