"""What a new version of a curriculum does to the learner's progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model import fold
from pmlearn.model.progress import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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

    kept: tuple[
        Held, ...
    ] = ()  # on what was renamed: it goes along; on what was retired: it is in the history
    lost: tuple[Held, ...] = ()  # on what is gone, and on steps ticked by their parts now: it counts no more


def impact(comparison: Comparison, look: Look) -> Impact:
    """Return what becomes of the progress on everything that a comparison has."""
    kept = [(each.was, each.title, each.ref) for each in (*comparison.renamed, *comparison.retired)]
    lost = [(each.ref, each.title, "") for each in (*comparison.removed, *comparison.divided)]
    return Impact(tuple(_held(kept, look)), tuple(_held(lost, look)))


def _held(refs: list[tuple[str, str, str]], look: Look) -> Iterator[Held]:
    for ref, title, to in refs:
        doc = look(ref)
        if doc is None:
            continue
        status = fold.value(doc, "status")
        ticked = status if isinstance(status, str) and status != Status.TODO else ""
        more = sum(1 for field, value in doc["values"].items() if field not in ("status", "title") and value)
        held = Held(ref, title, to, ticked, len(fold.notes(doc)), more)
        if held.status or held.notes or held.more:
            yield held
