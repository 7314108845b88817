"""Playing one recording with mpv from start to end, and saying what has to be kept of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pmlearn.errors import PlayerError
from pmlearn.model.text import clean
from pmlearn.services.mpv import Mpv, check_address
from pmlearn.services.player import Playing

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.services.listening import Plan


def playing_of(plan: Plan) -> Playing:
    """The state of a recording that is about to be played."""
    return Playing(
        plan.item.title,
        position=float(plan.start),
        duration=plan.duration,
        speed=plan.speed,
        kept=plan.start,
    )


async def play(
    plan: Plan,
    playing: Playing,
    *,
    keep: Callable[[int], None],
    started: Callable[[Mpv], None] = lambda _: None,
    changed: Callable[[], None] = lambda: None,
    terminal: bool = False,
) -> None:
    """Play until it ends; whatever ends it, the position is kept and the player is gone.

    Args:
        plan: what is played; the player can be talked to.
        playing: is brought up to date all along.
        keep: is given the position whenever it is to be kept, 0 at the end of the recording.
        started: is given the player as soon as it runs.
        changed: is called whenever the player said something.
        terminal: the player takes the keys of this terminal.

    Raises:
        PlayerError: it cannot be started, or cannot play this.
        FetchError: the address is on a private network.
    """
    if not plan.here:
        await check_address(plan.target, allow_private=plan.allow_private)
    now = asyncio.get_running_loop().time
    mpv = await Mpv.start(
        plan.command,
        plan.target,
        start=plan.start,
        speed=plan.speed,
        terminal=terminal,
        held=plan.held,
    )
    try:
        started(mpv)
        async for line in mpv.lines():
            playing.take(line)
            if playing.due(now()):
                keep(playing.keep(now()))
            changed()
    finally:
        if playing.finished:
            keep(0)
        elif playing.loaded:
            keep(playing.keep(now()))
        status = await mpv.end()
    if not playing.loaded and (playing.ended == "error" or status > 0):
        why = playing.error or f"it ended with status {status}"
        raise PlayerError(
            f"{clean(plan.command[0])} cannot play it: {clean(why)}",
            "try it in a terminal: it needs mpv 0.33 or newer, and something to hear it with",
        )
