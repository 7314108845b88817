"""What is not for a step: the field `not_for:<curriculum/step>` of an item, true, or null once taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.model.fold import Doc
    from pmlearn.services.progress import Progress
    from pmlearn.storage.store import Store

NOT_FOR = "not_for:"
"""Before the names of the fields."""


def refused_in(doc: Doc | None, step: str, progress: Progress) -> list[str]:
    """The fields of an item that say that it is not for a step: one for each ref that the step has had."""
    return [field for field, ref in _refused(doc, progress) if ref == step]


def _refused(doc: Doc | None, progress: Progress) -> Iterator[tuple[str, str]]:
    """The fields that hold, each with the step that it means, by its ref of today."""
    for field, value in (doc["values"] if doc else {}).items():
        if value is True and field.startswith(NOT_FOR):
            yield field, progress.now(field.removeprefix(NOT_FOR))


class Refusals:
    """Knows the items that are not for a step. Not thread-safe."""

    def __init__(self, store: Store, progress: Progress) -> None:
        self._store = store
        self._progress = progress
        self._version = -1
        self._items: dict[str, list[str]] = {}

    def of(self, step: str) -> list[str]:
        """The ids of items that are not for a step, by its ref of today; not a copy."""
        table = self._store.table("queue")
        if table.version != self._version:
            self._items = {}
            for doc in table.docs():
                for ref in {ref for _, ref in _refused(doc, self._progress)}:
                    self._items.setdefault(ref, []).append(doc["ref"].partition(":")[2])
            self._version = table.version
        return self._items.get(step, [])
