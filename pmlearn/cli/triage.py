"""What is done with items of the queue: those that are named, or all that a query finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pmlearn.cli import output
from pmlearn.cli.options import complete_items, pass_services, tell
from pmlearn.model.query import parse
from pmlearn.model.queue import State
from pmlearn.model.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmlearn.services.outcome import Outcome
    from pmlearn.wiring import Services

SHOWN = 5
"""Titles that a dry run prints."""


def chosen_items(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take ids, or a query for as many items as it finds."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Say which items it would be, and do nothing."),
        click.option("--query", metavar="QUERY", help="All that this finds, as queue list does."),
        click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=complete_items),
    ):
        command = option(command)
    return command


def act(
    services: Services,
    ids: Sequence[str],
    query: str | None,
    do: Callable[[Sequence[str]], Outcome],
    *,
    dry_run: bool,
) -> None:
    """Do something with the items that were chosen, in one action.

    Raises:
        UsageError: items and a query were given, or neither.
    """
    if bool(ids) is bool(query):
        raise click.UsageError("name items by their ids, or find them with --query QUERY")
    if query is not None:
        ids = services.queue.matching(parse(query).opened())
        if not ids:
            output.note(f"no item matches: {query}")
            return
    if dry_run:
        items = [services.queue.get(id_) for id_ in (ids[:SHOWN] if query else ids)]
        output.table(((item.id, item.title, item.feed_title) for item in items), stretch=1)
        output.note(f"this would be {plural(len(ids), 'item')}; nothing was done")
        return
    outcome = do(ids)
    tell(outcome)
    if query is not None and outcome.action:
        output.note("take it back with: pmlearn undo")


@click.command()
@chosen_items
@pass_services
def done(services: Services, ids: tuple[str, ...], query: str | None, *, dry_run: bool) -> None:
    """Mark items as read or heard."""
    act(services, ids, query, lambda each: services.queue.set_state(each, State.DONE), dry_run=dry_run)


@click.command()
@chosen_items
@pass_services
def later(services: Services, ids: tuple[str, ...], query: str | None, *, dry_run: bool) -> None:
    """Queue items to read later."""
    act(services, ids, query, lambda each: services.queue.set_state(each, State.QUEUED), dry_run=dry_run)


@click.command()
@chosen_items
@pass_services
def drop(services: Services, ids: tuple[str, ...], query: str | None, *, dry_run: bool) -> None:
    """Put items away unread; they can still be found."""
    act(services, ids, query, lambda each: services.queue.set_state(each, State.DROPPED), dry_run=dry_run)


@click.command()
@chosen_items
@click.option("--off", is_flag=True, help="Take the star away.")
@pass_services
def star(services: Services, ids: tuple[str, ...], query: str | None, *, dry_run: bool, off: bool) -> None:
    """Star items."""
    act(services, ids, query, lambda each: services.queue.star(each, on=not off), dry_run=dry_run)


@click.command()
@click.argument("words", metavar="[ID]... UNTIL", nargs=-1, required=True, shell_complete=complete_items)
@click.option("--query", metavar="QUERY", help="All that this finds, as queue list does.")
@click.option("--dry-run", is_flag=True, help="Say which items it would be, and do nothing.")
@click.option("--off", is_flag=True, help="Bring them back at once; no UNTIL then.")
@pass_services
def snooze(
    services: Services, words: tuple[str, ...], query: str | None, *, dry_run: bool, off: bool
) -> None:
    """Put items off UNTIL a day, on which they come back on top.

    UNTIL is 3d, 2w, 1m, tomorrow, monday or 2026-12-24.
    """
    ids, until = (words, "") if off else (words[:-1], words[-1])
    act(services, ids, query, lambda each: services.queue.snooze(each, until), dry_run=dry_run)


TRIAGE = (done, later, drop, star, snooze)
