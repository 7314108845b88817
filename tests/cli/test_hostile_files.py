"""Every hostile file through the program itself: a message with its line, and nothing else happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.catalog.hostile import HOSTILE
from tests.e2e.terminal import PMLEARN

SECONDS = 5
"""For each file."""

MEMORY = 200
"""MiB that the program and the process that reads for it may take, each."""

LAUNCHER = """
import os, resource, sys
status = os.waitstatus_to_exitcode(os.waitpid(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)[1])
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(most // (1024 if sys.platform == "linux" else 1024 * 1024), file=sys.stderr)
sys.exit(status)
"""
"""Says on stderr what the largest process below it took, in MiB. It has to be small itself: a process begins
its count with what its parent had taken."""


def test_hostile_files_cost_a_message_with_a_line(tmp_path: Path, home: Path) -> None:
    names = {str(tmp_path / f"{name}.yaml"): name for name in HOSTILE}
    for path, name in names.items():
        Path(path).write_bytes(HOSTILE[name][0])
    run = subprocess.run(
        [sys.executable, "-S", "-c", LAUNCHER, *PMLEARN, "curriculum", "check", "--json", *names],
        env={"HOME": str(home), "PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
        text=True,
        timeout=SECONDS * len(HOSTILE),
    )
    assert run.returncode == 1, run.stderr
    *rest, memory = run.stderr.splitlines()
    assert rest == []
    assert int(memory) < MEMORY
    problems = json.loads(run.stdout)["problems"]
    found: dict[str, set[str]] = {name: set() for name in HOSTILE}
    for problem in problems:
        found[names[problem["file"]]].add(f"{problem['line']}:{problem['column']} {problem['code']}")
    assert {name for name, (_, place) in HOSTILE.items() if place not in found[name]} == set()
    assert all(problem["message"] and problem["hint"] for problem in problems)
    # What is shipped is kept as it was read; of the files that were checked nothing is.
    written = [path for path in home.rglob("*") if path.is_file()]
    assert {path.parent for path in written} <= {home / ".cache" / "pmlearn" / "catalog"}
    assert not [path for path in written if str(tmp_path) in path.read_text("utf-8")]
