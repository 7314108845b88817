from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from pmlearn.tui.refresh import WAITS
from tests.tui.driving import driving

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


def row(title: str, done: int, *, new: int = 0, failed: bool = False) -> str:
    outcome = "failed" if failed else "updated"
    return json.dumps({"title": title, "outcome": outcome, "new": new, "done": done, "total": 2})


@pytest.fixture
def child(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for the interpreter: a script that is given the words of the command."""
    script = home / "child"
    monkeypatch.setattr("sys.executable", str(script))
    return script


def write(script: Path, *lines: str) -> None:
    script.write_text("#!/bin/sh\n" + "\n".join(lines) + "\n")
    script.chmod(0o755)


async def test_what_came_is_summed_up(learner: Services, child: Path, home: Path) -> None:
    said = home / "said"
    write(
        child,
        f'echo "$@" > {said}',
        f"echo '{row('SVPG', 1, new=3)}'",
        f"echo '{row('Lenny', 2, failed=True)}'",
    )
    async with driving(learner) as driver:
        await driver.press("r")
        await driver.shows("refreshed 2 feeds: 3 new · Lenny failed, F says why · 3 has what is new")
    assert said.read_text().strip() == "-P -m pmlearn feed refresh --progress"


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (("waiting", "shared"), "no feed is due yet: space on one of the feeds (F) asks it now"),
        (("waiting", "paused"), "no feed is due yet"),
        (("paused", "paused"), "2 feeds paused: p on the feeds (F) goes on"),
        (("waiting", "unchanged"), "refreshed 1 feed: nothing new"),
    ],
)
async def test_feeds_that_were_not_asked_are_not_counted(
    learner: Services, child: Path, outcomes: tuple[str, str], said: str
) -> None:
    rows = (json.loads(row("A", at)) | {"outcome": outcome} for at, outcome in enumerate(outcomes, 1))
    write(child, *(f"echo '{json.dumps(one)}'" for one in rows))
    async with driving(learner) as driver:
        await driver.press("r")
        await driver.shows(said)


async def test_that_another_refresh_is_waited_for_is_said_and_can_be_cancelled(
    learner: Services, child: Path
) -> None:
    write(child, f"echo '{WAITS}: this one goes on when that one ends' >&2", "exec sleep 600")
    async with driving(learner) as driver:
        await driver.press("r")
        await driver.shows("another refresh is under way: waiting for it   esc cancels")
        await driver.press("escape")
        await driver.shows("refresh cancelled")


async def test_feeds_that_are_named_meanwhile_have_their_turn(
    learner: Services, child: Path, home: Path
) -> None:
    said, go = home / "said", home / "go"
    write(child, f'echo "$@" >> {said}', f"until [ -e {go} ]; do :; done", f"echo '{row('SVPG', 1)}'")
    async with driving(learner) as driver:
        driver.app.action_refresh_feeds("a")
        await driver.until(said.exists)
        driver.app.action_refresh_feeds("b")
        driver.app.action_refresh_feeds("c", "b")
        await driver.shows("asked after those that are being asked")
        go.touch()
        await driver.until(lambda: len(said.read_text().splitlines()) == 2)
        await driver.shows("refreshed")
    words = [line.rpartition("--progress ")[2] for line in said.read_text().splitlines()]
    assert words == ["a", "b c"]


async def test_that_all_failed_is_said_in_a_word(learner: Services, child: Path) -> None:
    write(child, *(f"echo '{row(title, at, failed=True)}'" for at, title in enumerate(("A", "B"), 1)))
    async with driving(learner) as driver:
        await driver.press("r")
        await driver.shows("all 2 feeds failed: F says why")


async def test_escape_cancels_and_keys_work_meanwhile(learner: Services, child: Path) -> None:
    write(child, f"echo '{row('SVPG', 1, new=3)}'", "exec sleep 600")
    async with driving(learner) as driver:
        await driver.press("r")
        await driver.shows("esc cancels")
        await driver.press("space")
        await driver.shows("done: The product manager")
        await driver.press("r")
        await driver.shows("feeds are being refreshed already")
        await driver.press("escape")
        await driver.shows("refresh cancelled")
        await driver.until(lambda: not driver.app.refresh_feeds.running)


async def test_a_refresh_that_cannot_say_more_says_why(learner: Services, child: Path) -> None:
    write(child, "echo 'pmlearn: the disk is full' >&2", "exit 1")
    async with driving(learner) as driver:
        await driver.press("r")
        await driver.shows("the disk is full")
    write(child, "exit 0")
    async with driving(learner) as driver:
        await driver.press("r")
        await driver.shows("there is no feed to refresh: F adds one")


async def test_a_refresh_ends_with_the_app(learner: Services, child: Path, home: Path) -> None:
    pid = home / "pid"
    write(child, f"echo $$ > {pid}", f"echo '{row('SVPG', 1)}'", "exec sleep 600")
    async with driving(learner) as driver:
        await driver.press("r")
        await driver.until(lambda: pid.exists() and bool(pid.read_text().strip()))
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)
