"""What is fresh for a step, as text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.cli import output
from pmlearn.cli.queue import item_json
from pmlearn.model.text import duration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlearn.services.matching import Fresh

REASON = 48
"""Cells of a reason in a table."""


def fresh_json(fresh: Fresh) -> dict[str, object]:
    """Return what --json prints of an item that helps with a step."""
    return {**item_json(fresh.item), "step": fresh.step, "why": fresh.why}


def say_fresh(every: Iterable[Fresh]) -> None:
    """Print a table of items, each with the reason."""
    output.table(
        [
            (
                "",
                each.item.id,
                each.item.title,
                duration(each.item.minutes) if each.item.minutes else "",
                output.fit(each.why, REASON),
            )
            for each in every
        ],
        right=(3,),
        stretch=2,
    )
