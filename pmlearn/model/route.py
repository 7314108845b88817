"""Which steps of a curriculum are on the learner's way, and which of them wait for others.

Of alternatives one is enough, and of a choice's options one is taken: the steps of the others are set aside.
They can still be done, but they count as optional ones do. A step that requires others waits for them, and
can be begun all the same.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from pmlearn.model.progress import Status, step_status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pmlearn.model.curriculum import Curriculum, Requirement, Step


class Aside(StrEnum):
    """Why a step is set aside."""

    ALTERNATIVE = "alternative"  # another one of its alternatives is done, begun, or comes first
    CHOICE = "choice"  # another option was chosen

    @property
    def words(self) -> str:
        """The same, for people."""
        return "another way" if self is Aside.ALTERNATIVE else "not chosen"


LATER = "comes later"
"""What is said of a step that waits for others."""


def set_aside(
    curriculum: Curriculum, status_of: Callable[[str], Status], answer: Callable[[str], str]
) -> dict[str, Aside]:
    """The steps that are not on the learner's way, by ref; those that are done or begun are.

    Args:
        curriculum: all of it, for alternatives may stand in several modules.
        status_of: the status of a unit, by its ref.
        answer: the id of the option that was taken of a choice, by its ref; "" where none was.
    """
    found = dict.fromkeys(_unchosen(curriculum, answer), Aside.CHOICE)
    statuses: dict[str, Status] = {}
    for group in _alternatives(curriculum):
        statuses |= {step.ref: step_status(step, status_of) for step in group}
        open_ = [step for step in group if step.ref not in found] or group
        taken = min(open_, key=lambda step: _RANK[statuses[step.ref]])
        found |= {
            step.ref: Aside.ALTERNATIVE for step in group if step is not taken and step.ref not in found
        }
    if not found:
        return found
    by_ref = {step.ref: step for step in curriculum.steps()}
    return {
        ref: why
        for ref, why in found.items()
        if ref in by_ref and step_status(by_ref[ref], status_of) not in (Status.DONE, Status.DOING)
    }


_RANK = {Status.DONE: 0, Status.DOING: 1, Status.TODO: 2, Status.SKIPPED: 3}
"""Of alternatives, the one that counts: what is done before what is begun, and so on; else the first."""


def _unchosen(curriculum: Curriculum, answer: Callable[[str], str]) -> Iterator[str]:
    for choice in curriculum.choices:
        chosen = next((option for option in choice.options if option.id == answer(choice.ref)), None)
        if chosen is not None:
            for option in choice.options:
                yield from (ref for ref in option.steps if ref not in chosen.steps)


def _alternatives(curriculum: Curriculum) -> Iterator[list[Step]]:
    """Groups of steps of which one is enough, each in the order of the file."""
    if not any(step.alternatives for step in curriculum.steps()):
        return
    group_of: dict[str, set[str]] = {}
    for step in curriculum.steps():
        if step.alternatives:
            together = {step.ref, *step.alternatives}
            for ref in tuple(together):
                together |= group_of.get(ref, set())
            group_of |= dict.fromkeys(together, together)
    groups: dict[int, list[Step]] = {}
    for step in curriculum.steps():
        if step.ref in group_of:
            groups.setdefault(id(group_of[step.ref]), []).append(step)
    yield from groups.values()


def waits_for(
    step: Step, status_of: Callable[[str], Status], settled: Callable[[str], bool]
) -> tuple[Requirement, ...]:
    """What a step still waits for; nothing where it is begun, done or skipped.

    Args:
        step: the step.
        status_of: the status of a unit, by its ref.
        settled: whether another step, by its ref, is done or skipped, or is not there at all.
    """
    if not step.requires or step_status(step, status_of) is not Status.TODO:
        return ()
    return tuple(requirement for requirement in step.requires if not settled(requirement.ref))
