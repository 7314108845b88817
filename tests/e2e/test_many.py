"""Many processes that write at once: every change is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.model.query import Query
from tests.e2e.test_faults import debris, journals
from tests.warm import warm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WRITER = """
import sys
from pmlearn import wiring
services = wiring.build()
name, count = sys.argv[1], int(sys.argv[2])
sys.stdin.readline()  # all begin at once
for number in range(count):
    if number % 2:
        services.queue.add(f"https://many.example/{name}/{number}")
    else:
        services.steps.note("inspired/get-the-book", f"note {name}/{number}", [])
    print(f"{name}/{number}", flush=True)
services.save()
"""
LONGEST = 600.0
"""Seconds that all of it may take; no more than a watchdog."""


def run_together(commands: Sequence[Sequence[str]], env: dict[str, str]) -> list[str]:
    """Start all, let them go, and return what each printed; all must end well."""
    started = [
        subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for command in commands
    ]
    for process in started:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    ended = [process.communicate(timeout=LONGEST) for process in started]
    assert [process.returncode for process in started] == [0] * len(started), ended
    return [out for out, _ in ended]


def write_at_once(home: Path, processes: int, changes: int) -> None:
    env = os.environ | {"HOME": str(home), "PMLEARN_HOME": str(home / "pmlearn")}
    warm(home / "pmlearn")
    writers = [(sys.executable, "-c", WRITER, f"p{number}", str(changes)) for number in range(processes)]
    acknowledged = [name for out in run_together(writers, env) for name in out.split()]
    assert len(acknowledged) == processes * changes
    actions = [json.loads(line) for line in journals(home)]
    assert len(actions) == len({action["id"] for action in actions}) == processes * changes
    orders = [action["order"] for action in actions]
    assert orders == sorted(set(orders)), "each came after all that its writer had seen"
    services = wiring.build(env=env)
    items = services.queue.page(Query()).items
    links = {item.link.removeprefix("https://many.example/") for item in items}
    # Nobody's note replaced anybody else's.
    notes = services.checklists.detail("inspired/get-the-book").notes
    assert links | {note.text.removeprefix("note ") for note in notes} == set(acknowledged)
    assert [found.message for found in services.doctor.check() if found.level != "ok"] == []
    assert not debris(home)


def test_twenty_processes_of_fifty_changes_keep_a_thousand(tmp_path: Path) -> None:
    write_at_once(tmp_path, 20, 50)


@pytest.mark.soak
def test_fifty_processes_of_two_hundred_changes_keep_ten_thousand(tmp_path: Path) -> None:
    write_at_once(tmp_path, 50, 200)


def test_real_commands_at_once_keep_every_change(tmp_path: Path) -> None:
    env = os.environ | {"HOME": str(tmp_path), "PMLEARN_HOME": str(tmp_path / "pmlearn")}
    pmlearn = (sys.executable, "-m", "pmlearn")
    commands: list[tuple[str, ...]] = [
        (*pmlearn, "queue", "add", "--no-fetch", f"https://many.example/{number}") for number in range(8)
    ]
    refs = ("inspired/get-the-book", "orientation/first-guess")
    commands += [(*pmlearn, "step", "done", ref) for ref in refs]
    run_together(commands, env)
    assert len(journals(tmp_path)) == 10
    services = wiring.build(env=env)
    assert services.queue.page(Query()).total == 8
    assert [found.message for found in services.doctor.check() if found.level != "ok"] == []
