"""The command line, imported once and forked for every command, which takes a fraction of a new interpreter.

python -m tests.e2e.forked '[["today"], …]'    runs these in the terminal it is in, one after the other
python -m tests.e2e.forked 7                   runs what a client asks for over the socket of that number
"""

from __future__ import annotations

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from typing import TYPE_CHECKING

from tests.e2e.faults import ROOT, import_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_READ_AT_START = ("LANG", "LANGUAGE", "NO_COLOR")
"""What the interpreter or a module looks at when it starts; so it does with all of `LC_` and `PYTHON`."""


def can_be_forked(env: Mapping[str, str]) -> bool:
    """A program that is there already is no other than one that is started in this environment."""
    odd = {name for name in env if name in _READ_AT_START or name.startswith(("LC_", "PYTHON"))}
    own = {name for name in env if name.startswith("PMLEARN_")}
    return (
        env.get("LANG") == "C.UTF-8"
        and odd == {"LANG", "PYTHONPATH"}
        and own <= {"PMLEARN_HOME", "PMLEARN_ALLOW_PRIVATE"}
    )


def run_forked(
    env: Mapping[str, str], words: Sequence[str], stdin: bytes, watchdog: float
) -> tuple[int, bytes, bytes]:
    """Run a command of `pmlearn`; its status, and what it wrote to stdout and to stderr."""
    with tempfile.TemporaryDirectory(prefix="forked-") as directory:
        names = [f"{directory}/{name}" for name in ("in", "out", "err")]
        for name in names:
            with open(name, "wb") as file:  # noqa: PTH123
                file.write(stdin if name == names[0] else b"")
        client = _server()
        job = {"env": dict(env), "words": list(words), "files": names}
        client.write(json.dumps(job, ensure_ascii=True).encode() + b"\n")
        client.flush()
        assert select.select([client], [], [], watchdog)[0], f"{words} does not end"
        status = int(client.readline())
        out, err = (open(name, "rb").read() for name in names[1:])  # noqa: PTH123, SIM115
        return status, out, err


@cache
def _server() -> socket.SocketIO:
    """Start the server of this process; it ends when this side of the socket closes."""
    here, there = socket.socketpair()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.forked", str(there.fileno())],
        pass_fds=[there.fileno()],
        env=environment | {"LANG": "C.UTF-8"},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    there.close()
    stream = here.makefile("rwb", buffering=0)
    here.close()
    atexit.register(server.wait, 10)
    atexit.register(stream.close)
    return stream


def main() -> int:
    """Return 0, or what is no status of a command."""
    asked = json.loads(sys.argv[1])
    import_all()
    if isinstance(asked, int):
        _serve(socket.socket(fileno=asked))
        return 0
    return 0 if all(0 <= _fork(words) <= 2 for words in asked) else 9


def _serve(client: socket.socket) -> None:
    client.set_inheritable(False)
    with client.makefile("r") as jobs:
        for line in jobs:
            job = json.loads(line)
            status = _fork(job["words"], job["env"], job["files"])
            client.sendall(f"{status}\n".encode())


def _fork(words: list[str], env: Mapping[str, str] | None = None, files: Sequence[str] = ()) -> int:
    """Run a command in a child; its exit status, negative for the signal that killed it."""
    child = os.fork()
    if not child:
        try:
            if env is not None:
                os.environ.clear()
                os.environ.update(env)
                time.tzset()
            for number, name in enumerate(files):
                os.dup2(os.open(name, os.O_WRONLY if number else os.O_RDONLY), number)
            from pmlearn.__main__ import main as program

            sys.argv = ["pmlearn", *words]
            program()
        except SystemExit as ended:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended.code if isinstance(ended.code, int) else 70)
        finally:
            os._exit(70)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(main())
