"""What every benchmark is given: a place to work in, how often to measure, and pairs taken in turns."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

T = TypeVar("T")

PEERS = Path(__file__).parent / "peers"
WATCHDOG = 600
"""Seconds after which a command is given up."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The run."""

    directory: Path  # empty at the start, gone afterwards; on the file system that is measured
    quick: bool  # a glance: fewer pairs, smaller data

    def size(self, whole: int, quick: int) -> int:
        """How many of something: the real number, or the quick one."""
        return quick if self.quick else whole

    def fresh(self, name: str) -> Path:
        """A new empty directory."""
        number = 1 + sum(1 for _ in self.directory.iterdir())
        path = self.directory / f"{number:03d}-{name}"
        path.mkdir()
        return path


def pairs(ours: Callable[[], T], peer: Callable[[], T], count: int) -> tuple[list[T], list[T]]:
    """Measure in turns, ours first: what disturbs the machine for a while disturbs both.

    The first pair warms the caches of the disk and of Python and is not counted.
    """
    taken = [(ours(), peer()) for _ in range(count + 1)][1:]
    return [one for one, _ in taken], [other for _, other in taken]


def clock(argv: Sequence[str], env: Mapping[str, str], *, status: int = 0) -> float:
    """Run a command to its end; returns its seconds.

    Raises:
        RuntimeError: it ended with another status than `status`; the message holds what it said.
    """
    began = time.perf_counter()
    run = subprocess.run(list(argv), env=dict(env), capture_output=True, timeout=WATCHDOG, check=False)
    took = time.perf_counter() - began
    if run.returncode != status:
        raise RuntimeError(f"{' '.join(argv)} ended with {run.returncode}: {run.stderr.decode()[-2000:]}")
    return took


def python(*arguments: str) -> list[str]:
    """The command line of a Python program."""
    return [sys.executable, *arguments]


def peer_argv(name: str, *arguments: str) -> list[str]:
    """The command line of a peer: its file, for `-m` would cost it a few milliseconds more."""
    return python(str(PEERS / f"{name}.py"), *arguments)


def say(text: str) -> None:
    """Tell whoever waits what is being done."""
    print(text, file=sys.stderr, flush=True)
