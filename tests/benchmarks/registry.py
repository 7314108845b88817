"""Every benchmark by its name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench
    from tests.benchmarks.figure import Figure, Measured

NAMES = (
    "start",
    "light",
    "tick",
    "bytes",
    "list",
    "mark",
    "queue",
    "shelves",
    "search",
    "catalog",
    "journal",
    "memory",
    "idle",
    "refresh",
    "busy",
)
"""The files of `cases`, in the order of the table."""


class Case(Protocol):
    """What a file of `cases` holds."""

    FIGURES: tuple[Figure, ...]

    def measure(self, bench: Bench) -> Iterator[Measured]:
        """Measure every one of its figures."""


def case(name: str) -> Case:
    """A benchmark."""
    return cast("Case", import_module(f"tests.benchmarks.cases.{name}"))
