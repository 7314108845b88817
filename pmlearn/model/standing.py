"""How a learner stands with one thing: what an export says of it beside what it is."""

from __future__ import annotations

from dataclasses import dataclass

from pmlearn.model.progress import Status

PIECE_LIMIT = 2000
"""Characters of a path or an address that an export keeps."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A step, a part or a choice as the learner has it."""

    ref: str  # in full
    title: str  # what it is called; its ref where nothing says any more
    status: Status = Status.TODO  # how far it has come
    at: str = ""  # when it came to that, RFC 3339 in UTC; "" where it is still to do
    notes: tuple[str, ...] = ()  # those that stand, oldest first, of any number of lines
    evidence: tuple[str, ...] = ()  # paths and addresses as they were attached, then what was read for it
    answer: str = ""  # the title of the option that was taken, else its id; "" where none was
    asked: bool = False  # it is a choice of the curriculum, which is answered and never ticked

    @property
    def touched(self) -> bool:
        """The learner did something to it."""
        return bool(self.told or self.notes or self.evidence or self.answer)

    @property
    def told(self) -> str:
        """Where it stands, in words: `done 2026-11-12`; "" where nothing was done."""
        return "" if self.status is Status.TODO else f"{self.status.value} {self.at[:10]}".rstrip()
