"""What is not for a step: the field `not_for:<curriculum/step>` of an item, true, or null once taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmlearn.services.progress import Progress
    from pmlearn.storage.store import Store

NOT_FOR = "not_for:"
"""Before the names of the fields."""


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
                for field, value in doc["values"].items():
                    if value is True and field.startswith(NOT_FOR):
                        ref = self._progress.now(field.removeprefix(NOT_FOR))
                        self._items.setdefault(ref, []).append(doc["ref"].partition(":")[2])
            self._version = table.version
        return self._items.get(step, [])
