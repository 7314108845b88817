"""pmlearn queue play: with mpv in this terminal, or with what is configured."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import complete_items, pass_services, tell
from pmlearn.model.queue import State
from pmlearn.model.recording import clock

if TYPE_CHECKING:
    from pmlearn.services.listening import Plan
    from pmlearn.services.player import Playing
    from pmlearn.wiring import Services


@click.command("play")
@click.argument("id_", metavar="ID", shell_complete=complete_items)
@pass_services
@click.pass_context
def play_command(ctx: click.Context, services: Services, id_: str) -> None:
    """Play a recording from where you left it."""
    plan = services.listening.plan(id_)
    try:
        services.queue.opened(plan.item.id)
        if not plan.command:
            output.say(plan.target)
        elif plan.drives:
            _play(ctx, services, plan)
        else:
            output.say(services.listening.launch(plan))
    finally:
        if plan.held is not None:
            os.close(plan.held)


def _play(ctx: click.Context, services: Services, plan: Plan) -> None:
    from pmlearn.services.playback import playing_of

    playing = playing_of(plan)
    at = f" from {clock(plan.start)}" if plan.start else ""
    output.note(f"playing{at}: {plan.item.title}")
    status = asyncio.run(_until_it_ends(services, plan, playing))
    services.listening.keep_speed(plan.item.feed, playing.speed)
    if playing.finished:
        tell(services.queue.set_state([plan.item.id], State.DONE))
    elif playing.loaded:
        output.note(f"left at {playing.where()}")
    if status:
        ctx.exit(status)


async def _until_it_ends(services: Services, plan: Plan, playing: Playing) -> int:
    """Play, and keep the position whatever ends the program; the exit status."""
    from pmlearn.services.playback import play

    ended_by: list[int] = []
    keep = partial(services.listening.keep, plan.item.id)
    shown = ""

    def show() -> None:
        nonlocal shown
        text = " · ".join(filter(None, (playing.where(), playing.chapter_title())))[:40]
        if playing.loaded and text != shown:
            output.progress(text)
            shown = text

    terminal = sys.stdin.isatty()
    task = asyncio.ensure_future(play(plan, playing, keep=keep, changed=show, terminal=terminal))

    def end(number: int) -> None:
        ended_by.append(number)
        task.cancel()

    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, end, number)
    with contextlib.suppress(asyncio.CancelledError):
        await task
    output.progress()
    return 128 + ended_by[0] if ended_by else 0


COMMANDS = (play_command,)
"""What `pmlearn queue` has of these."""
