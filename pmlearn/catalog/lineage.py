"""What stands in a file as `was`, made from the full refs that a step or a part had before.

A file leaves out what follows from elsewhere: the curriculum's former ids, the step's former refs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.curriculum import curriculum_of, step_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def former_of_step(ref: str, was: Iterable[str], former: Iterable[str]) -> list[str]:
    """Return the `was` of a step, in a curriculum that had some ids before."""
    curriculum, _, id_ = ref.partition("/")
    curricula = [curriculum, *former]
    return _shortened(_rest(ref, was, (f"{each}/{id_}" for each in curricula[1:])), curricula)


def former_of_part(ref: str, was: Iterable[str], former: Iterable[str]) -> list[str]:
    """Return the `was` of a part, in a step that had some refs before."""
    steps = [step_of(ref), *former]
    id_ = ref.rpartition("/")[2]
    return _shortened(_rest(ref, was, (f"{each}/{id_}" for each in steps[1:])), steps)


def _rest(ref: str, was: Iterable[str], implied: Iterable[str]) -> list[str]:
    said = {ref, *implied}
    return [each for each in was if each not in said]


def _shortened(refs: Sequence[str], within: Sequence[str]) -> list[str]:
    """Each run of refs that one name stands for, a former id within all of these, by that name."""
    found: list[str] = []
    place = 0
    while place < len(refs):
        above, _, name = refs[place].rpartition("/")
        run = [f"{each}/{name}" for each in within]
        if above == within[0] and list(refs[place : place + len(run)]) == run:
            found.append(name)
            place += len(run)
        else:
            found.append(_in_full(refs[place], within[0]))
            place += 1
    return found


def _in_full(ref: str, within: str) -> str:
    # A part of another step of this curriculum needs no curriculum before it.
    curriculum = curriculum_of(within)
    return ref.partition("/")[2] if ref.count("/") > 1 and curriculum_of(ref) == curriculum else ref
