"""pmlearn queue download, downloads: recordings to hear where there is no net."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import complete_items, json_option, pass_services, tell
from pmlearn.model.text import plural

if TYPE_CHECKING:
    from pmlearn.services.media import Download
    from pmlearn.wiring import Services


@click.command("download")
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_items)
@click.option("--progress", is_flag=True, help="Print one JSON object a line as they come.")
@pass_services
@click.pass_context
def download_command(ctx: click.Context, services: Services, ids: tuple[str, ...], *, progress: bool) -> None:
    """Download recordings, or go on where that broke off."""
    failed = 0

    async def run() -> None:
        nonlocal failed
        async for row in services.media.download(ids):
            failed += row.outcome == "failed"
            if progress:
                output.emit_line(asdict(row) | {"error": row.error or None})
            elif row.outcome == "loading":
                output.progress(f"{row.title[:40]}: {_far(row)}")
            else:
                output.progress()
                _tell(row)

    asyncio.run(run())
    if failed:
        ctx.exit(1)


@click.command("downloads")
@click.argument("ids", metavar="[ID...]", nargs=-1)
@click.option("--remove", is_flag=True, help="Remove those that are named.")
@click.option("--clear", is_flag=True, help="Remove all that are not in use.")
@json_option
@pass_services
@click.pass_context
def downloads_command(
    ctx: click.Context, services: Services, ids: tuple[str, ...], *, remove: bool, clear: bool, as_json: bool
) -> None:
    """List what was downloaded, and remove it."""
    if remove != bool(ids) or (remove and clear) or (as_json and (remove or clear)):
        raise click.UsageError("list them, --remove ID..., or --clear: one of the three", ctx)
    if remove or clear:
        tell(services.media.remove(ids))
        return
    kept = services.media.kept()
    size, most = sum(row.size for row in kept), services.settings.cache_mb
    if as_json:
        rows = [asdict(row) | {"title": row.title or None, "state": row.state or None} for row in kept]
        output.emit({"downloads": rows, "size": size, "most": most * 1_000_000})
        return
    output.table(
        (
            (
                row.id,
                "*" if row.starred else " ",
                row.title or "no longer in the queue",
                f"{row.size / 1e6:,.1f} MB" + ("" if row.whole else " so far"),
                row.at[:10],
                row.state,
            )
            for row in kept
        ),
        right=(3,),
        stretch=2,
    )
    output.note(f"{plural(len(kept), 'recording')}, {size / 1e6:,.1f} MB of {most:,}")


def _far(row: Download) -> str:
    received = f"{row.received / 1e6:,.1f}"
    return f"{received} of {row.size / 1e6:,.1f} MB" if row.size else f"{received} MB"


def _tell(row: Download) -> None:
    if row.outcome == "failed":
        output.note(f"{row.title}: {row.error}")
    else:
        word = "already here" if row.outcome == "kept" else "downloaded"
        output.say(f"{word}: {row.title}, {row.received / 1e6:,.1f} MB")


COMMANDS = (download_command, downloads_command)
"""What `pmlearn queue` has of these."""
