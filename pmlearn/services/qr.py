"""An address as a QR code, for a phone's camera (ISO/IEC 18004).

The modules are computed by `segno`, which is imported when the first code is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

QUIET = 4
"""Modules of light around a code, as the standard has them."""

LEAST_QUIET = 1
"""Fewer than the standard asks for still read; with none a code melts into what stands around it."""

Modules = tuple[tuple[bool, ...], ...]
"""Rows of modules: True where one is dark."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a code is drawn on a screen."""

    columns: int  # cells of a row
    rows: int  # rows of cells
    quiet: int  # modules of light on each side


def modules(text: str) -> Modules:
    """The modules of a code, without the light around it.

    Raises:
        InputError: the text is too long for any code.
    """
    import segno  # noqa: PLC0415 - only who asks for a code pays for it

    try:
        # The lowest level of correction makes the smallest code: a screen has no scratches.
        code = segno.make(text, error="l", micro=False, boost_error=False)
    except segno.DataOverflowError as error:
        raise InputError("this is too long for a QR code", "copy the address instead") from error
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def fit(size: int, columns: int, rows: int, *, halves: bool) -> Fit | None:
    """How a code fits into a part of the screen; None where it does not.

    Args:
        size: modules of a side.
        columns: cells there are in a row.
        rows: rows there are.
        halves: a cell holds two modules, one above the other; else a module takes two cells.
    """
    for quiet in range(QUIET, LEAST_QUIET - 1, -1):
        found = _taken(size, quiet, halves=halves)
        if found.columns <= columns and found.rows <= rows:
            return found
    return None


def least(size: int, *, halves: bool) -> Fit:
    """The least part of a screen that a code needs."""
    return _taken(size, LEAST_QUIET, halves=halves)


def _taken(size: int, quiet: int, *, halves: bool) -> Fit:
    side = size + 2 * quiet
    return Fit(side, (side + 1) // 2, quiet) if halves else Fit(2 * side, side, quiet)


def framed(code: Modules, quiet: int) -> Modules:
    """The code with so many modules of light around it."""
    side = len(code) + 2 * quiet
    margin = ((False,) * side,) * quiet
    sides = (False,) * quiet
    return (*margin, *((*sides, *row, *sides) for row in code), *margin)


_BLOCKS = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


def half_rows(code: Modules, *, light: bool = False) -> list[str]:
    """Rows of half blocks, two modules in each cell.

    Args:
        code: the modules, framed.
        light: the ink stands for what is light, where a terminal writes light on dark.
    """
    # Of an odd number of rows, the last cell's lower half is as light as what is around the code.
    last = (False,) * len(code[0])
    pairs = zip(code[::2], (*code[1::2], last)[: (len(code) + 1) // 2], strict=True)
    return [
        "".join(_BLOCKS[a is not light, b is not light] for a, b in zip(up, down, strict=True))
        for up, down in pairs
    ]


def runs(row: Sequence[bool]) -> list[tuple[bool, int]]:
    """A row as runs of modules that are alike: dark or not, and how many."""
    found: list[tuple[bool, int]] = []
    for dark in row:
        if found and found[-1][0] is dark:
            found[-1] = (dark, found[-1][1] + 1)
        else:
            found.append((dark, 1))
    return found
