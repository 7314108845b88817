"""lemon24/reader with a database of its own; it is not there on every machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.benchmarks.bench import PEERS
from tests.benchmarks.usage import Usage, watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.data.home import Home

ABSENT = "PMLEARN_BENCH_READER names no interpreter with lemon24/reader (pip install reader)"


def found() -> str:
    """The interpreter that has it; "" where none is named."""
    return os.environ.get("PMLEARN_BENCH_READER", "")


class Lemon:
    """lemon24/reader."""

    def __init__(self, home: Home, addresses: Sequence[str]) -> None:
        self._env = home.env
        # -P: the peer's file is called as what it imports.
        self._argv = [found(), "-P", str(PEERS / "reader.py"), str(home.root / "reader.sqlite")]
        names = home.root / "addresses"
        names.write_text("\n".join(addresses), "utf-8")
        watch([*self._argv, str(names)], self._env)

    def update(self) -> Usage:
        """Update all feeds."""
        return watch(self._argv, self._env)

    def articles(self) -> int:
        """How many articles the database holds."""
        return int(watch([*self._argv, "count"], self._env).out)
