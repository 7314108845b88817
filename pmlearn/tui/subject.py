"""What is written a note on, and how writing it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmlearn.services.outcome import Outcome
    from pmlearn.wiring import Services


@dataclass(frozen=True, slots=True)
class Subject:
    """What a note is on."""

    key: str  # what its draft is filed under
    title: str  # for whoever writes
    text: str  # the note as it is kept
    base: tuple[str, ...]  # the ids of the notes that the text was made of
    keep: Callable[[Services, str, Sequence[str]], Outcome]  # keeps a text that was made of those notes


@dataclass(frozen=True, slots=True)
class Left:
    """How writing ended."""

    text: str  # as it is to be kept
    base: tuple[str, ...]  # the ids of the notes that it was made of
    elsewhere: bool  # it goes on in the learner's own editor
