"""What a command takes until it ends: seconds on the clock, seconds of processors, and memory at its peak."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.bench import WATCHDOG
from tests.benchmarks.process import memory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAUSE = 0.1
"""Seconds between two looks at the memory of a command and its descendants."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took, its descendants included."""

    wall: float  # seconds
    processor: float  # seconds
    memory: float  # bytes, resident at once; what lies between two looks is missed
    out: bytes  # what it printed


def watch(argv: Sequence[str], env: Mapping[str, str]) -> Usage:
    """Run a command to its end.

    Raises:
        RuntimeError: it was given up, or it failed; the message holds what it said.
    """
    ended, peak = threading.Event(), [0]

    def look(pid: int) -> None:
        while not ended.wait(PAUSE):
            with contextlib.suppress(OSError):  # one of them ended while we looked
                peak[0] = max(peak[0], memory(pid))

    before = os.times()
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(list(argv), env=dict(env), stdout=out, stderr=err)
        looker = threading.Thread(target=look, args=(process.pid,))
        looker.start()
        try:
            process.wait(WATCHDOG)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        finally:
            took = time.perf_counter() - began
            after = os.times()
            ended.set()
            looker.join()
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(argv)} ended with {process.returncode}: {err.read()[-2000:]!r}")
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        return Usage(took, spent, float(peak[0]), out.read())
