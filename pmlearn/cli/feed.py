"""pmlearn feed: where articles and podcasts come from."""

from __future__ import annotations

import asyncio
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.adding import add, find
from pmlearn.cli.feedlist import export, import_
from pmlearn.cli.feedset import set_command, show_command
from pmlearn.cli.feedtext import feed_cells, feed_json
from pmlearn.cli.options import complete_feeds, json_option, pass_services, tell
from pmlearn.model.text import plural

if TYPE_CHECKING:
    from pmlearn.services.refresh import RefreshRow
    from pmlearn.wiring import Services


_NICENESS = 5  # of a refresh that something else shows: the keys that are pressed there come first


@click.group("feed")
def feed_command() -> None:
    """Subscribe to feeds and fetch what they published."""


for _command in (add, find, import_, export, set_command, show_command):
    feed_command.add_command(_command)


@feed_command.command("list")
@json_option
@pass_services
def list_command(services: Services, *, as_json: bool) -> None:
    """List the subscribed feeds."""
    rows = services.feeds.list()
    quiet = services.volume.quiet()
    if as_json:
        output.emit({"feeds": [feed_json(row, quiet) for row in rows]})
        return
    now = services.now()
    output.table((feed_cells(row, now) for row in rows), right=(2,), stretch=1)
    if quiet:
        turned = plural(len(quiet), "feed counts less", "feeds count less")
        output.note(f"{turned}, for the curricula are done that recommend it: {', '.join(quiet)}")
    if not rows:
        output.note("no feeds yet: pmlearn feed add URL, or follow a curriculum and take the feeds it offers")


@feed_command.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_feeds)
@pass_services
def remove(services: Services, ids: tuple[str, ...]) -> None:
    """Unsubscribe; what you starred or queued stays."""
    tell(services.feeds.remove(ids))


@feed_command.command()
@click.argument("ids", metavar="[ID...]", nargs=-1, shell_complete=complete_feeds)
@click.option("--force", is_flag=True, help="Ask feeds whose time has not come, and paused ones, too.")
@click.option("--system", is_flag=True, help="Fetch for all learners of this machine, into [network] shared.")
@click.option("--quiet", is_flag=True, help="Say nothing but what failed (for cron).")
@click.option("--progress", is_flag=True, help="Print one JSON object a line as each feed ends.")
@json_option
@pass_services
@click.pass_context
def refresh(
    ctx: click.Context,
    services: Services,
    ids: tuple[str, ...],
    *,
    force: bool,
    system: bool,
    quiet: bool,
    progress: bool,
    as_json: bool,
) -> None:
    """Fetch what feeds published: all of them, or those named."""
    if as_json and progress:
        raise click.UsageError(
            "--json prints one object at the end, --progress one as each feed ends: give one of them", ctx
        )
    rows: list[RefreshRow] = []
    refresher = services.system_refresher() if system else services.refresher

    async def run() -> None:
        async for row in refresher.refresh(ids, force=force, on_wait=_waiting):
            rows.append(row)
            if progress:
                line = asdict(row) | {"error": row.error or None, "next": row.next or None}
                output.emit_line(line | {"same_as": line.pop("twin") or None})
            elif not as_json:
                _tell(row, quiet=quiet)

    if not system:
        services.archive.backup_if_due()
    if progress:
        os.nice(_NICENESS)
    asyncio.run(run())
    if as_json:
        keys = ("id", "url", "outcome", "new")
        feeds = [
            {k: getattr(row, k) for k in keys}
            | {"error": row.error or None, "next": row.next or None, "same_as": row.twin or None}
            for row in rows
        ]
        output.emit({"feeds": feeds})
    elif not progress and not quiet:
        output.note(_summary(rows))
    if any(row.outcome == "failed" for row in rows):
        ctx.exit(1)


def _waiting() -> None:
    output.note("another refresh is under way: this one goes on when that one ends")


def _summary(rows: list[RefreshRow]) -> str:
    new, failed, waiting = (
        sum(row.new for row in rows),
        sum(row.outcome == "failed" for row in rows),
        sum(row.outcome == "waiting" for row in rows),
    )
    text = f"{plural(len(rows), 'feed')}: {plural(new, 'new entry', 'new entries')}"
    if failed:
        text += f", {failed} failed"
    if waiting:
        text += f", {waiting} not asked: their time has not come (--force asks)"
    return text


def _tell(row: RefreshRow, *, quiet: bool) -> None:
    if row.outcome == "failed":
        output.note(f"{row.id}: {row.error}")
    elif not quiet:
        new = f", {plural(row.new, 'new entry', 'new entries')}" if row.new else ""
        twin = f"; {row.twin} lives there too: remove one of them" if row.twin else ""
        output.say(f"{row.outcome}: {row.title}{new}{twin}")
