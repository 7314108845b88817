"""What is done, and what that adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from pmlearn.model.curriculum import Part, Step


class Status(StrEnum):
    """How far a unit, or a step, has come."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    SKIPPED = "skipped"

    @property
    def open(self) -> bool:
        """There is something left to do."""
        return self in (Status.TODO, Status.DOING)


def roll_up(parts: Iterable[Status]) -> Status:
    """The status of a step with parts.

    All done or skipped, and one done at least: done. All skipped: skipped. Any doing or done: doing.
    """
    seen = set(parts)
    if not seen or seen == {Status.TODO}:
        return Status.TODO
    if seen == {Status.SKIPPED}:
        return Status.SKIPPED
    if seen <= {Status.DONE, Status.SKIPPED}:
        return Status.DONE
    return Status.DOING if seen & {Status.DONE, Status.DOING} else Status.TODO


def step_status(step: Step, status_of: Callable[[str], Status]) -> Status:
    """The status of a step: its own, or what its parts add up to."""
    if not step.parts:
        return status_of(step.ref)
    return roll_up(status_of(part.ref) for part in step.parts)


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a set of steps has come."""

    steps: int  # all of them
    done: int  # the steps whose status is done
    units: int  # units neither optional nor skipped
    units_done: int  # of these, the ones that are done
    minutes: int  # time for the units that are neither optional nor skipped
    minutes_left: int  # time for those of them that are open

    @property
    def percent(self) -> int:
        """floor(100 × done ÷ units neither optional nor skipped).

        Where there is no such unit, 100 if a step is done, else 0.
        """
        if not self.units:
            return 100 if self.done else 0
        return 100 * self.units_done // self.units


def tally(steps: Iterable[Step], status_of: Callable[[str], Status], aside: Container[str] = ()) -> Tally:
    """Count steps and their units; what is set aside (`pmlearn.model.route`) counts as optional."""
    count = done = units = units_done = minutes = left = 0
    for step in steps:
        count += 1
        done += step_status(step, status_of) is Status.DONE
        for unit in step.units():
            status = status_of(unit.ref)
            if step.optional or unit.optional or status is Status.SKIPPED or step.ref in aside:
                continue
            units += 1
            minutes += unit_minutes(step, unit)
            if status is Status.DONE:
                units_done += 1
            else:
                left += unit_minutes(step, unit)
    return Tally(count, done, units, units_done, minutes, left)


def whole(steps: Iterable[Step], status_of: Callable[[str], Status], aside: Container[str] = ()) -> bool:
    """Whether `tally` of these has 100 percent; it looks no further than the first unit that is open."""
    counted = done = False
    for step in steps:
        for unit in () if step.optional or step.ref in aside else step.units():
            if unit.optional or (status := status_of(unit.ref)) is Status.SKIPPED:
                continue
            if status is not Status.DONE:
                return False
            counted = True
        # Asked where it can matter: of most steps their units have said it already.
        done = done or (not counted and step_status(step, status_of) is Status.DONE)
    return counted or done


def unit_minutes(step: Step, unit: Part | Step) -> int:
    """Minutes for a unit: its own, or an even share of its step's where it does not say."""
    if unit.minutes or not step.parts:
        return unit.minutes
    unsaid = sum(1 for part in step.parts if not part.minutes)
    rest = max(0, step.minutes - sum(part.minutes for part in step.parts))
    return -(-rest // unsaid)
