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
    from collections.abc import Callable, Collection, Iterator

    from pmlearn.model.curriculum import Curriculum, Option, Requirement, Step


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
    curriculum: Curriculum,
    status_of: Callable[[str], Status],
    answer: Callable[[str], str],
    done_elsewhere: Callable[[str], bool],
) -> dict[str, Aside]:
    """The steps that are not on the learner's way, by ref; those that are done or begun are.

    Args:
        curriculum: all of it, for alternatives may stand in several modules.
        status_of: the status of a unit, by its ref.
        answer: the id of the option that was taken of a choice, by its ref; "" where none was.
        done_elsewhere: whether a step of another curriculum, by its ref, is done.
    """
    found = dict.fromkeys(_unchosen(curriculum, answer), Aside.CHOICE)
    groups = _alternatives(curriculum)
    if not found and not groups:
        return found
    statuses = {step.ref: step_status(step, status_of) for step in curriculum.steps()}
    for group, others in groups:
        # What was done counts, chosen or not.
        able = [step for step in group if step.ref not in found or statuses[step.ref] in _MINE] or group
        taken = None if any(map(done_elsewhere, others)) else min(able, key=lambda s: _RANK[statuses[s.ref]])
        for step in group:
            if step is not taken:
                found.setdefault(step.ref, Aside.ALTERNATIVE)
    return {ref: why for ref, why in found.items() if ref in statuses and statuses[ref] not in _MINE}


def uncounted(
    curriculum: Curriculum,
    status_of: Callable[[str], Status],
    answer: Callable[[str], str],
    done_elsewhere: Callable[[str], bool],
) -> Collection[str]:
    """The steps that count as optional ones do: those set aside, and what an open choice may leave out.

    Until a choice is made the middle one of its options, by length, counts: nobody is told to do all of
    twenty certificates, nor that an evening is enough. The arguments are those of `set_aside`.
    """
    minutes = {step.ref: step.minutes for step in curriculum.steps()}
    choices = {choice.ref: choice.options for choice in curriculum.choices}

    def length(option: Option) -> int:
        return sum(minutes.get(ref, 0) for ref in option.steps)

    def taken(choice: str) -> str:
        given = answer(choice)
        if any(option.id == given for option in choices[choice]):
            return given
        # What leads to nothing here, as in a module that is included alone, says nothing of the way.
        ways = [option for option in choices[choice] if any(ref in minutes for ref in option.steps)]
        return sorted(ways, key=length)[len(ways) // 2].id if ways else ""

    return set_aside(curriculum, status_of, taken, done_elsewhere)


_MINE = (Status.DONE, Status.DOING)
"""What is on the learner's way whatever else is: it was done, or begun."""

_RANK = {Status.DONE: 0, Status.DOING: 1, Status.TODO: 2, Status.SKIPPED: 3}
"""Of alternatives, the one that counts: what is done before what is begun, and so on; else the first."""


def _unchosen(curriculum: Curriculum, answer: Callable[[str], str]) -> Iterator[str]:
    for choice in curriculum.choices:
        chosen = next((option for option in choice.options if option.id == answer(choice.ref)), None)
        if chosen is not None:
            mine = set(chosen.steps)
            for option in choice.options:
                yield from (ref for ref in option.steps if ref not in mine)


def _alternatives(curriculum: Curriculum) -> list[tuple[list[Step], list[str]]]:
    """Groups of steps of which one is enough, in the order of the file, with the refs of those elsewhere."""
    heads: dict[str, str] = {}  # of each ref the one above it in its group, and so on up to the group's own

    def head(ref: str) -> str:
        while (above := heads.setdefault(ref, ref)) != ref:
            heads[ref] = heads[above]
            ref = above
        return ref

    for step in curriculum.steps():
        for ref in step.alternatives:
            heads[head(ref)] = head(step.ref)
    groups: dict[str, tuple[list[Step], list[str]]] = {}
    for step in curriculum.steps():
        if step.ref in heads:
            groups.setdefault(head(step.ref), ([], []))[0].append(step)
    here = {step.ref for group, _ in groups.values() for step in group}
    for ref in list(heads):
        if ref not in here and (top := head(ref)) in groups:
            groups[top][1].append(ref)
    return list(groups.values())


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
