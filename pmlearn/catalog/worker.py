"""A process that reads curriculum files of strangers for its parent: `python -m pmlearn.catalog.worker`.

It answers one question after the other (`pmlearn.catalog.frames`). A file that takes too much time or memory
ends the process: the parent starts another.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys

from pmlearn.catalog.codec import read_to_json
from pmlearn.catalog.frames import HEAD, LENGTH, OUT_OF_MEMORY
from pmlearn.catalog.loader import read

SECONDS = 5
"""Of computing, for one file."""

MEMORY = 400 * 1024 * 1024
"""Bytes of address space, Python's own 60 MB among them."""


def main() -> None:
    """Answer until standard input ends."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, MEMORY)
    taken, given = sys.stdin.buffer, sys.stdout.buffer
    while len(head := taken.read(HEAD.size)) == HEAD.size:
        name_length, data_length = HEAD.unpack(head)
        file = taken.read(name_length).decode("utf-8", "surrogateescape")
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + SECONDS)
        try:
            answer = json.dumps(read_to_json(read(taken.read(data_length), file))).encode()
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # nothing that asks for memory first
        given.write(LENGTH.pack(len(answer)) + answer)
        given.flush()


def _limit(what: int, soft: int) -> None:
    hard = resource.getrlimit(what)[1]
    # macOS takes no limit of address space, and an administrator may have set a lower one of any kind.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (soft, hard))


if __name__ == "__main__":
    main()
