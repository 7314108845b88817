"""The table, as Markdown for people and as JSON for programs."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.benchmarks.figure import Measured, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEAD = ("figure", "what", "ours", "beside", "peer", "ratio", "at most", "")


def row(measured: Measured) -> tuple[str, ...]:
    """A row of the table, cell by cell."""
    figure, ratio = measured.figure, measured.ratio
    return (
        f"`{figure.name}`",
        figure.what,
        shown(measured.ours, figure.unit),
        figure.beside,
        shown(measured.peer, figure.unit),
        "–" if ratio is None else f"{ratio:.2f} ×",
        "–" if figure.at_most is None else f"{figure.at_most:g} ×",
        f"**{measured.verdict}**" if measured.verdict == "missed" else measured.verdict,
    )


def markdown(found: Sequence[Measured]) -> str:
    """The whole table, its columns in line, the notes below it."""
    rows = [HEAD, *(row(measured) for measured in found)]
    widths = [max(len(cells[at]) for cells in rows) for at in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
        for cells in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    notes = [f"- `{m.figure.name}`: {m.note}" for m in found if m.note]
    return "\n".join([*lines, *([""] if notes else []), *notes])


def as_json(found: Iterable[Measured]) -> dict[str, Any]:
    """The same with every value that was taken."""
    figures = [
        asdict(m.figure)
        | {"ours": list(m.ours), "peer": list(m.peer), "note": m.note}
        | {"median": median(m.ours), "ratio": m.ratio, "verdict": m.verdict}
        for m in found
    ]
    return {"version": 1, "machine": machine(), "figures": figures}


def machine() -> str:
    """What it was measured on, without naming it."""
    memory = next(
        line.split()[1]
        for line in Path("/proc/meminfo").read_text("ascii").splitlines()
        if "MemTotal" in line
    )
    return (
        f"{os.cpu_count()} cores, {int(memory) / 2**20:.0f} GiB of memory, Python {platform.python_version()}"
    )
