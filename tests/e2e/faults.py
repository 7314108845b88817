"""Runs real commands in processes of their own, on a disk that fails at one call, or that kills them there.

    with Commands() as commands:
        ended = commands.run(["step", "done", "small/write"], home, Fault("enospc", 3))

A server process (`python -m tests.e2e.faults`) imports the program once and forks for every command, which
takes a tenth of the time of a new interpreter; `Commands(fresh=True)` starts one for each all the same.
Nothing is shipped there but what a home has of its own: to read all of it takes longer than any command.
"""

from __future__ import annotations

import errno
import gc
import importlib
import json
import os
import pkgutil
import signal
import stat
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
CALLS = ("open", "write", "fsync", "ftruncate", "replace", "rename", "link", "mkdir")
"""The functions of `os` through which everything that matters is written."""
_REAL_WRITE = os.write
TAKES_ROOM = ("open", "write", "link", "mkdir")
FAULTS = ("enospc", "eio", "short", "full", "kill-before", "kill-after")
"""At the n-th call: no room once, a failing disk, half a write and then no room, no room from there on,
SIGKILL before it and after it."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and at which call."""

    kind: str
    number: int

    def fits(self, calls: Sequence[str]) -> bool:
        """It makes sense at that call."""
        call = calls[self.number - 1]
        return {"short": call == "write", "full": call in TAKES_ROOM}.get(self.kind, True)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int  # negative: the signal that killed it
    out: str
    err: str
    calls: tuple[str, ...]  # the calls of `CALLS` that were made, in order

    @property
    def json(self) -> dict[str, Any]:
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


class Disk:
    """Stands in for the functions of `os`, counts their calls and fails at one."""

    def __init__(self, fault: Fault | None, log: int) -> None:
        self._fault = fault
        self._log = log  # a descriptor: what was called must be known of a process that was killed
        self._count = 0
        self._full = False

    def install(self) -> None:
        for name in CALLS:
            setattr(os, name, self._standing_in(name))

    def _standing_in(self, name: str) -> Any:
        real = getattr(os, name)

        def call(*args: Any, **given: Any) -> Any:
            if not _changes_files(name, args):
                return real(*args, **given)
            self._count += 1
            _REAL_WRITE(self._log, f"{name}\n".encode())
            fault = self._fault
            if self._full and name in TAKES_ROOM:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if fault is None or not self._is_due(fault, name):
                return real(*args, **given)
            if fault.kind == "kill-before":
                os.kill(os.getpid(), signal.SIGKILL)
            if fault.kind == "kill-after":
                try:
                    real(*args, **given)
                finally:
                    os.kill(os.getpid(), signal.SIGKILL)
            if fault.kind == "short":
                self._full = True
                return real(args[0], bytes(args[1])[: len(args[1]) // 2])
            self._full = fault.kind == "full"
            code = errno.EIO if fault.kind == "eio" else errno.ENOSPC
            raise OSError(code, os.strerror(code))

        return call

    def _is_due(self, fault: Fault, name: str) -> bool:
        if fault.kind == "short":
            # How many pieces a download comes in differs from run to run, and with it what the n-th call is:
            # only a write can be short, so it is the first one from there on.
            return name == "write" and self._count >= fault.number and not self._full
        return self._count == fault.number


def _changes_files(name: str, args: Sequence[Any]) -> bool:
    if name == "open":
        return bool(args[1] & os.O_CREAT)
    if name in ("write", "fsync", "ftruncate"):
        mode = os.fstat(args[0]).st_mode
        return stat.S_ISREG(mode) or stat.S_ISDIR(mode)  # pipes to other processes are no disk
    return True


class Commands:
    """Runs commands; a context manager."""

    def __init__(self, *, fresh: bool = False) -> None:
        self._fresh = fresh
        self._server: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if not self._fresh:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.faults"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            assert self._server.stdin
            self._server.stdin.close()
            self._server.wait(10)

    def run(self, args: Sequence[str], home: Path, fault: Fault | None = None) -> Ended:
        job = json.dumps({"args": list(args), "home": str(home), "fault": asdict(fault) if fault else None})
        if self._server is None:
            done = subprocess.run(
                [sys.executable, "-m", "tests.e2e.faults", job],
                capture_output=True,
                text=True,
                timeout=120,
                check=True,
                cwd=ROOT,
            )
            answer = done.stdout
        else:
            assert self._server.stdin
            assert self._server.stdout
            self._server.stdin.write(job + "\n")
            self._server.stdin.flush()
            answer = self._server.stdout.readline()
        found = json.loads(answer)
        return Ended(found["status"], found["out"], found["err"], tuple(found["calls"]))


def serve(jobs: Any) -> None:
    """Fork for each job, one JSON object a line, and say how it ended."""
    for job in jobs:
        # stdout, stderr, and the calls.
        files = [tempfile.TemporaryFile() for _ in range(3)]  # noqa: SIM115 - closed below
        child = os.fork()
        if not child:
            _be_the_command(json.loads(job), [file.fileno() for file in files])
        _, ended = os.waitpid(child, 0)
        for file in files:
            file.seek(0)
        out, err, calls = (file.read().decode("utf-8", "replace") for file in files)
        for file in files:
            file.close()
        status = os.waitstatus_to_exitcode(ended)
        said = {"status": status, "out": out, "err": err, "calls": calls.split()}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def _be_the_command(job: dict[str, Any], files: list[int]) -> None:
    status = 70
    try:
        from pmlearn.cli.main import main

        os.dup2(files[0], 1)
        os.dup2(files[1], 2)
        for name in [name for name in os.environ if name.startswith(("PMLEARN_", "XDG_"))]:
            del os.environ[name]
        home = job["home"]
        os.environ |= {"HOME": home, "PMLEARN_HOME": f"{home}/pmlearn", "PMLEARN_ALLOW_PRIVATE": "1"}
        sys.argv = ["pmlearn", *job["args"]]
        Disk(Fault(**job["fault"]) if job["fault"] else None, files[2]).install()
        status = main()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def import_all() -> None:
    """Have everything that a command may import here already: what a child imports, each child imports."""
    import pmlearn

    for module in pkgutil.walk_packages(pmlearn.__path__, "pmlearn."):
        if not module.name.startswith(("pmlearn.tui", "pmlearn.__main__")):
            importlib.import_module(module.name)
    gc.freeze()  # what is here stays: looking at it would have every child copy it


def _ship_nothing() -> None:
    from pmlearn.catalog import finder

    finder.shipped_dir = lambda: Path(os.devnull, "shipped")


if __name__ == "__main__":
    import_all()
    _ship_nothing()
    serve(sys.argv[1:] or sys.stdin)
