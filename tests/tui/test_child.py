"""Commands behind a screen: one at a time, ended by whoever leaves, their complaints in one line."""

from __future__ import annotations

import asyncio
import errno
from typing import TYPE_CHECKING

import pytest

from pmlearn.tui.child import Child, rows, said
from pmlearn.tui.download import Downloads
from pmlearn.tui.refresh import Refresh

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def script(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for the interpreter: a script that is given the words of the command."""
    script = home / "script"
    monkeypatch.setattr("sys.executable", str(script))
    return script


def write(script: Path, *lines: str) -> None:
    script.write_text("#!/bin/sh\n" + "\n".join(lines) + "\n")
    script.chmod(0o755)


async def test_a_command_is_run_to_its_end(script: Path) -> None:
    write(script, 'echo "$@"', "printf 'pmlearn: it failed\\n  try again\\n' >&2", "exit 3")
    child = Child()
    assert await child.ask("feed", "--", "x y") == (3, b"-P -m pmlearn feed -- x y\n", "it failed: try again")
    assert not child.running


async def test_it_counts_as_running_before_it_runs(script: Path) -> None:
    """Of two presses of a key before the process is there, the second starts none."""
    write(script, f"echo x >> {script}.count", "exec sleep 600")
    told: list[str] = []

    def say(text: str, *, bad: bool = False) -> None:
        assert not bad
        told.append(text)

    refresh = Refresh(say, pause=0)
    first = asyncio.create_task(refresh.run([]))
    await asyncio.sleep(0)
    await refresh.run([])
    assert told[-1] == "feeds are being refreshed already: esc cancels"
    refresh.cancel()
    await first
    assert told[-1] == "refresh cancelled: 0 new so far"
    assert not refresh.running


async def test_who_leaves_ends_it(script: Path) -> None:
    write(script, "echo '{}'", "exec sleep 600")
    child = Child()
    async with child.started("x") as process:
        async for _ in rows(process.stdout):
            break
    assert await process.wait() < 0
    child.cancel()  # there is nothing to cancel any more
    assert not child.cancelled


async def test_lines_that_are_no_json_are_passed_over() -> None:
    stream = asyncio.StreamReader()
    stream.feed_data(b'{"a": 1}\nTraceback\n{"b"\n{"a": 2}\n')
    stream.feed_eof()
    assert [row["a"] async for row in rows(stream)] == [1, 2]


def test_what_was_said_is_harmless_and_one_line() -> None:
    assert said(b"pmlearn: no \x1b[31mfeed\n  see them\n\xff") == "no [31mfeed: see them: \ufffd"


async def test_a_machine_that_starts_no_process_more_is_said_so_and_ends_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refused(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refused)
    status, _, why = await Child().ask("queue", "fetch", "x")
    assert status
    assert why.startswith("cannot start queue fetch: Resource temporarily unavailable: end a program")
    failed: list[str] = []

    def say(text: str, *, bad: bool = False) -> None:
        failed.extend([text] if bad else [])

    for run in (Refresh(say, pause=0).run(["svpg"]), Downloads(say, pause=0).run("x")):
        await run
    assert [text.partition(":")[0] for text in failed] == [
        "cannot start feed refresh",
        "cannot start queue download",
    ]
