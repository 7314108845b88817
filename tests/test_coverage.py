"""The curricula that come with pmlearn cover what docs/coverage.yaml lists.

`PMLEARN_WRITE_DOCS=1 pytest tests/test_coverage.py` writes docs/coverage.md.
"""

from __future__ import annotations

import os

import pytest

from tests.coverage import PAGE, Row, page, podcasts, rows
from tests.shipped import IDS, curriculum, leaves_a_result, steps

WRITE = bool(os.environ.get("PMLEARN_WRITE_DOCS"))
ROWS = list(rows())
STEPS = {step.ref: step for step in steps()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_each_row_has_a_step_that_leaves_a_result(row: Row) -> None:
    assert row.refs
    assert set(row.refs) - STEPS.keys() == set()
    assert any(leaves_a_result(STEPS[ref]) for ref in row.refs)


def test_no_row_stands_twice() -> None:
    assert len({(row.section, row.what) for row in ROWS}) == len(ROWS)


def test_eight_of_the_feeds_are_podcasts() -> None:
    offered = {feed.url for id_ in IDS for feed in curriculum(id_).feeds}
    assert set(podcasts()) <= offered
    assert len(podcasts()) >= 8


def test_the_page_is_made_of_the_list() -> None:
    if WRITE:
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page()
