"""Saved views of the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services, tell

if TYPE_CHECKING:
    from pmlearn.wiring import Services


@click.command()
@click.argument("name")
@click.argument("query", nargs=-1)
@click.option("--remove", is_flag=True, help="Remove the view; the items stay.")
@pass_services
def view(services: Services, name: str, query: tuple[str, ...], *, remove: bool) -> None:
    """Save QUERY as a view of the queue, or remove the view of that NAME."""
    if remove is bool(query):
        raise click.UsageError("write a query for the view, or --remove")
    tell(services.views.remove(name) if remove else services.views.put(name, " ".join(query)))


@click.command()
@json_option
@pass_services
def views(services: Services, *, as_json: bool) -> None:
    """List the views that you saved."""
    rows = services.views.list()
    if as_json:
        output.emit({"views": [{"name": row.slug, "title": row.title, "query": row.query} for row in rows]})
        return
    output.table(((row.title, row.query) for row in rows), stretch=1)
    if not rows:
        output.note("save one with: pmlearn queue view NAME QUERY")
