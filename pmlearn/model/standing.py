"""How a learner stands with one thing: what an export says of it beside what it is."""

from __future__ import annotations

from dataclasses import dataclass

from pmlearn.model.progress import Status


@dataclass(frozen=True, slots=True)
class Standing:
    """A step or a part as the learner has it."""

    ref: str  # in full
    title: str  # what it is called; its ref where nothing says any more
    status: Status = Status.TODO  # how far it has come
    at: str = ""  # when it came to that, RFC 3339 in UTC; "" where it is still to do
    notes: tuple[str, ...] = ()  # those that stand, oldest first, of any number of lines

    @property
    def told(self) -> str:
        """Where it stands, in words: `done 2026-11-12`; "" where nothing was done."""
        return "" if self.status is Status.TODO else f"{self.status.value} {self.at[:10]}".rstrip()
