"""A process that makes curricula of foreign files: `python -m pmlearn.catalog.imports.worker [ID]`.

It speaks as `pmlearn.catalog.worker` does; ID is the id that the curriculum is to have.
"""

from __future__ import annotations

import sys

from pmlearn.catalog.imports.convert import convert
from pmlearn.catalog.worker import serve

SECONDS = 2
"""Of computing, for one file: with what it takes to start, five pass at most."""

MEMORY = 200 * 1024 * 1024
"""Bytes of address space."""


def main() -> None:
    """Answer until standard input ends."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    serve(lambda data, file, _marks: convert(data, file, wanted), SECONDS, MEMORY)


if __name__ == "__main__":
    main()
