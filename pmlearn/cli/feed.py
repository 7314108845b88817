"""pmlearn feed: where articles and podcasts come from."""

from __future__ import annotations

import asyncio
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import complete_feeds, json_option, pass_services, tell
from pmlearn.model.text import plural

if TYPE_CHECKING:
    from pmlearn.services.refresh import RefreshRow
    from pmlearn.wiring import Services


_NICENESS = 5  # of a refresh that something else shows: the keys that are pressed there come first


@click.group("feed")
def feed_command() -> None:
    """Subscribe to feeds and fetch what they published."""


@feed_command.command("list")
@json_option
@pass_services
def list_command(services: Services, *, as_json: bool) -> None:
    """List the subscribed feeds."""
    rows = services.feeds.list()
    if as_json:
        output.emit(
            {
                "feeds": [
                    {
                        "id": row.id,
                        "url": row.url,
                        "title": row.title,
                        "entries": row.entries,
                        "unread": row.unread,
                        "error": row.error or None,
                        "checked": row.checked or None,
                        "topics": list(row.topics),
                        "gone": row.gone,
                    }
                    for row in rows
                ]
            }
        )
        return
    output.table(
        (
            (
                row.id,
                row.title,
                f"{row.unread:,}/{row.entries:,}",
                row.checked[:16].replace("T", " ") or "never asked",
                row.error,
            )
            for row in rows
        ),
        right=(2,),
        stretch=1,
    )
    if not rows:
        output.note("no feeds yet: pmlearn feed add URL, or follow a curriculum and take the feeds it offers")


@feed_command.command()
@click.argument("url")
@click.option("--title", default="", help="What to call it; else what it calls itself.")
@click.option(
    "--topic", "topics", multiple=True, help="A topic it helps with, such as discovery; repeatable."
)
@pass_services
def add(services: Services, url: str, title: str, topics: tuple[str, ...]) -> None:
    """Subscribe to a feed by its address."""
    outcome = services.feeds.add(url, title, topics)
    tell(outcome)
    if outcome.action:
        output.note(f"fetch it with: pmlearn feed refresh {outcome.changed[0]}")


@feed_command.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_feeds)
@pass_services
def remove(services: Services, ids: tuple[str, ...]) -> None:
    """Unsubscribe; what you starred or queued stays."""
    tell(services.feeds.remove(ids))


@feed_command.command()
@click.argument("ids", metavar="[ID...]", nargs=-1, shell_complete=complete_feeds)
@click.option("--force", is_flag=True, help="Ask feeds whose time has not come, too.")
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

    async def run() -> None:
        async for row in services.refresher.refresh(ids, force=force):
            rows.append(row)
            if progress:
                output.emit_line(asdict(row) | {"error": row.error or None})
            elif not as_json:
                _tell(row, quiet=quiet)

    services.archive.backup_if_due()
    if progress:
        os.nice(_NICENESS)
    asyncio.run(run())
    if as_json:
        keys = ("id", "url", "outcome", "new")
        feeds = [{k: getattr(row, k) for k in keys} | {"error": row.error or None} for row in rows]
        output.emit({"feeds": feeds})
    elif not progress and not quiet:
        new, failed = sum(row.new for row in rows), sum(row.outcome == "failed" for row in rows)
        text = f"{plural(len(rows), 'feed')}: {plural(new, 'new entry', 'new entries')}"
        output.note(text + (f", {failed} failed" if failed else ""))
    if any(row.outcome == "failed" for row in rows):
        ctx.exit(1)


def _tell(row: RefreshRow, *, quiet: bool) -> None:
    if row.outcome == "failed":
        output.note(f"{row.id}: {row.error}")
    elif not quiet:
        new = f", {plural(row.new, 'new entry', 'new entries')}" if row.new else ""
        output.say(f"{row.outcome}: {row.title}{new}")
