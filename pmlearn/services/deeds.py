"""What is done, and since when: units that were ticked, items that were read.

It is made of the tables that are folded from the journals, which say of each thing what stands and when
that was set: the journals themselves are not read. What was made is kept until what it is of changes.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pmlearn.model import fold
from pmlearn.model.canonical import work
from pmlearn.model.curriculum import curriculum_of, step_of
from pmlearn.model.progress import Status, unit_minutes
from pmlearn.model.queue import State
from pmlearn.model.stats import Read, Tick
from pmlearn.model.text import clean
from pmlearn.model.when import local_day
from pmlearn.services.items import ITEM
from pmlearn.services.progress import status_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.fold import Doc
    from pmlearn.services.progress import Progress
    from pmlearn.storage.store import Store


class Deeds:
    """See the module. Not thread-safe."""

    def __init__(self, catalog: Catalog, store: Store, progress: Progress) -> None:
        self._catalog = catalog
        self._store = store
        self._progress = progress
        self._ticks: tuple[object, list[Tick]] = (None, [])  # with what they were made of
        self._reads: tuple[object, list[Read]] = (None, [])

    def ticks(self) -> list[Tick]:
        """The units that are done, of all curricula. Not to be changed."""
        made_of = (self._store.table("steps").version, self._catalog.signature())
        if self._ticks[0] != made_of:
            self._ticks = (made_of, list(self._read_ticks()))
        return self._ticks[1]

    def _read_ticks(self) -> Iterator[Tick]:
        """Every unit that is done; of what no curriculum has any more it is known that it was done."""
        done = {ref: doc for ref, doc in self._progress.docs() if status_in(doc) is Status.DONE}
        counted = set()
        for id_ in dict.fromkeys(self._catalog.home(curriculum_of(ref)) for ref in done):
            curriculum = self._catalog.get(id_)
            for step in curriculum.steps() if curriculum else ():
                for unit in step.units():
                    counted |= {unit.ref, step.ref}
                    # A part of which nothing is known has what its step got when it had no parts.
                    own = done.get(unit.ref)
                    if own is None and step.ref in done:
                        is_done = self._progress.status_of(unit.ref) is Status.DONE
                        own = done[step.ref] if is_done else None
                    if own is not None:
                        day = local_day(fold.changed_at(own, "status"))
                        yield Tick(unit.ref, step.ref, day, unit_minutes(step, unit))
        for ref, doc in done.items():
            if ref not in counted:
                yield Tick(ref, step_of(ref), local_day(fold.changed_at(doc, "status")), 0)

    def reads(self) -> list[Read]:
        """The items of the queue that are done. Not to be changed."""
        made_of = self._store.table("queue").version
        if self._reads[0] != made_of:
            self._reads = (made_of, list(self._read_reads()))
        return self._reads[1]

    def _read_reads(self) -> Iterator[Read]:
        """Every item that is done; what two feeds have was read once."""
        done = [
            doc
            for doc in self._store.table("queue").docs()
            if fold.value(doc, "state") == State.DONE and doc["ref"].startswith(ITEM)
        ]
        # One action is done with a work in all the feeds that have it; most actions are about one item.
        actions = Counter(fold.set_by(doc, "state") for doc in done)
        known = set()
        for doc in done:
            entry = _entry(doc)
            minutes = entry.get("minutes")
            action = fold.set_by(doc, "state")
            if actions[action] > 1:
                same = work(str(entry.get("link", "")), str(entry.get("title", "")))
                if same and (action, same) in known:
                    continue
                known.add((action, same))
            yield Read(
                str(entry.get("feed") or ""),
                clean(str(entry.get("feed_title") or "")),
                local_day(fold.changed_at(doc, "state")),
                minutes if type(minutes) is int and minutes > 0 else 0,
            )


def _entry(doc: Doc) -> dict[str, Any]:
    entry = fold.value(doc, "entry")
    return entry if isinstance(entry, dict) else {}
