"""A home whose shipped curricula were read elsewhere: reading them takes longer than most tests."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


def warm(home: Path) -> None:
    """Put what the catalog keeps of them below `home`, what `PMLEARN_HOME` names, unless there is some."""
    kept = home / "cache" / "catalog"
    if kept.exists():
        return
    for directory in (home, home / "cache"):
        directory.mkdir(0o700, parents=True, exist_ok=True)
    shutil.copytree(_kept(), kept)  # with their times, by which the catalog goes


@cache
def _kept() -> Path:
    """Read them once in a process of its own, as the program does."""
    home = Path(tempfile.mkdtemp(prefix="warm-"))
    try:
        subprocess.run(
            [sys.executable, "-m", "pmlearn", "curriculum", "list"],
            env=os.environ | {"HOME": str(home), "PMLEARN_HOME": str(home), "PYTHONPATH": str(ROOT)},
            check=True,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
    finally:
        atexit.register(shutil.rmtree, home)
    return home / "cache" / "catalog"
