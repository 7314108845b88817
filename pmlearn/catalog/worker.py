"""A process that reads curriculum files of strangers for its parent: `python -m pmlearn.catalog.worker`.

It answers one question after the other (`pmlearn.catalog.frames`). A file that takes too much time or memory
ends the process: the parent starts another.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from typing import TYPE_CHECKING

from pmlearn.catalog.codec import marked_to_json, read_to_json
from pmlearn.catalog.frames import HEAD, LENGTH, OUT_OF_MEMORY
from pmlearn.catalog.loader import read
from pmlearn.limits import allow_cpu, confine

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.catalog.codec import Json

SECONDS = 5
"""Of computing, for one file."""

MEMORY = 400 * 1024 * 1024
"""Bytes of address space, Python's own 60 MB among them."""


def main() -> None:
    """Answer what the files of curricula hold, and where it stands if that is asked, too."""
    serve(
        lambda data, file, marks: (marked_to_json if marks else read_to_json)(read(data, file, marks=marks))
    )


def serve(answer: Callable[[bytes, str, bool], Json], seconds: int = SECONDS, memory: int = MEMORY) -> None:
    """Answer one question after the other until standard input ends.

    Args:
        answer: makes the answer of a file's content and name, and of whether its marks are wanted.
        seconds: of computing, for one file.
        memory: bytes of address space.
    """
    confine(memory)
    gc.disable()  # trees hold no cycles, and looking for some in them takes a fifth of the time
    taken, given = sys.stdin.buffer, sys.stdout.buffer
    while len(head := taken.read(HEAD.size)) == HEAD.size:
        name_length, data_length, marks = HEAD.unpack(head)
        file = taken.read(name_length).decode("utf-8", "surrogateescape")
        allow_cpu(seconds)
        try:
            written = json.dumps(answer(taken.read(data_length), file, marks)).encode()
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # nothing that asks for memory first
        given.write(LENGTH.pack(len(written)) + written)
        given.flush()


if __name__ == "__main__":
    main()
