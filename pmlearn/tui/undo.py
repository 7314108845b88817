"""What this window did, for `u`; another window's actions are not its to take back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmlearn.services.outcome import Outcome


@dataclass
class UndoStack:
    """The ids of the actions that can be undone, and of the undos that can be redone, newest last."""

    done: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)

    def did(self, outcome: Outcome) -> None:
        """Something was done: from here on there is nothing to redo."""
        if outcome.action:
            self.done.append(outcome.action)
            self.undone.clear()

    def took_back(self, action: str, outcome: Outcome) -> None:
        """This action was undone by that one, which a redo can take back."""
        self._moved(action, self.done, self.undone, outcome)

    def did_again(self, undo: str, outcome: Outcome) -> None:
        """This undo was taken back by that action, which an undo can take back."""
        self._moved(undo, self.undone, self.done, outcome)

    @staticmethod
    def _moved(action: str, source: list[str], target: list[str], outcome: Outcome) -> None:
        # It may be gone: something else was done while the disk was at it.
        if action in source:
            source.remove(action)
        if outcome.action:
            target.append(outcome.action)
