"""Ticking from the screens: a step that waits, one that asks something, and one that is taught elsewhere too.

What the line above the footer offers is gone as soon as it says something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pmlearn.errors import WaitsError
from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.text import plural
from pmlearn.tui.told import key_for, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.services.outcome import Outcome
    from pmlearn.wiring import Services


def again(where: str) -> str:
    """What is said beside what waits, on a page on which it can be done all the same."""
    action = "take" if where == "choice" else "tick"
    return told("{action} once more goes ahead", action=key_for(action, where))


@dataclass
class Offer:
    """What the line above the footer offers."""

    anyway: str = ""  # what waits, the ref of a step perhaps: the same key once more goes ahead
    actions: tuple[str, ...] = ("tick",)  # of that key; any other takes the offer away
    twins: tuple[str, ...] = ()  # refs of steps elsewhere that teach the same as what was ticked


class Waits(NamedTuple):
    """A step was to be ticked, or answered, that comes after another one."""

    sentence: str  # all of it
    brief: str  # what comes first, where there is no room for it


def toggle(services: Services, ref: str, *, anyway: bool) -> Outcome | Waits | None:
    """Tick, or take the tick away; None where it asks something, or a part of it, and is ticked by answers.

    Raises:
        UnknownError: there is no such step.
    """
    step, part = services.steps.find(ref)
    if (part or step).options or services.steps.to_answer(ref):
        return None
    try:
        return services.steps.toggle([ref], anyway=anyway)
    except WaitsError as error:
        return _waits(services, ref, error)


def toggle_all(services: Services, refs: Sequence[str], *, anyway: bool) -> Outcome | Waits:
    """Tick steps and parts in one action, or take the ticks away where nothing is open.

    Raises:
        UnknownError: there is no such step.
        InputError: one of them asks something, and is ticked by its answer.
    """
    try:
        return services.steps.toggle(refs, anyway=anyway)
    except WaitsError as error:
        return _waits(services, refs[0], error)


def choose(services: Services, ref: str, option: str, *, anyway: bool) -> Outcome | Waits:
    """Take an option, or the answer back with "".

    Raises:
        UnknownError: there is nothing of this ref, or no such option.
    """
    try:
        return services.choices.choose(ref, option, anyway=anyway)
    except WaitsError as error:
        return _waits(services, ref, error)


def _waits(services: Services, ref: str, error: WaitsError) -> Waits:
    first = services.steps.waits(services.steps.find(ref)[0])[0].ref
    return Waits(error.message, f"first “{services.steps.title(first)}”")


def same_elsewhere(services: Services, twins: Sequence[str]) -> str:
    """What is said of the steps that teach the same."""
    ids = dict.fromkeys(map(curriculum_of, twins))
    titles = dict.fromkeys(services.curricula.get(id_).title for id_ in ids)
    where = " and ".join(titles) if len(titles) < 3 else plural(len(titles), "curriculum", "curricula")
    return told("{tick-the-same} ticks the same in {where}", where=where)
