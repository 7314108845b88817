"""`python -m pmlearn`, and the script `pmlearn`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its status."""
    from pmlearn.cli.main import main as run  # noqa: PLC0415 - importing this module does nothing

    sys.exit(run())


if __name__ == "__main__":
    main()
