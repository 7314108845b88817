"""Indexing texts, in a process of its own: it takes long where there is much."""

from __future__ import annotations

from pmlearn.tui.child import Child


class Build(Child):
    """At most one such process."""

    def __init__(self) -> None:
        super().__init__()
        self._began = False

    async def run(self) -> bool:
        """Index everything, once in the life of this; false where that was done before."""
        if self._began:
            return False
        self._began = True
        await self.ask("search", "--build")
        return True
