"""The words of the table: a figure, what was measured for it, and whether it is met."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

UNITS = {"s": (1, "s"), "ms": (1000, "ms"), "MB": (1e-6, "MB"), "B": (1, "B"), "%": (100, "%")}
"""For each unit of the table: what a value in seconds, bytes or shares is multiplied by, and its sign."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table."""

    name: str  # unique, in lower case: what the row is known by
    what: str  # ours
    beside: str  # the peer
    unit: str  # a key of `UNITS`
    at_most: float | None = None  # ours divided by the peer's; None where it is only reported


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured for a figure; several values of each, in the order in which they were taken."""

    figure: Figure
    ours: Sequence[float]  # seconds, bytes or shares
    peer: Sequence[float] = field(default=())  # the same; empty where the peer is not there
    note: str = ""  # one sentence: why there is no peer, or what to know about it

    @property
    def ratio(self) -> float | None:
        """The median of ours over the median of the peer's."""
        if not self.peer or not median(self.peer):
            return None
        return median(self.ours) / median(self.peer)

    @property
    def verdict(self) -> str:
        """`met`, `missed`, or `reported` where there is nothing to meet, or no peer to meet it by."""
        if self.figure.at_most is None or self.ratio is None:
            return "reported"
        return "met" if self.ratio <= self.figure.at_most else "missed"


def shown(values: Sequence[float], unit: str) -> str:
    """The median of values as the table has it: three digits and the unit."""
    if not values:
        return "–"
    factor, sign = UNITS[unit]
    value = median(values) * factor
    if sign == "B":
        return f"{value:,.0f} B"
    return f"{value:.{0 if value >= 100 else 1 if value >= 10 else 2}f} {sign}"
