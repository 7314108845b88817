"""The one command: `python -m tests.benchmarks [NAME…] [--quick] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import table
from tests.benchmarks.bench import Bench, say
from tests.benchmarks.registry import NAMES, case

if TYPE_CHECKING:
    from tests.benchmarks.figure import Measured


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description="Measure pmlearn beside its peers, in the same run."
    )
    parser.add_argument(
        "names", metavar="NAME", nargs="*", help=f"all of them, or some of: {', '.join(NAMES)}"
    )
    parser.add_argument("--quick", action="store_true", help="smaller data, fewer pairs: a glance")
    parser.add_argument(
        "--json", metavar="FILE", type=Path, help="write every value that was taken there too"
    )
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; they are {', '.join(NAMES)}")
    found: list[Measured] = []
    failed = []
    for name in [name for name in NAMES if not options.names or name in options.names]:
        say(name)
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as directory:
            try:
                found.extend(case(name).measure(Bench(Path(directory), options.quick)))
            except Exception as error:  # noqa: BLE001 - one that cannot be measured costs itself alone
                said = f"{name} could not be measured: {type(error).__name__}: {error}"
                say(said)
                failed.append(said.partition("\n")[0])
        say(f"  {time.perf_counter() - began:.0f} s")
    print(f"Measured on {table.machine()}.\n")
    print(table.markdown(found))
    verdicts = [measured.verdict for measured in found]
    print(f"\n{', '.join(f'{verdicts.count(v)} {v}' for v in ('met', 'missed', 'reported'))}.")
    for text in failed:
        print(text)
    if options.json:
        options.json.write_text(json.dumps(table.as_json(found), indent=1) + "\n", "utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
