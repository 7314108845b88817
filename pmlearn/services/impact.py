"""What a new version of a curriculum does to the learner's progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model import fold
from pmlearn.model.progress import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.model.comparison import Comparison

    Look = Callable[[str], fold.Doc | None]  # the folded document of a ref


@dataclass(frozen=True, slots=True)
class Held:
    """What the learner has on a step or part."""

    ref: str  # its ref before
    title: str  # what it was called
    to: str = ""  # where it goes along to; "" where it stays behind
    status: str = ""  # doing, done or skipped; "" where nothing is ticked
    notes: int = 0  # that stand
    more: int = 0  # answers, pieces of evidence and whatever else was kept


@dataclass(frozen=True, slots=True)
class Impact:
    """Progress on what does not stay as it was."""

    kept: tuple[Held, ...] = ()  # on what was renamed: it goes along
    retired: tuple[Held, ...] = ()  # on what was retired: it is in the history
    lost: tuple[Held, ...] = ()  # on what is gone: it counts no more


def impact(comparison: Comparison, look: Look) -> Impact:
    """Return what becomes of the progress on everything that a comparison has.

    A step that has parts now keeps its own, and its tick is theirs (`pmlearn.services.progress`).
    """
    gone = [_held(each.ref, each.title, "", look(each.ref)) for each in comparison.removed]
    return Impact(
        *(
            tuple(filter(_anything, found))
            for found in (
                [_held(each.was, each.title, each.ref, look(each.was)) for each in comparison.renamed],
                [_held(each.was, each.title, each.ref, look(each.was)) for each in comparison.retired],
                gone,
            )
        )
    )


def _held(ref: str, title: str, to: str, doc: fold.Doc | None) -> Held:
    status = fold.value(doc, "status")
    ticked = status if isinstance(status, str) and status != Status.TODO else ""
    values = doc["values"] if doc else {}
    more = sum(1 for field, value in values.items() if value and field not in ("status", "title"))
    return Held(ref, title, to, ticked, len(fold.notes(doc)), more)


def _anything(held: Held) -> bool:
    return bool(held.status or held.notes or held.more)
