"""A process that set itself limits: what it can still do."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MIB = 1 << 20


def run(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"import resource\nfrom pmlearn.limits import *\n{code}"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_confined_process_has_so_much_memory_and_no_more() -> None:
    code = (
        f"confine({200 * MIB})\nbytes({50 * MIB})\ntry: bytes({200 * MIB})\nexcept MemoryError: print('no')"
    )
    assert run(code).stdout == "no\n"


def test_a_confined_process_writes_no_file_and_leaves_no_core(tmp_path: Path) -> None:
    path = tmp_path / "file"
    ended = run(f"import pathlib\nconfine({200 * MIB})\npathlib.Path({str(path)!r}).write_text('text')")
    assert "File too large" in ended.stderr
    assert path.read_text() == ""
    assert run(f"confine({200 * MIB})\nprint(resource.getrlimit(resource.RLIMIT_CORE)[0])").stdout == "0\n"


def test_the_time_to_compute_is_counted_from_now_and_can_be_given_again() -> None:
    code = (
        "import time\n"
        "while time.process_time() < 1.2: pass\n"
        "for seconds in (5, 9, 5):\n"
        "    allow_cpu(seconds); print(resource.getrlimit(resource.RLIMIT_CPU)[0])\n"
    )
    assert run(code).stdout.split() == ["7", "11", "7"]


def test_a_process_that_computes_for_longer_is_ended() -> None:
    assert run("allow_cpu(0)\nwhile True: pass").returncode == -signal.SIGXCPU


def test_a_lower_hard_limit_is_kept_to() -> None:
    hard = "resource.setrlimit(resource.RLIMIT_CPU, (3, 3))\nallow_cpu(60)"
    assert run(f"{hard}\nprint(resource.getrlimit(resource.RLIMIT_CPU))").stdout == "(3, 3)\n"


def test_a_limit_that_the_system_refuses_is_done_without() -> None:
    refuse = (
        "def refuse(*_): raise ValueError\nresource.setrlimit = refuse\nconfine(1)\nallow_cpu(1)\nprint('on')"
    )
    assert run(refuse).stdout == "on\n"
