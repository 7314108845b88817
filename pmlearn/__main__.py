"""`python -m pmlearn`, and the script `pmlearn`."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and exit with its status."""
    # Starting makes next to no rubbish; looking for it all the same takes 4 of 80 ms.
    gc.set_threshold(50_000)
    before = None
    if len(sys.argv) == 1:
        # The app is about to be imported, which takes most of its start.
        from pmlearn.tui import glance  # noqa: PLC0415 - commands do without

        glance.show(os.environ)
        before = glance.give_back
    from pmlearn.cli.main import main as run  # noqa: PLC0415 - importing this module does nothing

    status = run(before)
    import contextlib  # noqa: PLC0415 - after the first glyphs

    threading = sys.modules.get("threading")
    if threading is None or threading.active_count() == 1:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        # All that is kept is kept by now; taking the interpreter apart takes another 12 ms.
        os._exit(status)
    sys.exit(status)


if __name__ == "__main__":
    main()
