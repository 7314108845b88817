"""What learners said of themselves: where they are, and how many hours a week they mean to spend.

Kept as fields of `learner:me` in the table of steps, beside what is followed and chosen: it says as much
about the way to go, and what asks for the next step reads no second file for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import InputError, UnknownError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.stage import STAGES, Stage, stage_of
from pmlearn.model.text import clean
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from pmlearn.model.action import Value
    from pmlearn.storage.store import Store

ME = "learner:me"
ANSWER = "answer"
"""The kind of the action that says something of the learner."""
STAGE, HOURS, ASKED = "stage", "hours_a_week", "asked"
USUAL = 5.0
"""Hours a week where nobody said how many: what the shipped map is drawn for."""
WEEK = 7 * 24


@dataclass(frozen=True, slots=True)
class Profile:
    """What was said; nothing of it need be."""

    stage: Stage | None = None  # where the learner is
    hours: float | None = None  # a week, as they answered; what counts may be another number
    asked: bool | None = None  # the first questions were; false where they are to come once more


class Profiles:
    """Reads and keeps it. Not thread-safe.

    Args:
        store: the journal and its tables.
        set_hours: what the configuration has for the hours, which wins; None where it is silent.
    """

    def __init__(self, store: Store, set_hours: float | None) -> None:
        self._store = store
        self.set_hours = set_hours

    def get(self) -> Profile:
        """What the learner said."""
        doc = self._store.table("steps").doc(ME)
        hours, asked = fold.value(doc, HOURS), fold.value(doc, ASKED)
        return Profile(
            stage_of(fold.value(doc, STAGE)),
            float(hours) if _is_hours(hours) else None,
            asked if isinstance(asked, bool) else None,
        )

    @property
    def hours(self) -> float:
        """The hours a week that count: the configuration's, the learner's, else the usual ones."""
        return self.set_hours or self.get().hours or USUAL

    @property
    def hours_from(self) -> str:
        """Where those are from, in a word: config, answer or default."""
        return "config" if self.set_hours else "answer" if self.get().hours else "default"

    def say(self, stage: str | None = None, hours: float | None = None) -> Outcome:
        """Keep what the learner says; None for what they do not speak of.

        Raises:
            UnknownError: there is no such stage.
            InputError: a week does not have so many hours.
        """
        found = None if stage is None else find_stage(stage)
        wanted: dict[str, Value] = {STAGE: found.id} if found else {}
        if hours is not None:
            wanted[HOURS] = check_hours(hours)
        action = self._store.record(ANSWER, lambda: self.changes(wanted))
        said = [found.title] if found else []
        if hours is not None:
            said.append(f"{hours:g} hours a week{self.but(hours)}")
        return Outcome(
            f"{'kept' if action else 'as before'}: {'; '.join(said)}", (ME,), action.id if action else ""
        )

    def ask_again(self) -> Outcome:
        """Let the first questions come once more when the app opens."""
        action = self._store.record(ANSWER, lambda: self.changes({ASKED: False}))
        return Outcome("pmlearn asks when it opens next", (ME,), action.id if action else "")

    def changes(self, wanted: dict[str, Value]) -> list[Change]:
        """What sets these fields, where they are not so yet; to be called under the journal's lock."""
        doc = self._store.table("steps").doc(ME)
        held = {field: fold.value(doc, field) for field in wanted}
        return [
            Change(ME, field, value, held[field]) for field, value in wanted.items() if held[field] != value
        ]

    def but(self, hours: float) -> str:
        """What is to be said after an answer that does not count."""
        if self.set_hours is None or self.set_hours == hours:
            return ""
        return f", but config.toml says {self.set_hours:g}, and that counts"


def find_stage(name: str) -> Stage:
    """The stage of this name.

    Raises:
        UnknownError: there is none.
    """
    if found := stage_of(name.strip().casefold()):
        return found
    raise UnknownError(f"no stage {clean(name) or '“”'}", f"say {' or '.join(stage.id for stage in STAGES)}")


def check_hours(hours: float) -> float:
    """The same number, if a week has so many hours.

    Raises:
        InputError: it does not.
    """
    if not _is_hours(hours):
        raise InputError(f"{hours:g} hours a week", f"give a number above 0 and at most {WEEK}")
    return hours


def _is_hours(value: Value) -> bool:
    # In Python true is a number; what was written by hand may be anything.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= WEEK
