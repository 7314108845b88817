"""An address as a QR code, drawn with two modules in a cell, or with one in two cells."""

from __future__ import annotations

import pytest

from pmlearn.errors import InputError
from pmlearn.services.qr import fit, framed, half_rows, least, modules, runs

URL = "https://www.example.org/articles/product-teams"


def test_a_code_is_square_and_has_its_three_corners() -> None:
    code = modules(URL)
    size = len(code)
    assert {len(row) for row in code} == {size}
    for y, x in ((0, 0), (0, size - 7), (size - 7, 0)):
        assert code[y][x : x + 7] == (True,) * 7
        assert code[y + 1][x : x + 7] == (True, *(False,) * 5, True)


def test_half_rows_show_each_module_where_it_is() -> None:
    code = framed(modules(URL), 3)
    assert len(code) % 2
    read = {"█": (True, True), "▀": (True, False), "▄": (False, True), " ": (False, False)}
    rows = half_rows(code)
    halves = [tuple(read[cell][n] for cell in row) for row in rows for n in (0, 1)]
    assert tuple(halves[: len(code)]) == code
    assert not any(halves[-1])
    # For light ink on a dark ground, every cell is the other way round.
    other = [tuple(not read[cell][n] for cell in row) for row in half_rows(code, light=True) for n in (0, 1)]
    assert other == halves


def test_there_is_light_all_around() -> None:
    rows = framed(modules(URL), 4)
    assert not any(any(row) for row in (*rows[:4], *rows[-4:]))
    assert not any(any((*row[:4], *row[-4:])) for row in rows)


def test_it_takes_the_widest_margin_that_fits() -> None:
    assert fit(29, 80, 24, halves=True) == fit(29, 37, 19, halves=True)
    found = fit(41, 80, 23, halves=True)
    assert found is not None
    assert (found.columns, found.rows, found.quiet) == (45, 23, 2)
    assert fit(45, 80, 23, halves=True) is None
    assert least(45, halves=True).rows == 24
    assert fit(29, 80, 24, halves=False) is None
    assert fit(29, 74, 37, halves=False) is not None


def test_what_no_code_holds_is_refused() -> None:
    with pytest.raises(InputError, match="too long for a QR code"):
        modules("https://e.example/" + "x" * 3000)


def test_runs_of_a_row_make_the_row() -> None:
    row = modules(URL)[9]
    assert [dark for dark, count in runs(row) for _ in range(count)] == list(row)
    assert all(a[0] is not b[0] for a, b in zip(runs(row), runs(row)[1:], strict=False))
