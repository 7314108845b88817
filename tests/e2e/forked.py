"""Runs commands one after the other in the terminal it is in: `python -m tests.e2e.forked '[["today"], …]'`.

The program is imported once and forked for every command, which takes a fraction of a new interpreter.
"""

from __future__ import annotations

import json
import os
import sys

from tests.e2e.faults import import_all


def main() -> int:
    """Return 0, or the first status that no command ends with."""
    from pmlearn.cli.main import main as command

    import_all()
    for words in json.loads(sys.argv[1]):
        child = os.fork()
        if not child:
            status = 70
            try:
                sys.argv = ["pmlearn", *words]
                status = command()
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if not 0 <= status <= 2:
            return 9
    return 0


if __name__ == "__main__":
    sys.exit(main())
