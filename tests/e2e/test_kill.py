"""kill -9 at random in a loop of real commands: what was acknowledged is there, and the store opens."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.model.query import Query
from tests.e2e.test_faults import debris, journals
from tests.warm import warm

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PMLEARN = (sys.executable, "-m", "pmlearn")
LONGEST = 60.0
"""Seconds that a command may take; no more than a watchdog."""


class Loop:
    """Runs commands one after another, each a change of its own, and kills most of them."""

    def __init__(self, home: Path, seed: int) -> None:
        self.home = home
        self.env = os.environ | {"HOME": str(home), "PMLEARN_HOME": str(home / "pmlearn")}
        self.chance = random.Random(seed)
        warm(home / "pmlearn")
        self.acknowledged: set[str] = set()  # a text that stands in the journal of each that ended well
        self.killed = 0
        self.usual = 0.0
        for text in ("first", "second"):  # the first one reads the curricula
            self._run(["step", "note", "inspired/get-the-book", text], None)

    def step(self, number: int) -> None:
        url = f"https://killed.example/{number}"
        make: list[Callable[[], tuple[list[str], str]]] = [
            lambda: (["queue", "add", "--no-fetch", url], f'"{url}"'),
            lambda: (["step", "note", "inspired/get-the-book", f"note {number}"], f'"note {number}"'),
            lambda: (["step", self.chance.choice(["done", "todo"]), "orientation/first-guess"], ""),
            lambda: (["undo"], ""),
            lambda: (["backup"], ""),
        ]
        args, text = self.chance.choices(make, [4, 4, 3, 1, 1])[0]()
        # The writing comes at the end of a command: most are killed there.
        late = self.chance.random() < 0.8
        after = self.usual * self.chance.uniform(0.6 if late else 0.0, 1.05)
        if self._run(args, after) and text:
            self.acknowledged.add(text)
        whole = b"\n".join(journals(self.home)).decode()
        assert not [text for text in self.acknowledged if text not in whole]

    def _run(self, args: list[str], kill_after: float | None) -> bool:
        begun = time.monotonic()
        with subprocess.Popen(
            [*PMLEARN, *args], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                out, err = process.communicate(timeout=kill_after or LONGEST)
            except subprocess.TimeoutExpired:
                assert kill_after is not None
                process.kill()
                self.killed += 1
                # A machine that has more, or less, to do than before must not keep us from killing in time.
                self.usual *= 1.03
                out, err = process.communicate()
                return False
        took = time.monotonic() - begun
        self.usual = (self.usual * 2 + took) / 3 if kill_after else took
        assert "itself failed" not in err
        # Undoing with nothing left to undo is the one failure that there may be.
        assert process.returncode == 0 or args == ["undo"], err
        return process.returncode == 0 and bool(out)

    def check(self) -> None:
        doctor = [*PMLEARN, "doctor", "--json"]
        done = subprocess.run(
            doctor, env=self.env, capture_output=True, text=True, timeout=LONGEST, check=False
        )
        findings = json.loads(done.stdout)["findings"]
        assert done.returncode == 0, [found for found in findings if found["level"] != "ok"]
        assert not debris(self.home)
        services = wiring.build(env=self.env)
        links = {item.link for item in services.queue.page(Query()).items}
        urls = {text.strip('"') for text in self.acknowledged if "https" in text}
        undone = {row.summary for row in services.history.list(100_000) if row.undone}
        assert urls - links <= undone
        for path in services.archive.backups():
            services.archive.import_(path)
        assert services.notices() == []


def kill(home: Path, seed: int, times: int) -> Loop:
    loop = Loop(home, seed)
    number = 0
    while loop.killed < times:
        number += 1
        assert number < times * 20, "too few were killed"
        loop.step(number)
    loop.check()
    return loop


def test_fifty_kills_lose_nothing(tmp_path: Path) -> None:
    loop = kill(tmp_path, 20261122, 50)
    assert loop.acknowledged


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_kills_lose_nothing(tmp_path: Path, seed: int) -> None:
    kill(tmp_path, seed, 100)
