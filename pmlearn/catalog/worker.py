"""A process that reads curriculum files of strangers for its parent: `python -m pmlearn.catalog.worker`.

It answers one question after the other (`pmlearn.catalog.frames`). A file that takes too much time or memory
ends the process: the parent starts another.
"""

from __future__ import annotations

import gc
import json
import os
import sys

from pmlearn.catalog.codec import marked_to_json, read_to_json
from pmlearn.catalog.frames import HEAD, LENGTH, OUT_OF_MEMORY
from pmlearn.catalog.loader import read
from pmlearn.limits import allow_cpu, confine

SECONDS = 5
"""Of computing, for one file."""

MEMORY = 400 * 1024 * 1024
"""Bytes of address space, Python's own 60 MB among them."""


def main() -> None:
    """Answer until standard input ends."""
    confine(MEMORY)
    gc.disable()  # trees hold no cycles, and looking for some in them takes a fifth of the time
    taken, given = sys.stdin.buffer, sys.stdout.buffer
    while len(head := taken.read(HEAD.size)) == HEAD.size:
        name_length, data_length, marks = HEAD.unpack(head)
        file = taken.read(name_length).decode("utf-8", "surrogateescape")
        allow_cpu(SECONDS)
        try:
            found = read(taken.read(data_length), file, marks=marks)
            answer = json.dumps(marked_to_json(found) if marks else read_to_json(found)).encode()
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # nothing that asks for memory first
        given.write(LENGTH.pack(len(answer)) + answer)
        given.flush()


if __name__ == "__main__":
    main()
