"""Playing with a program that speaks mpv's protocol, and with ones that do not."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import FetchError, PlayerError
from pmlearn.model.queue import ItemKind, QueueItem, State
from pmlearn.services.listening import Plan
from pmlearn.services.mpv import Mpv, is_mpv
from pmlearn.services.playback import play, playing_of
from pmlearn.services.player import Playing
from tests import fakempv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ITEM = QueueItem("abcdefgh23", "A talk", "", "feed", "Feed", "", ItemKind.AUDIO, State.INBOX, False, None, ())


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return fakempv.install(tmp_path / "bin")


def plan(program: Path, **given: object) -> Plan:
    usual = Plan(ITEM, "/media/-a.mp3", (str(program), "--no-video"), here=True, start=100, speed=1.5)
    return replace(usual, **given)  # type: ignore[arg-type]


async def run(wanted: Plan, *steps: Callable[[Playing], bytes | None]) -> tuple[Playing, list[int]]:
    """Play, and tell the player one thing after the other as it answers; None hangs up."""
    playing, kept = playing_of(wanted), list[int]()
    players: list[Mpv] = []
    left = list(steps)

    def changed() -> None:
        # The chapters are what it says last of its own accord.
        if left and playing.loaded and playing.duration:
            message = left.pop(0)(playing)
            players[0].tell(message) if message else players[0].stop()

    await play(wanted, playing, keep=kept.append, started=players.append, changed=changed)
    return playing, kept


async def test_it_starts_where_it_was_left_and_ends_at_its_end(program: Path) -> None:
    playing, kept = await run(plan(program), lambda p: p.seek(500))
    arguments, *_ = fakempv.told(program)
    assert arguments[0] == "--no-video"
    assert {"--start=100", "--speed=1.5", "--no-terminal", "--no-resume-playback"} <= set(arguments)
    assert arguments[-2:] == ["--", "/media/-a.mp3"]
    assert playing.finished
    assert kept[-1] == 0


@pytest.mark.parametrize(("terminal", "said"), [(True, "--really-quiet"), (False, "--no-terminal")])
async def test_what_it_would_print_of_servers_and_files_reaches_no_terminal(
    program: Path, said: str, *, terminal: bool
) -> None:
    wanted, players = plan(program), list[Mpv]()
    playing = playing_of(wanted)

    def stop() -> None:
        if playing.loaded:
            players[0].stop()

    await play(wanted, playing, keep=lambda _: None, started=players.append, changed=stop, terminal=terminal)
    arguments, *_ = fakempv.told(program)
    assert said in arguments[: arguments.index("--")]


async def test_where_it_stops_is_kept(program: Path) -> None:
    playing, kept = await run(plan(program), lambda p: p.seek(50), lambda p: p.pause(), lambda p: None)
    assert not playing.finished
    assert kept[-1] in (100, 150)


async def test_a_pause_keeps_where(program: Path) -> None:
    class StopError(Exception):
        pass

    def stop(seconds: int) -> None:
        raise StopError(seconds)

    wanted = plan(program)
    playing = playing_of(wanted)
    players: list[Mpv] = []

    def changed() -> None:
        if playing.position == 100 and playing.duration and not playing.paused:
            players[0].tell(playing.seek(50))
            players[0].tell(playing.pause())

    with pytest.raises(StopError, match="150"):
        await play(wanted, playing, keep=stop, started=players.append, changed=changed)


async def test_noise_harms_nothing(program: Path) -> None:
    fakempv.install(program.parent, "noise")
    playing, kept = await run(plan(program), lambda p: p.seek(500))
    assert playing.finished
    assert kept == [0]


@pytest.mark.parametrize(("mode", "said"), [("die", "status 2"), ("refuse", "loading failed")])
async def test_what_it_cannot_play_is_said(program: Path, mode: str, said: str) -> None:
    fakempv.install(program.parent, mode)
    with pytest.raises(PlayerError, match=said):
        await run(plan(program))


async def test_a_player_that_hangs_is_killed_and_never_waited_for(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmlearn.services.mpv.PATIENCE", 0.05)
    fakempv.install(program.parent, "hang")
    mpv = await Mpv.start([str(program)], "/a.mp3")
    for _ in range(10_000):
        mpv.tell(Playing.seek(30))  # none of them is read
    assert await asyncio.wait_for(mpv.end(), 20) == -9


async def test_when_we_are_cancelled_the_player_ends(program: Path) -> None:
    kept: list[int] = []
    wanted = plan(program)
    playing = playing_of(wanted)
    loaded = asyncio.Event()
    players: list[Mpv] = []

    def changed() -> None:
        if playing.position == 100 and playing.loaded:
            loaded.set()

    task = asyncio.ensure_future(
        play(wanted, playing, keep=kept.append, started=players.append, changed=changed)
    )
    await asyncio.wait_for(loaded.wait(), 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert kept == [100]
    assert players[0]._process.returncode is not None


async def test_a_player_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlayerError, match="cannot start /none/mpv") as raised:
        await run(plan(tmp_path, command=("/none/mpv",)))
    assert "[player] command" in raised.value.hint


async def test_what_is_on_a_private_network_is_not_handed_on(program: Path) -> None:
    for target in ("http://127.0.0.1:9/a.mp3", "http://169.254.169.254/", "file:///etc/passwd"):
        with pytest.raises(FetchError):
            await run(plan(program, here=False, target=target))
    assert fakempv.told(program) == []


async def test_the_descriptor_that_keeps_the_file_goes_along(program: Path, tmp_path: Path) -> None:
    held = os.open(tmp_path, os.O_RDONLY)
    try:
        playing, _ = await run(plan(program, held=held), lambda p: p.seek(500))
    finally:
        os.close(held)
    assert playing.finished


def test_mpv_is_known_by_its_name() -> None:
    assert is_mpv(["mpv"])
    assert is_mpv(["/usr/local/bin/mpv", "--no-video"])
    assert not is_mpv(["vlc", "mpv"])
    assert not is_mpv([])
